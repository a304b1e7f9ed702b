-- One row per lead that late events may concern: events of days that were scored before they came, changed or went.
-- They concern who they name, and who shares a lead_id, email address or anonymous_id with one of these.

{% set recorded = previous_run('state_scored_dates') %}
{% set is_anew = is_full_event_reload() %}
{% set last_day = '(select max(days.scored_on) from ' ~ recorded ~ ' as days)' %}
{% set is_late = 'occurred_on <= ' ~ last_day if recorded and not is_anew else '1 = 0' %}
with

events as (

    select * from {{ ref('stg_events_judged') }}

),

copies as (

    select * from {{ ref('stg_event_copies') }}

),

doubled_events as (

    select distinct event_key
    from {{ ref('stg_doubled_events') }}

),

late_events as (

    select
        lead_id,
        lower(email) as email,
        anonymous_id,
        occurred_on
    from events
    where
        {{ in_new_batch() }}
        and reject_reason is null
        and {{ is_late }}

    union all

    select
        copies.lead_id,
        lower(copies.email) as email,
        copies.anonymous_id,
        copies.occurred_on
    from copies
    inner join doubled_events
        on copies.event_key = doubled_events.event_key
    where {{ is_late }}

    union all

    select
        lead_id,
        email,
        anonymous_id,
        occurred_on
    from {{ ref('stg_replaced_visitors') }}
    where {{ is_late }}

),

visitors as (

    select * from {{ ref('int_visitors') }}

),

lead_keys as (

    select * from {{ ref('int_lead_keys') }}

),

late_visitors as (

    select
        lead_id,
        email,
        anonymous_id,
        min(occurred_on) as changed_from
    from late_events
    group by lead_id, email, anonymous_id

),

related as (

    select * from late_visitors

    {% for name in ['lead_id', 'email', 'anonymous_id'] %}
    union all

    select
        visitors.lead_id,
        visitors.email,
        visitors.anonymous_id,
        min(late_visitors.changed_from) as changed_from
    from visitors
    inner join late_visitors
        on visitors.{{ name }} = late_visitors.{{ name }}
    group by visitors.lead_id, visitors.email, visitors.anonymous_id

    {% endfor %}
),

named_leads as (

    select
        lead_id,
        changed_from
    from related
    where lead_id is not null

    union all

    select
        lead_keys.lead_id,
        related.changed_from
    from related
    inner join lead_keys
        on related.email = lead_keys.value
    where lead_keys.kind = 'email'

    union all

    select
        lead_keys.lead_id,
        related.changed_from
    from related
    inner join lead_keys
        on related.anonymous_id = lead_keys.value
    where lead_keys.kind = 'anonymous_id'

),

late_event_leads as (

    select
        lead_id,
        min(changed_from) as changed_from
    from named_leads
    group by lead_id

)

select * from late_event_leads
