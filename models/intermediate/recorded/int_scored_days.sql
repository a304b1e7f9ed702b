-- One row per day that has been scored, by this run or an earlier one, and by what. Written when all of it is
-- stored, so that a run that breaks off is made up for by the next.
-- depends_on: {{ ref('int_ledger') }}
-- depends_on: {{ ref('int_person_stages') }}
-- depends_on: {{ ref('int_lead_person_map') }}
-- depends_on: {{ ref('int_wanted_days') }}

with

{% set recorded = last_run('int_scored_days') %}
{% set is_anew = takes_in_anew() %}
scoring_days as (

    select * from {{ ref('int_scoring_days') }}

),

scored_days as (

    select
        scored_on,
        is_kept,
        cast('{{ scoring_version() }}' as {{ dbt.type_string() }}) as scoring_version
    from scoring_days
    {% if recorded %}

    union all

    select
        recorded_days.scored_on,
        recorded_days.is_kept,
        -- Days that have to wait for the next run, because of var days_at_once, do not hold until then.
        {{ "''" if is_anew or flags.FULL_REFRESH else 'recorded_days.scoring_version' }} as scoring_version
    from {{ recorded }} as recorded_days
    inner join {{ ref('int_wanted_days') }} as wanted_days
        on recorded_days.scored_on = wanted_days.scored_on
    left join scoring_days
        on recorded_days.scored_on = scoring_days.scored_on
    where scoring_days.scored_on is null
    {% endif %}

)

select * from scored_days
