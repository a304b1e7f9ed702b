-- People of the latest day whose attributes in lead_attributes differ from those that the rules looked at.

with

{% set attributes = ['seniority', 'department', 'country', 'industry', 'email_type', 'lead_source'] %}
lead_attributes as (

    {% for attribute in attributes %}
    select
        scorecard,
        person_id,
        scored_on,
        '{{ attribute }}' as attribute,
        {{ attribute }} as value
    from {{ ref('lead_attributes') }}
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

person_attributes as (

    select
        people.scorecard,
        people.person_id,
        people.scored_on,
        seen.attribute,
        case when seen.attribute = 'email_type' then nullif(seen.value, 'missing') else seen.value end as value
    from {{ ref('int_person_attributes') }} as seen
    inner join {{ ref('int_people') }} as people
        on seen.person_day_key = people.person_day_key

)

select
    lead_attributes.*,
    person_attributes.value as rules_saw
from lead_attributes
inner join person_attributes
    on
        lead_attributes.scorecard = person_attributes.scorecard
        and lead_attributes.person_id = person_attributes.person_id
        and lead_attributes.scored_on = person_attributes.scored_on
        and lead_attributes.attribute = person_attributes.attribute
where not {{ is_same('lead_attributes.value', 'person_attributes.value') }}
