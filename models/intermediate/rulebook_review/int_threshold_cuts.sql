-- One row per scorecard, segment ('*' = all) and cut to be tried: every twentieth of the point scale, and the
-- stages' cuts.

with

segment_stages as (

    select
        scorecard,
        segment,
        stage,
        stage_rank,
        {{ amount('min_score') }} as cut
    from {{ ref('int_segment_stages') }}

    union all

    select
        scorecard,
        segment,
        stage,
        stage_rank,
        {{ amount('min_score') }} as cut
    from {{ ref('stg_stages') }}
    where segment = '*'

),

segments as (

    select
        scorecard,
        segment
    from segment_stages

    union distinct

    select
        scorecard,
        '*' as segment
    from {{ ref('stg_scorecards') }}

),

grid as (
    {% for step in range(20) %}
    select {{ amount(highest_score() ~ ' * ' ~ step ~ ' / 20') }} as cut
    {{- '\n    union all\n' if not loop.last }}
    {%- endfor %}

),

stage_cuts as (

    select
        scorecard,
        segment,
        cut,
        stage,
        row_number() over (partition by scorecard, segment, cut order by stage_rank desc) as stage_row
    from segment_stages
    where cut between 0 and {{ highest_score() }}

),

cuts as (

    select
        segments.scorecard,
        segments.segment,
        grid.cut
    from segments
    cross join grid

    union distinct

    select
        scorecard,
        segment,
        cut
    from stage_cuts

),

threshold_cuts as (

    select
        cuts.scorecard,
        cuts.segment,
        cuts.cut,
        lead(cuts.cut) over (partition by cuts.scorecard, cuts.segment order by cuts.cut) as next_cut,
        stage_cuts.stage as current_stage
    from cuts
    left join stage_cuts
        on
            cuts.scorecard = stage_cuts.scorecard
            and cuts.segment = stage_cuts.segment
            and cuts.cut = stage_cuts.cut
            and stage_cuts.stage_row = 1

)

select * from threshold_cuts
