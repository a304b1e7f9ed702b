-- Which leads are one person, and what is known of the person.

create temp table leads as
with typed as (
    select
        clean(lead_id) as id,
        lower(address(known(clean(email), $null_words))) as mail,
        moment(clean(created_at)) as created,
        moment(clean(updated_at)) as updated,
        coalesce(lower(clean(is_deleted)) in ('true', 't', 'yes', 'y', '1'), false) as deleted,
        known(clean(merged_into_lead_id), $null_ids) as merged_into,
        lower(clean(company_name)) as company,
        nullif(trim(lower(coalesce(clean(first_name), '') || ' ' || coalesce(clean(last_name), ''))), '') as full_name,
        $attributes
    from read_parquet('$leads')
)
select *
from typed
where id is not null and created is not null
qualify row_number() over (partition by id order by updated desc nulls last, created desc) = 1;

create temp table known_leads as
select
    leads.id,
    case when is_valid_email(leads.mail) then leads.mail end as mail,
    leads.deleted,
    cast(leads.created as date) as created_on,
    leads.updated,
    case
        when cast(targets.created as date) <= date '$as_of' then nullif(leads.merged_into, leads.id)
    end as merged_into,
    leads.company,
    leads.full_name
from leads
left join leads as targets on nullif(leads.merged_into, leads.id) = targets.id
where cast(leads.created as date) <= date '$as_of';

-- Addresses that join nobody: listed, or of too many companies or names.
create temp table apart as
with listed as (
    select lower(trim(address)) as address, counts_as
    from read_csv($shared_addresses, header = true, all_varchar = true)
),
mails as (
    select mail, count(distinct company) as companies, count(distinct full_name) as names
    from known_leads
    where mail is not null
    group by mail
)
select
    mails.mail,
    coalesce(by_address.counts_as, by_domain.counts_as, by_local_part.counts_as) as counts_as
from mails
left join listed as by_address on mails.mail = by_address.address
left join listed as by_domain on '@' || split_part(mails.mail, '@', 2) = by_domain.address
left join listed as by_local_part on split_part(mails.mail, '@', 1) || '@' = by_local_part.address
where coalesce(
    coalesce(by_address.counts_as, by_domain.counts_as, by_local_part.counts_as) <> 'person',
    mails.companies > $most_companies or mails.names > $most_names
);

-- Leads that share an email address or a merge, and the smallest label that is passed on between them.
create temp table shared_keys as
with keys as (
    select id, 'mail ' || mail as shared
    from known_leads
    where mail is not null and mail not in (select mail from apart)
    union all
    select id, 'lead ' || id from known_leads
    union all
    select id, 'lead ' || merged_into from known_leads where merged_into is not null
)
select id, shared, id as label
from keys
qualify count(*) over (partition by shared) > 1;

$label_rounds

create temp table person_leads as
with clusters as (select id, min(label) as label from shared_keys group by id),
targets as (select distinct merged_into as id from known_leads),
ranked as (
    select
        known_leads.id,
        known_leads.deleted,
        known_leads.mail,
        coalesce(clusters.label, known_leads.id) as person_key,
        row_number() over (
            partition by coalesce(clusters.label, known_leads.id)
            order by
                known_leads.deleted,
                not (targets.id is not null and known_leads.merged_into is null),
                known_leads.updated desc nulls last,
                known_leads.id
        ) as lead_rank
    from known_leads
    left join clusters using (id)
    left join targets using (id)
),
primaries as (
    select person_key, id as lead_id, row_number() over () as person
    from ranked
    where lead_rank = 1
)
select ranked.id, ranked.mail, ranked.lead_rank, primaries.person, primaries.lead_id
from ranked
inner join primaries using (person_key);

-- A person is scored unless all of the person's leads are deleted; the primary is then a deleted one.
create temp table people as
select person_leads.person, person_leads.lead_id
from person_leads
inner join leads on person_leads.id = leads.id
where person_leads.lead_rank = 1 and not leads.deleted;

-- The attributes that rules and segments ask about, from the raw columns, value by value.
create temp table lead_values as
with unpivoted as (
    unpivot (select id, mail as email, $attribute_names from leads)
    on columns(* exclude (id)) into name source value raw_value
)
select id, source, raw_value
from unpivoted
where raw_value is not null;

create temp table dictionary as
with raw_values as (select distinct source, raw_value from lead_values),
standard as (
    select
        raw_values.source,
        raw_values.raw_value,
        raw_values.source as attribute,
        case
            when aliases.standard is not null then aliases.standard
            when raw_values.source in ('employee_count', 'annual_revenue')
                then company_number(raw_values.raw_value)
            else raw_values.raw_value
        end as v
    from raw_values
    left join aliases
        on raw_values.source = aliases.attribute and alias_key(raw_values.raw_value) = aliases.alias
),
keywords as (
    select 'seniority' as attribute, plain_words(keyword) as words, clean(seniority) as label, priority
    from read_csv('$rulebook/seniority_keywords.csv', header = true, all_varchar = true)
    union all
    select 'department', plain_words(keyword), clean(department), priority
    from read_csv('$rulebook/department_keywords.csv', header = true, all_varchar = true)
),
titles as (
    select raw_value, plain_words(raw_value) as words from raw_values where source = 'job_title'
),
-- Every run of up to ten words of a title, to be looked up among the keywords.
title_words as (
    select raw_value, string_split(trim(words), ' ') as words from titles
),
title_runs as (
    select distinct
        raw_value,
        ' ' || array_to_string(words[first_word:last_word], ' ') || ' ' as words
    from title_words, range(1, len(words) + 1) as f(first_word),
        range(first_word, least(len(words), first_word + 9) + 1) as l(last_word)
),
labels as (
    select title_runs.raw_value, keywords.attribute, keywords.label as v
    from title_runs
    inner join keywords using (words)
    qualify row_number() over (
        partition by title_runs.raw_value, keywords.attribute
        order by
            number(clean(keywords.priority)) asc nulls last,
            length(keywords.words) desc,
            keywords.words asc,
            keywords.label asc
    ) = 1
),
mails as (
    select
        raw_value,
        is_valid_email(raw_value) as is_valid,
        split_part(raw_value, '@', 1) as local_part,
        split_part(raw_value, '@', 2) as domain
    from raw_values
    where source = 'email'
),
personal as (
    select distinct lower(clean(domain)) as domain
    from read_csv('$rulebook/personal_email_domains.csv', header = true, all_varchar = true)
),
disposable as (
    select distinct lower(clean(domain)) as domain
    from read_csv('$rulebook/disposable_email_domains.csv', header = true, all_varchar = true)
),
accounts as (
    select plain_words(company_name) as account
    from read_csv('$rulebook/target_accounts.csv', header = true, all_varchar = true)
    where clean(company_name) is not null
    union
    select website_domain(domain)
    from read_csv('$rulebook/target_accounts.csv', header = true, all_varchar = true)
    where clean(domain) is not null
)
from standard
union all
select 'job_title', raw_value, attribute, v from labels
union all
select
    'email', raw_value, 'email_type',
    case
        when not is_valid then 'invalid'
        when domain in (from disposable) then 'disposable'
        when domain in (from personal) then 'personal'
        else 'corporate'
    end
from mails
union all
select 'email', raw_value, 'email_domain', domain from mails where is_valid
union all
select 'email', raw_value, 'email_local_part', local_part from mails where is_valid
union all
select
    source, raw_value, 'is_target_account',
    case
        when
            case source
                when 'company_name' then plain_words(raw_value)
                when 'email' then split_part(raw_value, '@', 2)
                else website_domain(raw_value)
            end in (from accounts)
            then 'true'
        else 'false'
    end
from raw_values
where source in ('website', 'company_name') or (source = 'email' and is_valid_email(raw_value));

-- Gaps in the primary lead's attributes are filled from the person's other leads, if there are any.
create temp table person_values as
with unreadable as (select source, raw_value from dictionary where source = attribute and v is null),
asked as (
    select * from dictionary
    where attribute in (select signal from rules union all select attribute from segments)
),
several as (select person from person_leads group by person having count(*) > 1),
filled as (
    select person_leads.person, lead_values.source, lead_values.raw_value
    from person_leads
    anti join several using (person)
    inner join lead_values using (id)
    union all
    select
        person_leads.person,
        lead_values.source,
        arg_min(lead_values.raw_value, person_leads.lead_rank)
    from person_leads
    semi join several using (person)
    inner join lead_values using (id)
    anti join unreadable
        on lead_values.source = unreadable.source and lead_values.raw_value = unreadable.raw_value
    group by person_leads.person, lead_values.source
),
found as (
    select filled.person, asked.attribute, asked.v
    from filled
    inner join asked using (source, raw_value)
    where asked.v is not null
)
select person, attribute, v from found where attribute <> 'is_target_account'
union all
-- Several raw attributes may tell it; 'true' is the greater.
select person, attribute, max(v) from found where attribute = 'is_target_account'
group by person, attribute;

-- Conditions are tried once per value, in each of its spellings: a rule may write USA where the data
-- say United States.
create temp table conditions as
select 'rule' as kind, rule as key, '' as name, signal, operator, operand
from rules
where signal_type = 'attribute'
union all
select 'segment', row_number() over (), segment, attribute, operator,
    case when attribute in ('country', 'industry', 'lead_source') then alias_key(operand) else operand end
from segments;

create temp table person_conditions as
with distinct_values as (select distinct attribute, v from person_values),
spellings as (
    select attribute, v,
        case when attribute in ('country', 'industry', 'lead_source') then alias_key(v) else v end as spelling
    from distinct_values
    union all
    select distinct_values.attribute, distinct_values.v, aliases.alias
    from distinct_values
    inner join aliases
        on distinct_values.attribute = aliases.attribute and distinct_values.v = aliases.standard
    where distinct_values.attribute in ('country', 'industry', 'lead_source')
),
condition_values as (
    select conditions.kind, conditions.key, conditions.name, spellings.attribute, spellings.v
    from conditions
    inner join spellings on conditions.signal = spellings.attribute
    group by all
    having
        case
            when any_value(conditions.operator) = 'not_equals'
                then bool_and(holds('attribute', conditions.operator, conditions.operand, spelling))
            else bool_or(holds('attribute', conditions.operator, conditions.operand, spelling))
        end
)
select person_values.person, condition_values.kind, condition_values.key, condition_values.name
from person_values
inner join condition_values using (attribute, v)
union all
-- Of a person of whom the attribute is not known; without an address the type of mail is 'missing'.
select people.person, conditions.kind, conditions.key, conditions.name
from people
cross join conditions
anti join person_values
    on people.person = person_values.person and conditions.signal = person_values.attribute
where
    not starts_with(conditions.signal, 'days_since_')
    and holds(
        'attribute', conditions.operator, conditions.operand,
        case when conditions.signal = 'email_type' then 'missing' end
    );

create temp table person_segments as
with needed as (
    select segment, min(priority) as priority, count(distinct (attribute, operator, operand)) as conditions
    from segments
    group by segment
),
matched as (
    select person, name as segment, count(distinct key) as conditions
    from person_conditions
    where kind = 'segment'
    group by person, name
)
select matched.person, arg_min(needed.segment, (needed.priority, needed.segment)) as segment
from matched
inner join needed using (segment, conditions)
group by matched.person;

-- What is no longer needed makes room for the events.
drop table lead_values;
drop table dictionary;
drop table person_values;
drop table shared_keys;
drop table leads;
