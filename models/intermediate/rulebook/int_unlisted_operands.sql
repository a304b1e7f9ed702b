-- One row per scorecard and condition that asks an attribute with a closed list of values for another one, such as
-- seniority 'Vice President'.

with

{% set conditions = {
    'stg_scoring_rules': 'signal', 'stg_overrides': 'signal', 'stg_conditions': 'signal', 'stg_segments': 'attribute'
} %}
closed_values as (

    {% for attribute, values in closed_attributes().items() -%}
    {% set is_last_attribute = loop.last %}
    {% for value in values -%}
    select
        '{{ attribute }}' as attribute,
        '{{ value }}' as value
    {{ 'union all' if not (loop.last and is_last_attribute) }}
    {% endfor -%}
    {% endfor %}
),

listed as (

    select
        scorecards.scorecard,
        closed_values.attribute,
        closed_values.value
    from closed_values
    cross join {{ ref('stg_scorecards') }} as scorecards

    union distinct

    select
        scorecard,
        attribute,
        lower(label) as value
    from {{ ref('stg_title_keywords') }}

),

lists as (

    select
        scorecard,
        attribute,
        {{ join_rows('value', ', ') }} as all_values
    from listed
    group by scorecard, attribute

),

-- Ways to write a value: itself, and the keywords of job titles that stand for it.
spellings as (

    select
        scorecard,
        attribute,
        value,
        {{ plain_words('value') }} as words
    from listed

    union all

    select
        scorecard,
        attribute,
        lower(label) as value,
        keyword_words as words
    from {{ ref('stg_title_keywords') }}

),

conditions as (

    {% for model, signal in conditions.items() -%}
    select
        scorecard,
        {{ signal }} as attribute,
        operator,
        operand
    from {{ ref(model) }}
    where
        operand is not null
        and {{ signal }} in (select closed_values.attribute from closed_values)
        {%- if model != 'stg_segments' %}
        and signal_type = 'attribute'
        {%- endif %}
    {{ 'union distinct' if not loop.last }}
    {% endfor %}
),

places as (

    {{ item_places() }}

),

items as (

    {{ operand_items('conditions') }}

),

unlisted as (

    select items.*
    from items
    left join listed
        on
            items.scorecard = listed.scorecard
            and items.attribute = listed.attribute
            and case items.operator
                {{ part_comparisons('listed.value', 'lower(items.item)') }}
                else listed.value = lower(items.item)
            end
    where
        items.item is not null
        and listed.value is null

),

-- The value that another spelling stands for, else one that begins with the same three letters.
suggested as (

    select
        unlisted.scorecard,
        unlisted.attribute,
        unlisted.operator,
        unlisted.operand,
        unlisted.item,
        coalesce(
            {{ first_text('case when spellings.words = ' ~ plain_words('unlisted.item')
                ~ ' then spellings.value end') }},
            {{ first_text('spellings.value') }}
        ) as suggestion
    from unlisted
    left join spellings
        on
            unlisted.scorecard = spellings.scorecard
            and unlisted.attribute = spellings.attribute
            and left(spellings.words, 4) = left({{ plain_words('unlisted.item') }}, 4)
    group by unlisted.scorecard, unlisted.attribute, unlisted.operator, unlisted.operand, unlisted.item

),

unlisted_operands as (

    select
        suggested.scorecard,
        suggested.attribute,
        suggested.operator,
        suggested.operand,
        {{ join_rows(in_quotes('suggested.item'), ' or ') }} as unlisted_values,
        'Write ' || coalesce(min(suggested.suggestion), 'another value') || ': '
        || suggested.attribute || ' is one of ' || min(lists.all_values) as how_to_list
    from suggested
    inner join lists
        on
            suggested.scorecard = lists.scorecard
            and suggested.attribute = lists.attribute
    group by suggested.scorecard, suggested.attribute, suggested.operator, suggested.operand

)

select * from unlisted_operands
