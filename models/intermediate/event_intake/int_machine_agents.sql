-- One row per user agent that belongs to a machine, with its type (scanner, privacy_proxy, crawler): as machine_agents
-- says, else as the list that everybody has says.
{{ config(
    materialized='incremental', full_refresh=false,
    pre_hook=pre_hook_delete("{{ delete_rebuilt_events('1 = 0') }}")
) }}

with

user_agents as (

    select distinct user_agent
    from {{ ref('stg_event_rows') }}
    where
        user_agent is not null
        and {{ in_new_batch() }}

),

patterns as (

    select
        lower(coalesce({{ clean_text('operator') }}, 'contains')) as operator,
        lower({{ clean_text('operand') }}) as operand,
        {{ clean_text('machine_type') }} as machine_type,
        true as is_own
    from {{ ref('machine_agents') }}

    union all

    select
        listed.operator,
        listed.operand,
        'crawler' as machine_type,
        false as is_own
    from {{ ref('listed_machine_agents') }} as listed
    left join {{ ref('list_exceptions') }} as exceptions
        on trim(listed.operand) = lower({{ clean_text('exceptions.value') }})
    where exceptions.value is null

),

agent_patterns as (

    select
        *,
        'event' as signal_type,
        '|' || {{ trim_list_items('operand') }} || '|' as operand_list,
        cast(null as {{ type_double() }}) as operand_number,
        cast(null as {{ type_double() }}) as operand_low,
        cast(null as {{ type_double() }}) as operand_high
    from patterns

),

machine_agents as (

    select
        user_agents.user_agent,
        coalesce(
            {{ first_text('case when agent_patterns.is_own then agent_patterns.machine_type end') }},
            {{ first_text('agent_patterns.machine_type') }}
        ) as machine_type
    from user_agents
    inner join agent_patterns
        on {{ condition_holds(
            'user_agents.user_agent', 'cast(null as ' ~ type_double() ~ ')', 'agent_patterns'
        ) }}
    {% if is_incremental() and not is_first_or_full_load() %}
    left join {{ this }} as known
        on user_agents.user_agent = known.user_agent
    where known.user_agent is null
    {% endif %}
    group by user_agents.user_agent

)

select * from machine_agents
