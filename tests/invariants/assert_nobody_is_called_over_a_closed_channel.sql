-- People to act on over a channel that is missing, or that an override of today closes.

with

follow_up_queue as (

    select * from {{ ref('follow_up_queue') }}
    where queue_section = 'to act on'

),

person_contacts as (

    select * from {{ ref('int_person_contacts') }}

),

wrong as (

    select
        follow_up_queue.person_id,
        follow_up_queue.contact_channel
    from follow_up_queue
    inner join person_contacts
        on
            follow_up_queue.scorecard = person_contacts.scorecard
            and follow_up_queue.person_id = person_contacts.person_id
    where
        follow_up_queue.contact_channel = 'none'
        {%- for channel in contact_channels() %}
        or '{{ channel }}' = case
            when person_contacts.{{ channel }}_closed_because is not null then follow_up_queue.contact_channel
        end
        {%- endfor %}

)

select * from wrong
