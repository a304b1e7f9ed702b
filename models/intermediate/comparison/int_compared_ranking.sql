-- One row per challenger (scorecard), backtest day and side (old, new, and change = new less old): the chance
-- that a customer outscores somebody else whose case was open too (AUC) with its 95 % interval, and the customers
-- in the tenth with the highest scores.

{%- set day = 'partition by scorecard, scored_on' %}
{%- set class = day ~ ', has_converted' %}

with

backtest as (

    select * from {{ ref('int_compared_scores') }}
    where not is_closed

),

-- placement: the share of the other class (customers for the others, the others for customers) with a lower
-- score, a tie counting half. Tied ranks are their mean; twice the rank, so that all are whole numbers.
-- top_share: 1 in the best tenth; of people who share the score at its edge, as many count as there is room
-- for.
placed as (

    select
        scorecard,
        scored_on,
        {%- for side in ['old', 'new'] %}
        cast(
            2 * rank() over ({{ day }} order by {{ side }}_score) + count(*) over ({{ day }}, {{ side }}_score)
            - 2 * rank() over ({{ class }} order by {{ side }}_score) - count(*) over ({{ class }}, {{ side }}_score)
            as {{ type_double() }}
        ) / nullif(2 * (count(*) over ({{ day }}) - count(*) over ({{ class }})), 0) as {{ side }}_placement,
        greatest(0, least(1, (
            cast(count(*) over ({{ day }}) as {{ type_double() }}) / 10
            - rank() over ({{ day }} order by {{ side }}_score desc) + 1
        ) / count(*) over ({{ day }}, {{ side }}_score))) as {{ side }}_top_share,
        {%- endfor %}
        has_converted
    from backtest

),

stacked as (

    {% for side, placement, top_share in [
        ('old', 'old_placement', 'old_top_share'), ('new', 'new_placement', 'new_top_share'),
        ('change', 'new_placement - old_placement', 'null'),
    ] -%}
    select
        scorecard,
        scored_on,
        '{{ side }}' as side,
        has_converted,
        {{ placement }} as placement,
        cast({{ top_share }} as {{ type_double() }}) as top_share
    from placed
    {%- if not loop.last %}

    union all

    {% endif %}
    {%- endfor %}

),

-- Both scores are of the same people, so the interval of the change is narrower than those of the two:
-- DeLong, DeLong and Clarke-Pearson (1988), Biometrics 44, 837-845.
summed as (

    select
        scorecard,
        scored_on,
        side,
        count(*) as people,
        sum(has_converted) as customers,
        sum(has_converted * top_share) as top_customers,
        avg(case when has_converted = 1 then placement end) as auc,
        var_samp(case when has_converted = 1 then placement end) / nullif(sum(has_converted), 0)
        + var_samp(case when has_converted = 0 then placement end) / nullif(sum(1 - has_converted), 0)
            as auc_variance
    from stacked
    group by scorecard, scored_on, side

),

-- A score that separates the classes perfectly has no variance, which is no certainty.
margins as (

    select
        *,
        case when auc_variance > 0 then 1.959964 * sqrt(auc_variance) end as margin
    from summed

),

compared_ranking as (

    select
        scorecard,
        scored_on,
        side,
        people,
        customers,
        people / cast(10 as {{ type_double() }}) as top_people,
        top_customers,
        cast(auc as {{ type_decimal(9, 6) }}) as auc,
        case
            when side <> 'change' then {{ auc_interval('auc', 'auc_variance', 'low') }}
            when margin > 0 then cast(greatest(-1, auc - margin) as {{ type_decimal(9, 6) }})
        end as auc_low,
        case
            when side <> 'change' then {{ auc_interval('auc', 'auc_variance', 'high') }}
            when margin > 0 then cast(least(1, auc + margin) as {{ type_decimal(9, 6) }})
        end as auc_high
    from margins

)

select * from compared_ranking
