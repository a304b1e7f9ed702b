-- One row per scorecard, scoring day, person and rule group (and one for all groups together) with
-- engagement: the day of the last hit of an engagement rule with positive points, whatever segment or dates
-- the rule is for. The row for all groups drives decay by inactivity.

with

person_event_hits as (

    select * from {{ ref('int_person_event_hits') }}

),

engagement_rules as (

    select * from {{ ref('stg_scoring_rules') }}
    where component = 'engagement' and points > 0

),

engagements as (

    select
        person_event_hits.person_day_key,
        engagement_rules.rule_group,
        max(person_event_hits.occurred_on) as last_engaged_on
    from person_event_hits
    inner join engagement_rules
        on person_event_hits.condition_number = engagement_rules.rule_number
    group by person_event_hits.person_day_key, engagement_rules.rule_group

),

last_engagements as (

    select
        person_day_key,
        'engagement' as engaged_in,
        max(last_engaged_on) as last_engaged_on
    from engagements
    group by person_day_key

    union all

    select
        person_day_key,
        lower(rule_group) as engaged_in,
        last_engaged_on
    from engagements
    where rule_group is not null and lower(rule_group) <> 'engagement'

)

select * from last_engagements
