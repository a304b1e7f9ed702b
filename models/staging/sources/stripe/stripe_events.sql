-- One row per trial of a subscription in Stripe, in the shape of the contract's events.
{{ config(enabled=is_source('stripe')) }}

with

customers as (

    select * from {{ ref('stg_stripe__customers') }}

),

subscriptions as (

    {{ source_rows('stripe', 'subscription') }}

),

events as (

    select
        'stripe:trial:' || subscriptions.subscription_id as event_id,
        'trial_start' as event_type,
        subscriptions.trial_started_at as occurred_at,
        customers.lead_id,
        customers.email,
        'product' as channel,
        subscriptions.source_loaded_at as loaded_at
    from subscriptions
    inner join customers
        on subscriptions.customer_id = customers.customer_id
    where subscriptions.trial_started_at is not null

)

select * from events
