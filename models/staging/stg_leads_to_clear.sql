-- One row per lead of a person who was erased (make erase) whose record in the CRM may still show a score.

with

erased_leads as (

    {{ raw_rows('erased_leads', ['lead_id']) }}

),

leads_to_clear as (

    select lead_id from erased_leads

)

select * from leads_to_clear
