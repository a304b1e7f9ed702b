-- One row per buyer of Stripe who has paid (won, at the first invoice above zero) or has canceled before that (lost),
-- in the shape of the contract's outcomes.
{{ config(enabled=is_source('stripe')) }}

with

customers as (

    select * from {{ ref('stg_stripe__customers') }}

),

invoices as (

    {{ source_rows('stripe', 'invoice') }}

),

refunds as (

    select distinct
        charge_id,
        invoice_id
    from ({{ source_rows('stripe', 'charge') }}) as charges
    where is_refunded

),

-- An invoice that was refunded as a whole wins nobody, nor does one of zero for a trial.
payments as (

    select
        invoices.invoice_id,
        customers.buyer,
        customers.lead_id,
        customers.email,
        invoices.paid_at,
        invoices.amount_paid / {{ minor_units('invoices.currency') }} as amount,
        upper(invoices.currency) as currency
    from invoices
    inner join customers
        on invoices.customer_id = customers.customer_id
    left join refunds as refunds_by_invoice
        on invoices.invoice_id = refunds_by_invoice.invoice_id
    left join refunds as refunds_by_charge
        on invoices.charge_id = refunds_by_charge.charge_id
    where
        (lower(invoices.status) = 'paid' or (invoices.status is null and invoices.is_paid))
        and invoices.amount_paid > 0
        and refunds_by_invoice.charge_id is null
        and refunds_by_charge.charge_id is null

),

-- Without invoices nobody can be said to have left before paying.
known_invoices as (

    select count(*) as row_count
    from invoices
    where (status is not null or is_paid is not null) and amount_paid is not null

),

ranked_payments as (

    select
        *,
        row_number() over (
            partition by buyer
            order by paid_at asc nulls last, {{ text_order('invoice_id') }} asc
        ) as payment_rank
    from payments

),

first_payments as (

    select * from ranked_payments
    where payment_rank = 1

),

cancellations as (

    select
        subscriptions.subscription_id,
        customers.buyer,
        customers.lead_id,
        customers.email,
        subscriptions.ended_at,
        row_number() over (
            partition by customers.buyer
            order by subscriptions.ended_at asc, {{ text_order('subscriptions.subscription_id') }} asc
        ) as cancellation_rank
    from ({{ source_rows('stripe', 'subscription') }}) as subscriptions
    inner join customers
        on subscriptions.customer_id = customers.customer_id
    where
        lower(subscriptions.status) in ('canceled', 'incomplete_expired')
        and subscriptions.ended_at is not null

),

outcomes as (

    select
        'stripe:invoice:' || invoice_id as outcome_id,
        lead_id,
        email,
        'won' as outcome,
        paid_at as occurred_at,
        amount,
        currency,
        cast(null as {{ dbt.type_string() }}) as reason
    from first_payments

    union all

    select
        'stripe:subscription:' || cancellations.subscription_id as outcome_id,
        cancellations.lead_id,
        cancellations.email,
        'lost' as outcome,
        cancellations.ended_at as occurred_at,
        cast(null as {{ type_double() }}) as amount,
        cast(null as {{ dbt.type_string() }}) as currency,
        'canceled before the first payment' as reason
    from cancellations
    cross join known_invoices
    left join first_payments
        on cancellations.buyer = first_payments.buyer
    where
        known_invoices.row_count > 0
        and cancellations.cancellation_rank = 1
        and (first_payments.paid_at is null or first_payments.paid_at > cancellations.ended_at)

)

select * from outcomes
