{#- The channels over which a person can be reached; each has an effect close_<channel> in overrides.csv. -#}
{% macro contact_channels() -%}
    {{ return(['phone', 'email']) }}
{%- endmacro %}

{#- Aggregates: why each channel is closed, where it is. Two channels closed for one reason say it once. -#}
{% macro contact_channel_notes() -%}
    {%- set notes = [] -%}
    {%- for channel in contact_channels() -%}
        {%- set note = "max(case when channel = '" ~ channel ~ "' then closed_because end)" -%}
        {%- do notes.append('nullif(' ~ note ~ ', ' ~ notes[0] ~ ')' if notes else note) -%}
    {%- endfor -%}
    {{ return(notes) }}
{%- endmacro %}
