-- One row per scorecard and person of the latest day whose stage has an action: what to do, over which channel.

with

person_stages as (

    select * from {{ ref('int_person_stages') }}

),

segment_stages as (

    select * from {{ ref('int_segment_stages') }}
    where follow_up_action is not null

),

person_contacts as (

    select * from {{ ref('int_person_contacts') }}

),

follow_up_actions as (

    select * from {{ ref('stg_follow_up_actions') }}

),

choices as (

    select
        person_contacts.scorecard,
        person_contacts.person_id,
        segment_stages.stage_rank,
        coalesce(follow_up_actions.next_action, segment_stages.follow_up_action) as next_action,
        follow_up_actions.channel,
        follow_up_actions.priority,
        case follow_up_actions.channel
            {%- for channel in contact_channels() %}
            when '{{ channel }}' then person_contacts.{{ channel }}_closed_because
            {%- endfor %}
        end as closed_because
    from person_contacts
    inner join person_stages
        on {{ same_person_day('person_contacts', 'person_stages') }}
    inner join segment_stages
        on
            person_contacts.scorecard = segment_stages.scorecard
            and person_contacts.segment = segment_stages.segment
            and person_stages.stage = segment_stages.stage
    left join follow_up_actions
        on
            segment_stages.scorecard = follow_up_actions.scorecard
            and lower(segment_stages.follow_up_action) = follow_up_actions.action

),

ranked as (

    select
        *,
        row_number() over (
            partition by scorecard, person_id
            order by
                case when closed_because is null then 0 else 1 end asc,
                priority asc,
                channel asc
        ) as choice_rank,
        row_number() over (
            partition by scorecard, person_id
            order by priority asc, channel asc
        ) as channel_rank
    from choices

),

next_actions as (

    select
        scorecard,
        person_id,
        stage_rank,
        max(
            case
                when choice_rank > 1 then null
                when closed_because is null then next_action
                else 'no way to reach'
            end
        ) as action,
        max(
            case
                when choice_rank > 1 then null
                when closed_because is null then channel
                else 'none'
            end
        ) as contact_channel,
        case
            when max(case when channel_rank = 1 then closed_because end) is not null
                then {{ join_texts('; ', contact_channel_notes()) }}
        end as contact_note
    from ranked
    group by scorecard, person_id, stage_rank

)

select * from next_actions
