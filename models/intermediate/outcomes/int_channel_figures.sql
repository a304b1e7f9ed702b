-- One row per scorecard, month, channel and campaign (null = none named): money spent, people who came, and
-- conversions.

{%- set months_of = "cast(" ~ dbt.date_trunc('month', 'DAY') ~ " as date)" %}
{%- set no_campaign = 'cast(null as ' ~ dbt.type_string() ~ ')' %}

with

latest_dates as (

    select * from {{ ref('int_scoring_dates') }}
    where is_latest

),

spend as (

    select * from {{ ref('int_spend') }}

),

conversions as (

    select * from {{ ref('int_conversions') }}

),

people as (

    select
        scored_people.scorecard,
        scored_people.person_id,
        person_channels.channel,
        person_channels.first_created_on
    from {{ ref('int_scored_people') }} as scored_people
    inner join latest_dates
        on
            scored_people.scorecard = latest_dates.scorecard
            and scored_people.scored_on = latest_dates.scored_on
    inner join {{ ref('int_person_channels') }} as person_channels
        on
            scored_people.scored_on = person_channels.scored_on
            and scored_people.person_id = person_channels.person_id

),

measured as (

    select
        scorecard,
        month_starts_on,
        channel,
        campaign,
        'spend' as measure,
        cast(amount as {{ type_double() }}) as quantity
    from spend

    union all

    select
        scorecard,
        {{ months_of | replace('DAY', 'first_created_on') }} as month_starts_on,
        channel,
        {{ no_campaign }} as campaign,
        'leads' as measure,
        1 as quantity
    from people

    union all

    select
        mql_entries.scorecard,
        {{ months_of | replace('DAY', 'mql_entries.entered_on') }} as month_starts_on,
        coalesce(people.channel, 'unknown') as channel,
        {{ no_campaign }} as campaign,
        'mqls' as measure,
        1 as quantity
    from {{ ref('int_mql_entries') }} as mql_entries
    left join people
        on
            mql_entries.scorecard = people.scorecard
            and mql_entries.person_id = people.person_id
    {% for measure, quantity in {
        'customers': 'case when conversion_number = 1 then 1 end', 'won_amount': 'amount',
    }.items() %}

    union all

    select
        scorecard,
        {{ months_of | replace('DAY', 'occurred_on') }} as month_starts_on,
        channel,
        {{ no_campaign }} as campaign,
        '{{ measure }}' as measure,
        {{ quantity }} as quantity
    from conversions
    {% endfor %}
    {% for share in ['first', 'last', 'position'] %}
    {% for measure, quantity in {
        'customers': 'case when conversions.conversion_number = 1 then 1 end', 'amount': 'conversions.amount',
    }.items() %}

    union all

    select
        conversions.scorecard,
        {{ months_of | replace('DAY', 'conversions.occurred_on') }} as month_starts_on,
        credits.channel,
        credits.campaign,
        '{{ share }}_{{ measure }}' as measure,
        {{ quantity }} * credits.{{ share }}_share as quantity
    from conversions
    inner join {{ ref('int_conversion_credits') }} as credits
        on
            conversions.scorecard = credits.scorecard
            and conversions.outcome_id = credits.outcome_id
    {% endfor %}
    {% endfor %}

),

channel_figures as (

    select
        scorecard,
        month_starts_on,
        channel,
        {%- for measure in [
            'spend', 'leads', 'mqls', 'customers', 'won_amount', 'first_customers', 'first_amount', 'last_customers',
            'last_amount', 'position_customers', 'position_amount',
        ] %}
        sum(case when measure = '{{ measure }}' then quantity end) as {{ measure }},
        {%- endfor %}
        campaign
    from measured
    group by scorecard, month_starts_on, channel, campaign

)

select * from channel_figures
