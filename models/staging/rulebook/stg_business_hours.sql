-- One row per row of business_hours.csv: when sales work on a day of the week, or on one date instead.

with

business_hour_rows as (

    {{ seed_rows('business_hours') }}

),

typed as (

    select
        scorecard,
        {{ read_date('weekday_or_date') }} as on_date,
        case lower(weekday_or_date)
            {%- for weekday in weekdays() %}
            when '{{ weekday }}' then {{ loop.index0 }}
            {%- endfor %}
        end as weekday_number,
        {{ read_clock('opens_at') }} as opens_minute,
        coalesce({{ read_clock('closes_at') }} - {{ read_clock('opens_at') }}, 0) as open_minutes,
        row_number
    from business_hour_rows

)

select * from typed
