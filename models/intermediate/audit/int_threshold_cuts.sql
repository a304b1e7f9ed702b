-- One row per segment ('*' = all) and cut to be tried: every twentieth of the scale, and the stages' cuts.

with

segment_stages as (

    select
        segment,
        stage,
        stage_rank,
        min_score
    from {{ ref('int_segment_stages') }}

    union all

    select
        segment,
        stage,
        stage_rank,
        min_score
    from {{ ref('stg_stages') }}
    where segment = '*'

),

segments as (

    select segment from segment_stages

    union distinct

    select '*' as segment

),

grid as (
    {% for step in range(20) %}
    select
        {{ amount(
            score_limit('lowest') ~ ' + (' ~ score_limit('highest') ~ ' - ' ~ score_limit('lowest') ~ ') * ' ~ step ~ ' / 20'
        ) }} as cut
    {{- '\n    union all\n' if not loop.last }}
    {%- endfor %}

),

stage_cuts as (

    select
        segment,
        {{ amount('min_score') }} as cut,
        stage,
        row_number() over (
            partition by segment, {{ amount('min_score') }} order by stage_rank desc
        ) as stage_row
    from segment_stages
    where min_score between {{ score_limit('lowest') }} and {{ score_limit('highest') }}

),

cuts as (

    select
        segments.segment,
        grid.cut
    from segments
    cross join grid

    union distinct

    select
        segment,
        cut
    from stage_cuts

),

threshold_cuts as (

    select
        cuts.segment,
        cuts.cut,
        lead(cuts.cut) over (partition by cuts.segment order by cuts.cut) as next_cut,
        stage_cuts.stage as current_stage
    from cuts
    left join stage_cuts
        on
            cuts.segment = stage_cuts.segment
            and cuts.cut = stage_cuts.cut
            and stage_cuts.stage_row = 1

)

select * from threshold_cuts
