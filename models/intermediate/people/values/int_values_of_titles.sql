-- One row per scorecard, job title and label read from it: seniority and department.
-- The keyword with the lowest priority number wins, then the longest, then the first by alphabet.

with

titles as (

    select
        value as raw_value,
        {{ plain_words('value') }} as title_words
    from {{ ref('int_lead_attributes') }}
    where source_attribute = 'job_title'
    group by value

),

keywords as (

    select * from {{ ref('stg_title_keywords') }}

),

ranked as (

    select
        keywords.scorecard,
        titles.raw_value,
        keywords.attribute,
        keywords.label,
        row_number() over (
            partition by keywords.scorecard, titles.raw_value, keywords.attribute
            order by
                keywords.priority asc nulls last,
                length(keywords.keyword_words) desc,
                {{ text_order('keywords.keyword_words') }} asc,
                {{ text_order('keywords.label') }} asc
        ) as keyword_rank
    from titles
    inner join keywords
        on {{ dbt.position('keywords.keyword_words', 'titles.title_words') }} > 0

),

title_values as (

    select
        scorecard,
        'job_title' as source_attribute,
        raw_value,
        attribute,
        label as value
    from ranked
    where keyword_rank = 1

)

select * from title_values
