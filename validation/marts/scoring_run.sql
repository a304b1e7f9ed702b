-- One row: the latest scoring day of the scorecard in force in figures.

select
    count(*) as people,
    getvariable('as_of') - max(scored_on) as days_since_scored,
    count(*) / (select usable_rows from marts.input_reconciliation where source_table = 'leads') as scored_share,
    (
        select count(*) from marts.follow_up_queue
        where scorecard = getvariable('scorecard') and due_at is not null
    ) / count(*) as timed_queue_share
from marts.lead_scores
where scorecard = getvariable('scorecard')
having count(*) > 0
