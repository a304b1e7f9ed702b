-- One row per lead that sales should act on, best first: a model of ours on a mart of the package.

with

lead_scores as (

    select * from {{ ref('lead_scoring', 'lead_scores') }}

),

contacts as (

    select * from {{ ref('crm_contacts') }}

),

best_leads as (

    select
        contacts.contact_id,
        contacts.mail,
        lead_scores.score,
        lead_scores.grade,
        lead_scores.top_reasons
    from lead_scores
    inner join contacts
        on lead_scores.lead_id = contacts.contact_id
    where lead_scores.stage = 'mql'

)

select * from best_leads
