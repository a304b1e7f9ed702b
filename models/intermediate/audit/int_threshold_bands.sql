-- One row per segment ('*' = all) and cut: the people whose highest score lies between it and the next one
-- (the band), and those who reached it.

with

person_peaks as (

    select * from {{ ref('int_person_peaks') }}

),

cuts as (

    select * from {{ ref('int_threshold_cuts') }}

),

levels as (

    {{ report_levels() }}

),

leveled as (

    select
        case when levels.is_total then '*' else person_peaks.segment end as segment,
        person_peaks.peak_score,
        person_peaks.has_converted,
        case when person_peaks.is_new then 1 else 0 end as is_new
    from person_peaks
    cross join levels

),

totals as (

    select
        segment,
        count(*) as leads,
        sum(has_converted) as customers,
        min(case when has_converted = 1 then peak_score end) as lowest_customer_score
    from leveled
    group by segment

),

bands as (

    select
        cuts.segment,
        cuts.cut,
        cuts.current_stage,
        count(leveled.peak_score) as band_leads,
        coalesce(sum(leveled.has_converted), 0) as band_customers,
        coalesce(sum(leveled.is_new), 0) as band_new_leads,
        coalesce(sum(leveled.is_new * leveled.has_converted), 0) as band_new_customers
    from cuts
    left join leveled
        on
            cuts.segment = leveled.segment
            and cuts.cut <= leveled.peak_score
            and (cuts.next_cut is null or cuts.next_cut > leveled.peak_score)
    group by cuts.segment, cuts.cut, cuts.current_stage

),

{% set from_the_top = 'partition by bands.segment order by bands.cut desc'
    ~ ' rows between unbounded preceding and current row' %}

threshold_bands as (

    select
        bands.segment,
        bands.cut,
        bands.current_stage,
        totals.leads,
        totals.customers,
        totals.lowest_customer_score,
        bands.band_leads,
        bands.band_customers,
        bands.band_new_leads,
        bands.band_new_customers,
        sum(bands.band_leads) over ({{ from_the_top }}) as leads_above,
        sum(bands.band_customers) over ({{ from_the_top }}) as customers_above,
        sum(bands.band_new_leads) over ({{ from_the_top }}) as new_leads_above,
        sum(bands.band_new_customers) over ({{ from_the_top }}) as new_customers_above
    from bands
    inner join totals
        on bands.segment = totals.segment

)

select * from threshold_bands
