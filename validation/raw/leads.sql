-- One row per delivered row of raw.leads.

select
    lead_id,
    email,
    lower(email) as person_email,
    job_title,
    company_name,
    website,
    phone,
    industry,
    country,
    employee_count,
    lower(lead_source) as lead_source,
    created_at,
    read_timestamp(created_at) as created_at_utc,
    read_timestamp(updated_at) as updated_at_utc,
    cast(read_timestamp(created_at) >= getvariable('today') + interval 1 day as integer) as is_in_future,
    case
        when read_timestamp(created_at) < getvariable('as_of') + interval 1 day
            then getvariable('as_of') - cast(read_timestamp(created_at) as date)
    end as days_since_created,
    cast(_unreadable_line is not null as integer) as is_unreadable
from leads
