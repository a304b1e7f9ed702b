-- One row per scorecard, kind of group (segment, score_band, channel), segment ('*' = all) and group: how
-- many of its leads converted within the horizon after they were first scored.

with

cohort as (

    select
        *,
        {{ score_band('score') }} as score_band
    from {{ ref('int_backtest') }}
    where day_number = 1

),

person_channels as (

    select * from {{ ref('int_person_channels') }}

),

settings as (

    select * from {{ ref('stg_settings') }}

),

levels as (

    {{ report_levels() }}

),

kinds as (

    select 'segment' as group_kind
    union all
    select 'score_band' as group_kind
    union all
    select 'channel' as group_kind

),

grouped as (

    select
        cohort.scorecard,
        kinds.group_kind,
        case when levels.is_total then '*' else cohort.segment end as segment,
        case
            when kinds.group_kind = 'channel' then person_channels.channel
            when kinds.group_kind = 'score_band' then cast(cohort.score_band as {{ dbt.type_string() }})
            when levels.is_total then '*'
            else cohort.segment
        end as group_value,
        case
            when kinds.group_kind = 'score_band' then {{ shown_score(score_band_from('cohort.score_band')) }}
        end as score_from,
        case
            when kinds.group_kind = 'score_band'
                then {{ shown_score(score_band_from('cohort.score_band + 1')) }}
        end as score_to,
        cohort.has_converted,
        cohort.was_accepted,
        cohort.was_rejected,
        cohort.won_amount,
        cohort.days_to_convert
    from cohort
    inner join settings
        on cohort.scorecard = settings.scorecard
    inner join person_channels
        on
            cohort.scored_on = person_channels.scored_on
            and cohort.person_id = person_channels.person_id
    cross join kinds
    cross join levels

),

conversion_by_group as (

    select
        scorecard,
        group_kind,
        segment,
        group_value,
        score_from,
        score_to,
        {{ conversion_columns() }}
    from grouped
    group by scorecard, group_kind, segment, group_value, score_from, score_to

)

select * from conversion_by_group
