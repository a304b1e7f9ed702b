-- Rules of people whose hits after the daily cap, decay and expiry are not between none and all of them.
-- Looked at are the first leads: all of a small input.

with

decayed_hits as (

    select * from {{ ref('int_decayed_hits') }}
    where {{ is_sampled_lead('person_id') }}

)

select
    scorecard,
    scored_on,
    person_id,
    rule_key,
    hits,
    counted_hits,
    remaining_hits,
    expired_hits
from decayed_hits
where
    counted_hits < 1
    or counted_hits > hits
    or remaining_hits < 0
    or remaining_hits > counted_hits
    or expired_hits < 0
    or expired_hits > counted_hits - remaining_hits + 0.000000001
