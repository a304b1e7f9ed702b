-- People with other hits, machine hits included, than their visitors had up to the scoring day. Visitors are
-- resolved by name in another way than the model does it; on the last two days that this run scores, for some people.

with

scoring_days as (

    select distinct scored_on
    from {{ ref('int_dates_this_run') }}
    order by scored_on desc
    limit 2

),

visitors as (

    select * from {{ ref('int_visitors') }}

),

daily_hits as (

    select * from {{ ref('int_event_hits_daily') }}

),

person_leads as (

    select * from {{ ref('int_lead_person_map_this_run') }}

),

lead_days as (

    select * from {{ ref('int_lead_days') }}

),

visitor_map as (

    select * from {{ ref('int_visitor_map') }}

),

made_up as (

    select email from {{ ref('int_listed_addresses') }}
    where counts_as = 'nobody'

),

lead_addresses as (

    select
        scored_on,
        lead_id,
        email,
        1 as address_rank
    from lead_days
    where email is not null

    union all

    select
        lead_days.scored_on,
        lead_days.lead_id,
        identities.value as email,
        2 as address_rank
    from lead_days
    inner join {{ ref('stg_identities') }} as identities
        on lead_days.lead_id = identities.lead_id
    where
        identities.kind = 'email'
        and (identities.since is null or cast(identities.since as date) <= lead_days.scored_on)

),

ranked as (

    select
        *,
        min(address_rank) over (partition by scored_on, email) as best_rank
    from lead_addresses

),

-- An address of several people is nobody's.
people_by_email as (

    select
        ranked.scored_on,
        ranked.email,
        min(person_leads.person_id) as person_id
    from ranked
    inner join person_leads
        on
            ranked.scored_on = person_leads.scored_on
            and ranked.lead_id = person_leads.lead_id
    where
        ranked.address_rank = ranked.best_rank
        and ranked.email not in (select made_up.email from made_up)
    group by ranked.scored_on, ranked.email
    having count(distinct person_leads.person_id) = 1

),

resolved as (

    select
        scoring_days.scored_on,
        visitors.visitor_key,
        coalesce(by_lead.person_id, by_email.person_id, visitor_map.person_id) as person_id
    from scoring_days
    cross join visitors
    left join person_leads as by_lead
        on
            scoring_days.scored_on = by_lead.scored_on
            and visitors.lead_id = by_lead.lead_id
    left join people_by_email as by_email
        on
            scoring_days.scored_on = by_email.scored_on
            and visitors.email = by_email.email
    left join visitor_map
        on
            scoring_days.scored_on = visitor_map.scored_on
            and visitors.visitor_key = visitor_map.visitor_key

),

sampled_visitors as (

    select *
    from resolved
    where {{ is_sampled_lead('person_id') }}

),

recounted as (

    select
        sampled_visitors.scored_on,
        sampled_visitors.person_id,
        sum(daily_hits.hits + daily_hits.machine_hits) as all_hits
    from sampled_visitors
    inner join daily_hits
        on
            sampled_visitors.visitor_key = daily_hits.visitor_key
            and sampled_visitors.scored_on >= daily_hits.occurred_on
    group by sampled_visitors.scored_on, sampled_visitors.person_id

),

person_hits as (

    select person_machine_hits.*
    from {{ ref('int_person_machine_hits') }} as person_machine_hits
    inner join scoring_days
        on person_machine_hits.scored_on = scoring_days.scored_on
    where {{ is_sampled_lead('person_machine_hits.person_id') }}

),

wrong as (

    select
        coalesce(recounted.scored_on, person_hits.scored_on) as scored_on,
        coalesce(recounted.person_id, person_hits.person_id) as person_id,
        recounted.all_hits as events_up_to_the_day,
        person_hits.all_hits as hits_that_count,
        person_hits.machine_hits
    from recounted
    full outer join person_hits
        on
            recounted.scored_on = person_hits.scored_on
            and recounted.person_id = person_hits.person_id
    where
        coalesce(recounted.all_hits, 0) <> coalesce(person_hits.all_hits, 0)
        or person_hits.machine_hits not between 0 and person_hits.all_hits

)

select * from wrong
