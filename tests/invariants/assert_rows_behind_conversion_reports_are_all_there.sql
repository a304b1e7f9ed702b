-- Scorecards and segments whose counts in cohort_leads are not those of segment_conversion.

with

levels as (

    {{ report_levels() }}

),

cohort as (

    select
        cohort_leads.scorecard,
        case when levels.is_total then '*' else cohort_leads.segment end as segment,
        count(*) as people,
        sum(case when cohort_leads.has_converted then 1 else 0 end) as conversions
    from {{ ref('cohort_leads') }} as cohort_leads
    cross join levels
    group by
        cohort_leads.scorecard,
        case when levels.is_total then '*' else cohort_leads.segment end

)

select
    coalesce(cohort.scorecard, report.scorecard) as scorecard,
    coalesce(cohort.segment, report.segment) as segment,
    cohort.people,
    cohort.conversions,
    report.leads as reported_people,
    report.conversions as reported_conversions
from cohort
full outer join {{ ref('segment_conversion') }} as report
    on
        cohort.scorecard = report.scorecard
        and cohort.segment = report.segment
where
    coalesce(cohort.people, -1) <> coalesce(report.leads, -1)
    or coalesce(cohort.conversions, -1) <> coalesce(report.conversions, -1)
