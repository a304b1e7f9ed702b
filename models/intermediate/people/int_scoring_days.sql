-- One row per day that this run scores: days never scored, and days whose scores may no longer hold.
-- Every scoring model reads this one, so none runs before the rulebook has passed its checks.
-- depends_on: {{ ref('rulebook_problems') }}

with

{% set recorded = last_run('int_scored_days') %}
latest_day as (

    select * from {{ ref('int_latest_day') }}

),

recorded_days as (

    {% if recorded %}
    select recorded_days.* from {{ recorded }} as recorded_days
    {% else %}
    select
        scored_on,
        false as is_kept,
        cast(null as {{ dbt.type_string() }}) as scoring_version
    from latest_day
    where 1 = 0
    {% endif %}

),

wanted_days as (

    select * from {{ ref('int_wanted_days') }}

),

first_touched as (

    select min(touched_from) as touched_from from {{ ref('int_touched_leads') }}

),

judged as (

    select
        wanted_days.scored_on,
        wanted_days.is_kept,
        coalesce(recorded_days.scoring_version, '') <> '{{ scoring_version() }}'
        or {{ 'true' if takes_in_anew() or flags.FULL_REFRESH else 'false' }}
        or (wanted_days.is_kept and not recorded_days.is_kept)
            as is_whole,
        coalesce(first_touched.touched_from <= wanted_days.scored_on, false) as is_touched
    from wanted_days
    left join recorded_days
        on wanted_days.scored_on = recorded_days.scored_on
    cross join first_touched

),

-- What the marts are about goes first, then the oldest, as stages follow from the days before.
ranked as (

    select
        judged.scored_on,
        judged.is_kept,
        judged.is_whole,
        row_number() over (
            partition by judged.is_whole
            order by
                case
                    when judged.scored_on = latest_day.scored_on then 0
                    when judged.scored_on = {{ add_days('latest_day.scored_on', -7) }} then 1
                    else 2
                end asc,
                judged.scored_on asc
        ) as day_rank
    from judged
    cross join latest_day
    where judged.is_whole or judged.is_touched

),

scoring_days as (

    select
        scored_on,
        is_kept,
        is_whole
    from ranked
    {% if var('days_at_once') -%}
    where not is_whole or day_rank <= {{ var('days_at_once') }}
    {%- endif %}

)

select * from scoring_days
