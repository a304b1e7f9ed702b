-- One row per scorecard and row of scorecard_settings.csv and reason why it cannot work.

with

setting_rows as (

    {{ seed_rows('settings') }}

),

stages as (

    select distinct
        scorecard,
        stage
    from {{ ref('stg_stages') }}

),

open_scorecards as (

    select distinct scorecard
    from {{ ref('stg_business_hours') }}
    where weekday_number is not null

),

calendar_values as (

    select
        'time_zone' as setting,
        lower(time_zone) as known_value
    from {{ ref('stg_time_zone_spans') }}

    union distinct

    select
        'holiday_country' as setting,
        lower(country) as known_value
    from {{ ref('stg_public_holidays') }}

    union distinct

    select
        'holiday_subdivision' as setting,
        lower(country) || '-' || lower(subdivision) as known_value
    from {{ ref('stg_public_holidays') }}

),

checked as (

    select
        setting_rows.*,
        lower(setting_rows.setting) as setting_name,
        scorecard_settings.scale_low,
        scorecard_settings.scale_high,
        scorecard_settings.account_formula,
        scorecard_settings.account_top_people,
        scorecard_settings.account_next_person_percent,
        scorecard_settings.holiday_country,
        scorecard_settings.attribution_first_percent + scorecard_settings.attribution_last_percent
            as attributed_percent,
        open_scorecards.scorecard is not null as has_business_hours,
        calendar_values.known_value is not null as is_in_calendar,
        stages.stage is not null as is_stage,
        count(*) over (partition by setting_rows.scorecard, lower(setting_rows.setting)) as same_rows
    from setting_rows
    left join {{ ref('stg_settings') }} as scorecard_settings
        on setting_rows.scorecard = scorecard_settings.scorecard
    left join open_scorecards
        on setting_rows.scorecard = open_scorecards.scorecard
    left join calendar_values
        on
            lower(setting_rows.setting) = calendar_values.setting
            and case
                when lower(setting_rows.setting) = 'holiday_subdivision'
                    then lower(scorecard_settings.holiday_country) || '-'
                else ''
            end || lower(setting_rows.value) = calendar_values.known_value
    left join stages
        on
            setting_rows.scorecard = stages.scorecard
            and setting_rows.value = stages.stage

),

{% set checks = [
    not_one_of('setting', rulebook_settings() | list, required=true),
    ('same_rows > 1 and setting is not null', "'setting ' || setting || ' stands in several rows'",
        'Keep one row for each setting'),
    ("setting_name in ('scale_low', 'scale_high') and scale_low >= scale_high",
        "setting || ' ' || coalesce(value, '') || ': scale_low is not below scale_high'",
        'Write the score shown for 0 points as scale_low and that for 100 points as scale_high, such as 1 and 10'),
    ("setting_name = 'mql_stage' and value is not null and not is_stage",
        "'mql_stage ' || " ~ in_quotes('value') ~ " || ' is not known'", 'Write one of the stages of stages.csv'),
    ("setting_name = 'account_formula' and account_formula = 'top_k_sum' and account_top_people is null",
        "'account_formula top_k_sum has no account_top_people'", 'Write how many people count as account_top_people'),
    ("setting_name = 'account_formula' and account_formula = 'decayed_sum' and account_next_person_percent is null",
        "'account_formula decayed_sum has no account_next_person_percent'",
        'Write what each next person counts, in percent of the one before, as account_next_person_percent'),
    ("setting_name = 'account_top_people' and value is not null and account_formula <> 'top_k_sum'",
        "'account_top_people has no effect on account_formula ' || account_formula",
        'Leave the value empty, or choose top_k_sum'),
    ("setting_name = 'account_next_person_percent' and value is not null and account_formula <> 'decayed_sum'",
        "'account_next_person_percent has no effect on account_formula ' || account_formula",
        'Leave the value empty, or choose decayed_sum'),
    ("setting_name = 'attribution_last_percent' and attributed_percent > 100",
        "'attribution_last_percent and attribution_first_percent are more than 100 together'",
        'Write two numbers that are 100 together at most, such as 40 and 40'),
    ("setting_name = 'time_zone' and value is not null and not is_in_calendar",
        "'time_zone ' || " ~ in_quotes('value') ~ " || ' is not known'",
        'Write its name in the IANA database, such as Europe/Berlin, America/New_York or Asia/Kolkata'),
    ("setting_name = 'holiday_country' and value is not null and not is_in_calendar",
        "'holiday_country ' || " ~ in_quotes('value') ~ " || ' is not known'",
        'Write the two letters of a country, such as DE, GB or US'),
    ("setting_name = 'holiday_country' and is_in_calendar and not has_business_hours",
        "'holiday_country ' || value || ' has no effect without business hours'",
        'Write into business_hours.csv on which days of the week sales work, or leave the value empty'),
    ("setting_name = 'holiday_subdivision' and value is not null and holiday_country is null",
        "'holiday_subdivision ' || " ~ in_quotes('value') ~ " || ' has no holiday_country'",
        'Write the two letters of its country as holiday_country'),
    ("setting_name = 'holiday_subdivision' and value is not null and holiday_country is not null and not is_in_calendar",
        "'holiday_subdivision ' || " ~ in_quotes('value') ~ " || ' is not a part of ' || holiday_country",
        'Write its code without the country (ISO 3166-2), such as BY of DE or CA of US, or leave the value empty'),
] %}
{% for name, setting in rulebook_settings().items() if setting.kind is defined or setting.words is defined -%}
{% set value = read_setting(setting, 'value') -%}
{% set is_wrong = "value is not null and lower(value) not in ('" ~ setting.get('words', []) | join("', '") ~ "')" -%}
{% if setting.words is not defined -%}
{% set is_wrong = unreadable('value', value, '', setting.get('bound'))[0] -%}
{% endif -%}
{% set kind = setting.get('kind', 'one of ' ~ setting.get('words', []) | join(', ')) -%}
{% do checks.append((
    "setting_name = '" ~ name ~ "' and (" ~ is_wrong ~ ')',
    "'" ~ name ~ " ' || " ~ in_quotes('value') ~ " || ' is not " ~ kind ~ "'",
    'Write ' ~ kind ~ ', or leave the value empty for the default'
)) -%}
{% endfor %}
problems as (

    {{ list_problems('settings', 'checked', 'setting', checks) }}

)

select * from problems
