-- One row per backtest day and side (old, new, and change = new less old): the chance that a customer
-- outscores somebody else, with its 95 % interval. Both scores are of the same people, so the interval of the
-- change is narrower than those of the two: DeLong, DeLong and Clarke-Pearson (1988), Biometrics 44, 837-845.

with

placements as (

    select * from {{ ref('int_compared_placements') }}

),

stacked as (

    {% for side, placement in {
        'old': 'old_placement', 'new': 'new_placement', 'change': 'new_placement - old_placement'
    }.items() -%}
    select
        '{{ side }}' as side,
        scored_on,
        has_converted,
        {{ placement }} as placement
    from placements
    {%- if not loop.last %}

    union all

    {% endif %}
    {%- endfor %}

),

summed as (

    select
        side,
        scored_on,
        count(*) as people,
        sum(has_converted) as customers,
        avg(case when has_converted = 1 then placement end) as auc,
        var_samp(case when has_converted = 1 then placement end) / nullif(sum(has_converted), 0)
        + var_samp(case when has_converted = 0 then placement end) / nullif(sum(1 - has_converted), 0)
            as auc_variance
    from stacked
    group by side, scored_on

),

-- Classes that a score tells apart without a fault have no variance, which is no certainty.
margins as (

    select
        *,
        case when auc_variance > 0 then 1.959964 * sqrt(auc_variance) end as margin,
        case when side = 'change' then -1 else 0 end as lowest
    from summed

),

compared_auc as (

    select
        side,
        scored_on,
        people,
        customers,
        cast(auc as {{ type_decimal(9, 6) }}) as auc,
        cast(
            case when margin > 0 then greatest(lowest, auc - margin) end as {{ type_decimal(9, 6) }}
        ) as auc_low,
        cast(case when margin > 0 then least(1, auc + margin) end as {{ type_decimal(9, 6) }}) as auc_high
    from margins

)

select * from compared_auc
