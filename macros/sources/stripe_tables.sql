{#- Stripe. -#}
{% macro stripe_tables() -%}
    {{ return({
        'customer': {
            'tables': ['customer', 'customers'], 'required': ['customer_id'], 'latest_by': ['customer_id'],
            'columns': named_columns([
                'customer_id: id id',
                'email: text email',
                'metadata: json metadata',
                'metadata_id: text ' ~ metadata_columns('stripe') | join(' '),
            ]),
        },
        'invoice': {
            'tables': ['invoice', 'invoices'], 'is_optional': true, 'required': ['invoice_id', 'customer_id'],
            'latest_by': ['invoice_id'], 'structs': ['status_transitions'],
            'columns': named_columns([
                'invoice_id: id id',
                'customer_id: id customer_id customer',
                'charge_id: id charge_id charge',
                'status: text status',
                'is_paid: boolean paid',
                'amount_paid: number amount_paid',
                'currency: text currency',
                'paid_at: time status_transitions_paid_at status_transitions__paid_at created',
            ]),
        },
        'charge': {
            'tables': ['charge', 'charges'], 'is_optional': true, 'latest_by': ['charge_id'],
            'columns': named_columns([
                'charge_id: id id',
                'invoice_id: id invoice_id invoice',
                'is_refunded: boolean refunded',
            ]),
        },
        'subscription': {
            'tables': ['subscription', 'subscription_history', 'subscriptions'], 'is_optional': true,
            'required': ['subscription_id', 'customer_id'], 'latest_by': ['subscription_id'],
            'columns': named_columns([
                'subscription_id: id id',
                'customer_id: id customer_id customer',
                'status: text status',
                'trial_started_at: time trial_start trial_start_at',
                'ended_at: time ended_at canceled_at',
            ]),
        },
    }) }}
{%- endmacro %}

{#- The columns in which a loader that flattens objects keeps the keys of the metadata that hold the lead_id. -#}
{% macro metadata_columns(source_name) -%}
    {%- set names = [] -%}
    {%- for key in metadata_keys(source_name) -%} {%- do names.append('metadata__' ~ key) -%} {%- endfor -%}
    {{ return(names) }}
{%- endmacro %}

{#- The divisor that makes an amount in minor units one in the currency: some have none, and some have thousandths. -#}
{% macro minor_units(currency) -%}
    case
        when lower({{ currency }}) in (
            'bif', 'clp', 'djf', 'gnf', 'jpy', 'kmf', 'krw', 'mga', 'pyg', 'rwf', 'ugx', 'vnd', 'vuv', 'xaf', 'xof', 'xpf'
        ) then 1
        when lower({{ currency }}) in ('bhd', 'jod', 'kwd', 'omr', 'tnd') then 1000
        else 100
    end
{%- endmacro %}

{#- The value of the first of some keys that is filled in a text of JSON. Values are texts or numbers. -#}
{% macro json_value(text, keys) -%}
    {%- set values = [] -%}
    {%- for key in keys -%}
        {%- do values.append("nullif(" ~ regex_part(text, '"' ~ key ~ '" *: *"?([^",}]+)') ~ ", '')") -%}
    {%- endfor -%}
    coalesce({{ values | join(', ') }}, null)
{%- endmacro %}
