{#- Snowplow: events with their contexts as columns, or (Postgres, Redshift) in tables next to them. -#}
{% macro snowplow_tables() -%}
    {%- set root = ['event_id: text root_id'] -%}
    {%- set context = {'is_optional': true} -%}
    {{ return({
        'events': {
            'tables': ['events'], 'required': ['event_id', 'occurred_at'],
            'columns': named_columns([
                'event_id: text event_id',
                'kind: text event',
                'event_name: text event_name',
                'platform: text platform',
                'occurred_at: time derived_tstamp collector_tstamp',
                'collected_at: time collector_tstamp',
                'user_id: shared_id user_id',
                'visitor_id: shared_id domain_userid',
                'session_id: text domain_sessionid',
                'email: text email',
                'page_url: text page_url',
                'page_path: text page_urlpath',
                'campaign: text mkt_campaign',
                'user_agent: text useragent',
                'se_category: text se_category',
                'se_action: text se_action',
                'se_label: text se_label',
                'page_json: json contexts_com_snowplowanalytics_snowplow_web_page_1'
                    ~ ' contexts_com_snowplowanalytics_snowplow_web_page_1_0_0',
                'iab_json: json contexts_com_iab_snowplow_spiders_and_robots_1'
                    ~ ' contexts_com_iab_snowplow_spiders_and_robots_1_0_0',
                'agent_json: json contexts_nl_basjes_yauaa_context_1 contexts_nl_basjes_yauaa_context_1_0_0',
                'session_json: json contexts_com_snowplowanalytics_snowplow_client_session_1'
                    ~ ' contexts_com_snowplowanalytics_snowplow_client_session_1_0_0'
                    ~ ' contexts_com_snowplowanalytics_snowplow_client_session_1_0_2',
                'form_json: json unstruct_event_com_snowplowanalytics_snowplow_submit_form_1'
                    ~ ' unstruct_event_com_snowplowanalytics_snowplow_submit_form_1_0_0',
                'link_json: json unstruct_event_com_snowplowanalytics_snowplow_link_click_1'
                    ~ ' unstruct_event_com_snowplowanalytics_snowplow_link_click_1_0_1',
            ]),
        },
        'web_page': dict(context, tables=['com_snowplowanalytics_snowplow_web_page_1'],
            columns=named_columns(root + ['value: text id'])),
        'spiders_and_robots': dict(context, tables=['com_iab_snowplow_spiders_and_robots_1'],
            columns=named_columns(root + ['value: text spider_or_robot'])),
        'yauaa': dict(context, tables=['nl_basjes_yauaa_context_1'], columns=named_columns(root + ['value: text agent_class'])),
        'client_session': dict(context, tables=['com_snowplowanalytics_snowplow_client_session_1'],
            columns=named_columns(root + ['value: text user_id'])),
        'submit_form': dict(context, tables=['com_snowplowanalytics_snowplow_submit_form_1'],
            columns=named_columns(root + ['value: text form_id'])),
        'link_click': dict(context, tables=['com_snowplowanalytics_snowplow_link_click_1'],
            columns=named_columns(root + ['value: text target_url'])),
    }) }}
{%- endmacro %}

{#- The seconds between two page pings, as the tracker of the site is set. -#}
{% macro heartbeat_seconds() -%}
    {%- set named = connections_of('snowplow') | map(attribute='heartbeat_seconds', default='') | select | list -%}
    {{ return(named[0] | int if named else 10) }}
{%- endmacro %}
