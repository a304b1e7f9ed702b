-- One row per scorecard and segment that nobody can be in: another segment of a lower priority number takes everybody
-- who meets its conditions, as its own are the same or weaker.

with

segment_conditions as (

    select
        scorecard,
        segment,
        priority,
        attribute,
        operator,
        lower(operand) as operand,
        {{ segment_condition_key() }} as condition_key,
        {{ band_end('low') }} as low,
        {{ band_end('high') }} as high
    from {{ ref('stg_segments') }}
    where not is_filled_in

),

condition_counts as (

    select
        scorecard,
        segment,
        count(distinct condition_key) as condition_count
    from segment_conditions
    group by scorecard, segment

),

-- Conditions that hold whenever a condition of the later segment does.
implied as (

    select
        later.scorecard,
        later.segment,
        earlier.segment as other_segment,
        count(distinct earlier.condition_key) as implied_conditions
    from segment_conditions as later
    inner join segment_conditions as earlier
        on
            later.scorecard = earlier.scorecard
            and later.attribute = earlier.attribute
            and later.priority > earlier.priority
            and later.segment <> earlier.segment
    where
        (earlier.operator = later.operator and {{ is_same('earlier.operand', 'later.operand') }})
        or (earlier.operator in ('any', 'is_present') and later.operator <> 'is_missing')
        or (earlier.low <= later.low and earlier.high >= later.high)
        or (
            later.operator = 'equals'
            and case earlier.operator
                when 'in' then {{ dbt.position(
                    "'|' || later.operand || '|'", "'|' || " ~ trim_list_items('earlier.operand') ~ " || '|'"
                ) }} > 0
                {{ part_comparisons('later.operand', 'earlier.operand') }}
            end
        )
    group by later.scorecard, later.segment, earlier.segment

),

shadowed_segments as (

    select
        implied.scorecard,
        implied.segment,
        {{ first_text('implied.other_segment') }} as other_segment
    from implied
    inner join condition_counts
        on
            implied.scorecard = condition_counts.scorecard
            and implied.other_segment = condition_counts.segment
            and implied.implied_conditions = condition_counts.condition_count
    group by implied.scorecard, implied.segment

)

select * from shadowed_segments
