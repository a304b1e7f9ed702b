-- One row per scorecard and row of manual_overrides.csv and reason why it cannot work.

with

override_rows as (

    {{ seed_rows('manual_overrides') }}

),

stages as (

    select distinct
        scorecard,
        stage
    from {{ ref('stg_stages') }}

),

checked as (

    select
        override_rows.*,
        count(*) over (
            partition by
                override_rows.scorecard, override_rows.lead_id, lower(override_rows.effect), override_rows.stage,
                override_rows.valid_from
        ) as same_rows,
        stages.stage is not null as has_known_stage
    from override_rows
    left join stages
        on
            override_rows.scorecard = stages.scorecard
            and override_rows.stage = stages.stage

),

{% set checks = [
    missing('lead_id'),
    not_one_of('effect', ['disqualify', 'fast_track'], required=true),
    ("lower(effect) = 'fast_track' and not has_known_stage",
        "'stage ' || " ~ in_quotes("coalesce(stage, '')") ~ " || ' is not known'",
        'Write in stage to which stage of stages.csv the lead is lifted'),
    ("lower(effect) = 'disqualify' and stage is not null",
        "'effect disqualify leads to no stage, so stage ' || " ~ in_quotes('stage') ~ " || ' says nothing'",
        'Leave stage empty, or write fast_track as the effect'),
    missing('reason'),
    unreadable('valid_from', read_date('valid_from'), 'a day written YYYY-MM-DD'),
    unreadable('valid_to', read_date('valid_to'), 'a day written YYYY-MM-DD'),
    (read_date('valid_from') ~ ' > ' ~ read_date('valid_to'),
        "'it ends (' || valid_to || ') before it begins (' || valid_from || ')'",
        'Swap valid_from and valid_to'),
    ('same_rows > 1', "'the lead has several rows with the same effect, stage and valid_from'",
        'Keep one of them'),
] %}

problems as (

    {{ list_problems('manual_overrides', 'checked', 'lead_id', checks) }}

)

select * from problems
