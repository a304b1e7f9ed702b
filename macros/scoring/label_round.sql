{#- One round of label propagation over leads and the keys that they share: each lead takes the smallest label found
    on its keys, then all leads that carried one label take the smallest that any of them found. Labels are
    hashes, so that a chain of merges shrinks by a constant factor a round, whatever its order. -#}
{% macro label_round(labelled) -%}
    select
        scored_on,
        lead_id,
        identity_key,
        min(lead_label) over (partition by scored_on, label) as label
    from (
        select
            scored_on,
            lead_id,
            identity_key,
            label,
            min(key_label) over (partition by scored_on, lead_id) as lead_label
        from (
            select
                scored_on,
                lead_id,
                identity_key,
                label,
                min(label) over (partition by scored_on, identity_key) as key_label
            from {{ labelled }}
        ) as by_key
    ) as by_lead
{%- endmacro %}
