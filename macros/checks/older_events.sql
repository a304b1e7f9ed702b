{#- Retention: rows of the rulebook whose points change as events become too old to be kept (var keep_events_months), on
    the latest scored day or an earlier one. None without the var. As entries of the list of rulebook_warnings. -#}
{% macro older_events_warnings() -%}
    {%- set first_day = kept_from('keep_events_months') -%}
    {%- set found = [] -%}
    {%- if first_day -%}
        {%- set first_scored = '(select min(dates.scored_on) from ' ~ ref('int_scoring_dates') ~ ' as dates where dates.is_kept)' -%}
        {%- set kept_days = 'greatest(0, ' ~ days_between(first_day, first_scored) ~ ')' -%}
        {%- set checks = [
            (
                "signal_type = 'event' and DAYS > " ~ kept_days,
                "'it counts older events than are kept, which is ' || cast(" ~ kept_days ~ ' as ' ~ dbt.type_string()
                    ~ ") || ' days before the first scored day (keep_events_months)'",
                'Let its events expire by then, keep events for longer, or score fewer days of history (keep_history_months)'
            ),
            (
                "signal_type = 'attribute' and signal like 'days_since_last_%' and operator not in ('lte', 'equals', 'between')",
                "'who was last active before the events that are kept counts as never active (keep_events_months)'",
                'Give it a twin with the operator is_missing, or keep events for longer'
            ),
        ] -%}
        {%- for seed, rows, key in [
            ('scoring_rules', 'rules', 'rule_id'), ('overrides', ref('stg_overrides'), 'override_id'),
            ('conditions', ref('stg_conditions'), 'condition_id'),
        ] -%}
            {%- for condition, problem, how_to_fix in checks -%}
                {%- set condition = condition | replace('DAYS', days_that_count(seed == 'scoring_rules')) -%}
                {%- do found.append(('older_events', seed, rows, key, (condition, problem, how_to_fix))) -%}
            {%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
    {{ return(found) }}
{%- endmacro %}

{#- For how many days a hit counts, as SQL on rows of the rulebook; far more than any history where it does for ever. -#}
{% macro days_that_count(is_rule) -%}
    {%- if not is_rule -%} {{ return('coalesce(within_days, 99999)') }} {%- endif -%}
    least(
        coalesce(within_days, 99999),
        coalesce(expires_after_days, 99999),
        case
            when decay_clock = 'event' and decay = 'linear' then grace_days + decay_days
            when decay_clock = 'event' and decay = 'step' then grace_days + decay_days * ceil(100.0 / decay_percent)
            else 99999
        end
    )
{%- endmacro %}
