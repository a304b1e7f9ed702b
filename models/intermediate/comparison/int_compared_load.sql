-- One row per rulebook (side) and stage it knows: how many are in it on the latest day, and how many came in
-- since the first scored day. Who came in and left between two scored days is not seen.

with

latest_day as (

    select * from {{ ref('int_latest_day') }}

),

known_stages as (

    {% for side in ['old', 'new'] -%}
    select
        '{{ side }}' as side,
        stage
    from {{ scored_under(side, 'int_segment_stages') }}

    union distinct

    select
        '{{ side }}' as side,
        'disqualified' as stage
    {%- if not loop.last %}

    union distinct

    {% endif %}
    {%- endfor %}

),

compared_sides as (

    select * from {{ ref('int_compared_sides') }}

),

first_day as (

    select min(scored_on) as scored_on
    from compared_sides

),

-- Who is in a stage on the first day came in at a time that nobody knows.
judged as (

    select
        compared_sides.side,
        compared_sides.stage,
        compared_sides.scored_on = latest_day.scored_on as is_in,
        compared_sides.scored_on = compared_sides.stage_entered_on
        and compared_sides.scored_on > first_day.scored_on as is_entering
    from compared_sides
    cross join latest_day
    cross join first_day
    where compared_sides.scored_on <= latest_day.scored_on

),

counted as (

    select
        side,
        stage,
        sum(case when is_in then 1 else 0 end) as people,
        sum(case when is_entering then 1 else 0 end) as entries
    from judged
    group by side, stage

),

compared_load as (

    select
        known_stages.side,
        known_stages.stage,
        latest_day.scored_on,
        coalesce(counted.people, 0) as people,
        coalesce(counted.entries, 0) as entries,
        {{ days_between('first_day.scored_on', 'latest_day.scored_on') }} as scored_days
    from known_stages
    cross join first_day
    cross join latest_day
    left join counted
        on
            known_stages.side = counted.side
            and known_stages.stage = counted.stage

)

select * from compared_load
