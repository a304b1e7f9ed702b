{#- The settings that settings.csv may give: how the value is read, what it has to be (in words, and as a condition on the
    value read that holds for one that will not do), and the default. -#}
{% macro rulebook_settings() -%}
    {%- set positive = {'read': 'integer', 'kind': 'a whole number above 0', 'bound': '< 1'} -%}
    {{ return({
        'scale_low': {'read': 'number', 'kind': 'a number', 'default': 0},
        'scale_high': {'read': 'number', 'kind': 'a number', 'default': 100},
        'conversion_outcome': {
            'read': 'word', 'words': ['accepted', 'rejected', 'opportunity', 'won', 'lost'], 'default': 'won',
        },
        'conversion_product': {'read': 'text'},
        'conversion_horizon_days': dict(positive, default=90),
        'mql_stage': {'read': 'text', 'default': 'mql'},
        'is_active': {'read': 'boolean', 'kind': 'true or false', 'default': false},
        'min_score_change': dict(positive, default=1),
        'account_formula': {'read': 'word', 'words': ['max', 'top_k_sum', 'decayed_sum'], 'default': 'max'},
        'account_top_people': positive,
        'account_next_person_percent': {
            'read': 'number', 'kind': 'a number from 0 to 100', 'bound': 'not between 0 and 100',
        },
        'attribution_first_percent': {
            'read': 'number', 'kind': 'a number from 0 to 100', 'bound': 'not between 0 and 100', 'default': 40,
        },
        'attribution_last_percent': {
            'read': 'number', 'kind': 'a number from 0 to 100', 'bound': 'not between 0 and 100', 'default': 40,
        },
        'attribution_ignored_channels': {'read': 'text'},
        'queue_in_work': {'read': 'word', 'words': ['hide', 'show'], 'default': 'hide'},
        'recycle_after_days': positive,
        'never_recycle_reasons': {'read': 'text'},
        'not_reached_reasons': {'read': 'text'},
        'time_zone': {'read': 'text', 'default': 'UTC'},
        'holiday_country': {'read': 'text'},
        'holiday_subdivision': {'read': 'text'},
    }) }}
{%- endmacro %}

{#- SQL of a setting's value as what it is. -#}
{% macro read_setting(setting, value) -%}
    {%- if setting.read == 'number' -%} {{ read_number(value) }}
    {%- elif setting.read == 'integer' -%} {{ read_integer(value) }}
    {%- elif setting.read == 'boolean' -%} {{ read_boolean(value) }}
    {%- elif setting.read == 'word' -%} lower({{ value }})
    {%- else -%} {{ value }}
    {%- endif -%}
{%- endmacro %}

{#- SQL of a setting's value, or its default where none is given. -#}
{% macro setting_or_default(setting, value) -%}
    {%- if setting.default is not defined -%} {{ read_setting(setting, value) }}
    {%- else -%} coalesce({{ read_setting(setting, value) }}, {{ text_literal(setting.default)
        if setting.default is string else setting.default }})
    {%- endif -%}
{%- endmacro %}
