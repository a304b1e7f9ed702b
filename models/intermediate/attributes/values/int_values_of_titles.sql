-- One row per scorecard, job title and attribute read from it: seniority and department, by their keywords.

with

title_keywords as (

    select * from {{ ref('stg_title_keywords') }}

),

titles as (

    select
        value as raw_value,
        {{ plain_words('value') }} as title_words
    from {{ ref('int_lead_attributes') }}
    where source_attribute = 'job_title'
    group by value

),

-- The keyword with the lowest priority number wins, then the longest, then the first by alphabet.
ranked_labels as (

    select
        title_keywords.scorecard,
        titles.raw_value,
        title_keywords.attribute,
        title_keywords.label,
        row_number() over (
            partition by title_keywords.scorecard, titles.raw_value, title_keywords.attribute
            order by
                title_keywords.priority asc nulls last,
                length(title_keywords.keyword_words) desc,
                {{ text_order('title_keywords.keyword_words') }} asc,
                {{ text_order('title_keywords.label') }} asc
        ) as keyword_rank
    from titles
    inner join title_keywords
        on {{ dbt.position('title_keywords.keyword_words', 'titles.title_words') }} > 0

),

title_values as (

    select
        scorecard,
        'job_title' as source_attribute,
        raw_value,
        attribute,
        label as value
    from ranked_labels
    where keyword_rank = 1

)

select * from title_values
