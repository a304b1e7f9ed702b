-- One row per scorecard, conversion up to the latest day, channel and campaign that people had contact by before it:
-- the share of the conversion that goes to them by first contact, by last contact, and by position.

with

settings as (

    select
        *,
        attribution_first_percent / cast(100 as {{ type_double() }}) as share_of_first,
        attribution_last_percent / cast(100 as {{ type_double() }}) as share_of_last
    from {{ ref('stg_settings') }}

),

conversions as (

    select * from {{ ref('int_conversions') }}

),

-- What an engagement rule gives points for is a contact.
contact_kinds as (

    select distinct
        scoring_rules.scorecard,
        event_kinds.kind_key,
        lower(event_kinds.channel) as channel,
        lower(event_kinds.campaign) as campaign
    from {{ ref('stg_scoring_rules') }} as scoring_rules
    inner join {{ ref('stg_event_kinds') }} as event_kinds
        on lower(scoring_rules.signal) = event_kinds.event_type
    where
        scoring_rules.component = 'engagement'
        and scoring_rules.signal_type = 'event'
        and scoring_rules.points > 0
        and coalesce(event_kinds.channel, event_kinds.campaign) is not null

),

-- The channel on which the money of a campaign was spent goes before the one that its events name.
campaign_channels as (

    select
        scorecard,
        campaign,
        {{ first_text('channel') }} as channel
    from {{ ref('int_spend') }}
    where campaign is not null
    group by scorecard, campaign

),

event_contacts as (

    select distinct
        conversions.scorecard,
        conversions.outcome_id,
        daily_hits.occurred_on as contact_on,
        coalesce(campaign_channels.channel, contact_kinds.channel, 'unknown') as channel,
        contact_kinds.campaign,
        false as is_ignored
    from conversions
    inner join settings
        on conversions.scorecard = settings.scorecard
    inner join {{ ref('int_known_visitors') }} as known_visitors
        on conversions.person_id = known_visitors.person_id
    inner join {{ ref('int_event_hits_daily') }} as daily_hits
        on
            known_visitors.visitor_key = daily_hits.visitor_key
            and daily_hits.hits > 0
            and conversions.occurred_on >= daily_hits.occurred_on
    inner join contact_kinds
        on
            conversions.scorecard = contact_kinds.scorecard
            and daily_hits.kind_key = contact_kinds.kind_key
    left join campaign_channels
        on
            conversions.scorecard = campaign_channels.scorecard
            and contact_kinds.campaign = campaign_channels.campaign
    where
        contact_kinds.campaign is not null
        or not {{ is_listed('contact_kinds.channel', 'settings.attribution_ignored_channels') }}

),

-- The source of the lead is a contact on the day of its creation.
all_contacts as (

    select * from event_contacts

    union distinct

    select
        scorecard,
        outcome_id,
        became_lead_on as contact_on,
        channel,
        cast(null as {{ dbt.type_string() }}) as campaign,
        is_channel_ignored as is_ignored
    from conversions

),

others as (

    select
        *,
        sum(case when is_ignored then 0 else 1 end) over (partition by scorecard, outcome_id) as other_contacts
    from all_contacts

),

-- An ignored one counts only where there is no other.
numbered as (

    select
        *,
        dense_rank() over (partition by scorecard, outcome_id order by contact_on asc) as day_number,
        dense_rank() over (partition by scorecard, outcome_id order by contact_on desc) as days_left,
        cast(count(*) over (partition by scorecard, outcome_id, contact_on) as {{ type_double() }}) as contacts_that_day
    from others
    where not is_ignored or other_contacts = 0

),

-- Contacts of one day share what it gets, as nobody knows which came first.
shared as (

    select
        numbered.*,
        case when numbered.day_number = 1 then 1 else 0 end / numbered.contacts_that_day as first_share,
        case when numbered.days_left = 1 then 1 else 0 end / numbered.contacts_that_day as last_share,
        case
            when numbered.day_number = 1 and numbered.days_left = 1 then 1
            when numbered.day_number + numbered.days_left = 3
                then coalesce(
                    case when numbered.day_number = 1 then settings.share_of_first else settings.share_of_last end
                    / nullif(settings.share_of_first + settings.share_of_last, 0), 0.5
                )
            when numbered.day_number = 1 then settings.share_of_first
            when numbered.days_left = 1 then settings.share_of_last
            else (1 - settings.share_of_first - settings.share_of_last) / (numbered.day_number + numbered.days_left - 3)
        end / numbered.contacts_that_day as position_share
    from numbered
    inner join settings
        on numbered.scorecard = settings.scorecard

),

conversion_credits as (

    select
        scorecard,
        outcome_id,
        channel,
        campaign,
        cast(sum(first_share) as {{ type_decimal(18, 12) }}) as first_share,
        cast(sum(last_share) as {{ type_decimal(18, 12) }}) as last_share,
        cast(sum(position_share) as {{ type_decimal(18, 12) }}) as position_share
    from shared
    group by scorecard, outcome_id, channel, campaign

)

select * from conversion_credits
