-- The rulebook as CSV, typed, and the conditions it sets.

create temp macro clean(t) as
    nullif(trim(t, ' ' || chr(9) || chr(10) || chr(13) || chr(160)), '');

create temp macro known(t, null_words) as case when not list_contains(null_words, lower(t)) then t end;

-- Most addresses are plain; from the others the first that looks like one is taken.
create temp macro address(t) as
    case
        when regexp_matches(t, '^[A-Za-z0-9._%+@-]*[A-Za-z0-9]$$') then t
        else coalesce(
            nullif(regexp_extract(t, '[^ @,;:<>()"]+@[^ @,;:<>()"?]*[^ @,;:<>()"?.]'), ''), t
        )
    end;

create temp macro number(t) as
    case
        when
            regexp_matches(
                t, '^[+-]?([0-9]{1,30}[.]?[0-9]{0,30}|[.][0-9]{1,30})([eE][+-]?[0-9]{1,2})?$$'
            )
            then try_cast(t as double)
    end;

-- Ten digits are seconds since 1970.
create temp macro moment(t) as
    coalesce(
        cast(try_cast(t as timestamptz) as timestamp),
        case when regexp_matches(t, '^[12][0-9]{9}$$') then make_timestamp(cast(t as bigint) * 1000000) end
    );

create temp macro alias_key(t) as trim(replace(lower(t), '.', ''));

create temp macro plain_words(t) as
    ' ' || trim(replace(replace(replace(
        translate(replace(lower(t), '.', ''), chr(39) || ',;:/()&+|_-"!?', '               '),
        '    ', ' '), '  ', ' '), '  ', ' ')) || ' ';

create temp macro list_of(t) as
    '|' || regexp_replace(t, ' *[|] *', '|', 'g') || '|';

create temp macro is_valid_email(t) as
    coalesce(regexp_matches(t, '^[^@ ,;<>]+@[^@ ,;<>.]+([.][^@ ,;<>.]+)+$$'), false);

create temp macro website_domain(t) as
    regexp_replace(
        split_part(replace(replace(lower(t), 'https://', ''), 'http://', ''), '/', 1), '^www[.]', ''
    );

create temp macro bare_number(t) as translate(lower(t), '$$€£~+, ', '');

create temp macro company_number(t) as
    case
        when number(bare_number(t)) is not null then bare_number(t)
        when regexp_matches(bare_number(t), '^[0-9]{1,12}([.][0-9]{1,6})?(k|m|mn|b|bn)$$')
            then
                cast(cast(
                    number(rtrim(bare_number(t), 'kmbn'))
                    * case
                        when suffix(bare_number(t), 'k') then 1000
                        when suffix(bare_number(t), 'm') or suffix(bare_number(t), 'mn') then 1000000
                        else 1000000000
                    end
                    as bigint) as varchar)
    end;

create temp macro holds(signal_type, operator, operand, v) as
    coalesce(
        case operator
            when 'any' then signal_type = 'event' or v is not null
            when 'is_missing' then v is null
            when 'is_present' then v is not null
            when 'equals' then lower(v) = operand
            when 'not_equals' then lower(v) <> operand
            when 'in' then contains(list_of(operand), '|' || lower(v) || '|') and not contains(v, '|')
            when 'contains' then contains(lower(v), operand)
            when 'starts_with' then starts_with(lower(v), operand)
            when 'ends_with' then ends_with(lower(v), operand)
            when 'gte' then number(v) >= number(operand)
            when 'lte' then number(v) <= number(operand)
            when 'between'
                then
                    number(v) between number(clean(split_part(operand, '|', 1)))
                    and number(clean(split_part(operand, '|', 2)))
        end,
        false
    );

create temp macro decay_weight(decay, idle, days, percent) as
    case decay
        when 'exponential' then power(0.5::double, idle / days)
        when 'linear' then greatest(0, 1 - idle / days)
        when 'step' then greatest(0, 1 - percent / 100 * floor(idle / days))
        else 1
    end;

create temp table rules as
select
    row_number() over () as rule,
    clean(rule_id) as rule_id,
    lower(clean(component)) as component,
    clean(rule_group) as rule_group,
    lower(coalesce(clean(segment), '*')) as segment,
    lower(clean(signal_type)) as signal_type,
    lower(clean(signal)) as signal,
    lower(coalesce(clean(operator), 'any')) as operator,
    case
        when lower(clean(signal)) in ('country', 'industry', 'lead_source')
            then alias_key(clean(operand))
        else lower(clean(operand))
    end as operand,
    number(clean(points)) as points,
    cast(clean(daily_cap) as integer) as daily_cap,
    number(clean(max_points)) as max_points,
    coalesce(clean(min_hits), clean(within_days)) is not null as is_frequency_rule,
    cast(coalesce(clean(min_hits), '1') as integer) as min_hits,
    cast(clean(within_days) as integer) as within_days,
    lower(coalesce(clean(decay), 'none')) as decay,
    number(clean(decay_days)) as decay_days,
    number(clean(decay_percent)) as decay_percent,
    coalesce(number(clean(grace_days)), 0) as grace_days,
    lower(coalesce(clean(decay_clock), 'event')) as decay_clock,
    cast(number(clean(expires_after_days)) as integer) as expires_after_days,
    -- A hit that is older gives no points.
    case
        when coalesce(clean(min_hits), clean(within_days)) is null
            then cast(number(clean(expires_after_days)) as integer)
        else cast(clean(within_days) as integer) - 1
    end as horizon_days
from read_csv('$rulebook/scoring_rules.csv', header = true, all_varchar = true)
where
    date '$as_of' between coalesce(cast(clean(valid_from) as date), date '0001-01-01')
    and coalesce(cast(clean(valid_to) as date), date '9999-12-31');

create temp table rule_groups as
select
    clean(rule_group) as rule_group,
    number(clean(min_points)) as min_points,
    number(clean(max_points)) as max_points
from read_csv('$rulebook/rule_groups.csv', header = true, all_varchar = true);

create temp table segments as
select
    lower(clean(segment)) as segment,
    number(clean(priority)) as priority,
    lower(clean(attribute)) as attribute,
    lower(coalesce(clean(operator), 'any')) as operator,
    lower(clean(operand)) as operand
from read_csv('$rulebook/segments.csv', header = true, all_varchar = true);

create temp table aliases as
with given as (
    select 'country' as attribute, alias_key(alias) as alias, clean(country) as standard
    from read_csv('$rulebook/country_aliases.csv', header = true, all_varchar = true)
    union all
    select 'industry', alias_key(alias), clean(industry)
    from read_csv('$rulebook/industry_aliases.csv', header = true, all_varchar = true)
    union all
    select 'employee_count', alias_key(alias), clean(employee_count)
    from read_csv('$rulebook/company_size_aliases.csv', header = true, all_varchar = true)
    union all
    select 'lead_source', alias_key(alias), clean(lead_source)
    from read_csv('$rulebook/lead_source_aliases.csv', header = true, all_varchar = true)
)
select attribute, alias, min(standard) as standard
from (
    from given
    union all
    select attribute, alias_key(standard), standard from given where attribute <> 'employee_count'
)
group by attribute, alias;

create temp table agents as
select
    lower(coalesce(clean(operator), 'contains')) as operator,
    lower(clean(operand)) as operand
from read_csv('$rulebook/machine_agents.csv', header = true, all_varchar = true);

create temp table bursts as
select
    row_number() over () as burst_rule,
    lower(clean(event_type)) as event_type,
    cast(dense_rank() over (order by lower(clean(event_type))) as utinyint) as burst_type,
    cast(clean(max_gap_seconds) as integer) as max_gap_seconds,
    cast(clean(min_hits) as integer) as min_hits,
    cast(clean(min_assets) as integer) as min_assets
from read_csv('$rulebook/machine_bursts.csv', header = true, all_varchar = true);
