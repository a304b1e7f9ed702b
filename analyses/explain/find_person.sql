-- Whom does this lead belong to on the latest day? Without lead_id it is the best person of that day.
--   dbt compile -s find_person --vars '{lead_id: L00005910}'
-- gives the query. The var scorecard names a scorecard other than the one in force.
{{ person_query(var('lead_id', none), chosen_scorecard()) }}
