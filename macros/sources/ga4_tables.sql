{#- The BigQuery export of Google Analytics 4: nested as Google writes it (a table a day, parameters as a list), or flattened as
    Fivetran leaves it (param_*). -#}
{% macro ga4_tables() -%}
    {{ return({
        'event': {
            'tables': ['event', 'events'], 'tables_of_days': ['events_', 'events_intraday_'],
            'repeated': {'event_params': 'param_'}, 'structs': ['collected_traffic_source', 'traffic_source'],
            'required': ['event_name', 'occurred_at'],
            'columns': named_columns([
                'id_prefix: prefix',
                'channel: channel',
                'table_name: table',
                'is_intraday: boolean is_intraday',
                'event_date: text event_date date',
                'occurred_at: time event_timestamp timestamp',
                'event_name: text event_name name',
                'user_id: shared_id user_id',
                'visitor_id: text user_pseudo_id',
                'stream_id: text stream_id',
                'bundle: text event_bundle_sequence_id bundle_sequence_id',
                'place_in_batch: text batch_event_index',
                'page_in_batch: text batch_page_id',
                'order_in_batch: text batch_ordering_id',
                'session_id: text param_ga_session_id',
                'page_url: text param_page_location',
                'form_id: text param_form_id',
                'form_name: text param_form_name',
                'file_name: text param_file_name',
                'link_url: text param_link_url',
                'campaign: text collected_traffic_source_manual_campaign_name param_campaign',
            ]),
        },
    }) }}
{%- endmacro %}

{#- The attribute of leads that holds the client id of GA4, which a hidden field of a form has written; none where no
    connection names one. -#}
{% macro client_id_attribute() -%}
    {%- set named = connections_of('ga4') | map(attribute='client_id_attribute', default='') | select | list -%}
    {{ return(named[0] if named else none) }}
{%- endmacro %}
