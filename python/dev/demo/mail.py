"""Marketing mail: opens, clicks, bounces, unsubscribes, and the machines among them.

Every reachable lead gets four or five mails at volume 1, most of them in the first weeks. People
open three mails in ten (more with interest) and click one in eight of those they opened; one in
twenty unsubscribes, one address in thirty dies. Not people:

    privacy proxies   30 % of people use a mail program that fetches every mail's pictures within
                      minutes of delivery: one open each, user agent exactly "Mozilla/5.0"
    picture proxy     opens of gmail.com addresses are real, but carry the agent of GoogleImageProxy
    mail gateways     5 / 16 / 32 % of small / mid-sized / enterprise companies: all links of a mail
                      clicked 5 to 60 seconds after delivery, 0.2 to 1.6 seconds apart. Half of the
                      companies' gateways name themselves, the others pose as browsers; the sender
                      flags one mail in six as machine traffic
"""

from __future__ import annotations

import numpy as np

from .draws import Bools, Ints, repeat_rows
from .events import ANONYMOUS, EMAIL, LEAD_ID, NONE, Events, make, together
from .people import People, uses_gmail
from .vocabulary import (
    AGENT,
    BROWSERS,
    GOOGLE_PROXY,
    KIND,
    LINKS,
    MAILS,
    PRIVACY_PROXY,
    SCANNERS,
    agent_codes,
    asset_codes,
)
from .web import visitor_of
from .world import DAY_MS, HOUR_MS, SECOND_MS, World, in_office_hours

MAILS_PER_LEAD = 4.5  # over a long lifetime, at volume 1
FADING_DAYS = 50.0


def mail_traffic(world: World, people: People, volume: float) -> Events:
    """Everything that comes back from the mails sent to the people of a chunk."""
    draws = world.draws
    known = 1.0 - np.exp(-(world.now_ms - people.created_ms) / (FADING_DAYS * DAY_MS))
    sent = MAILS_PER_LEAD * volume * known * people.has_mail
    person, mail = repeat_rows(draws.whole(sent, "mails", people.number))
    key = people.number[person], mail
    days = -FADING_DAYS * np.log1p(-known[person] * draws.uniform("mail day", *key))
    day = people.created_ms[person] + days * DAY_MS
    at_ms = np.maximum(
        in_office_hours(day, world, "mail", *key), people.created_ms[person] + HOUR_MS
    )

    # Whoever unsubscribes, or whose address dies, does so on one mail; later ones were never sent.
    end = draws.pick((92, 5, 3), "end of mail", people.number)
    is_last = (end[person] > 0) & (mail == 0)
    gone_ms = np.full(len(people), world.now_ms, dtype=np.int64)
    gone_ms[person[is_last]] = at_ms[is_last]
    keep = (at_ms <= gone_ms[person]) & (at_ms < world.now_ms - HOUR_MS)
    is_last, person, mail, at_ms = is_last[keep], person[keep], mail[keep], at_ms[keep]
    quits, bounces = is_last & (end[person] == 1), is_last & (end[person] == 2)
    key = people.number[person], mail

    gmail = uses_gmail(world, people)
    proxied = ~gmail & draws.chance(0.3, "privacy proxy", people.number)
    name = draws.pick((5, 2, 2, 2, 2), "which mail", *key)
    keys = np.where(
        draws.chance(0.3, "mail tool knows lead", people.number[person]), LEAD_ID | EMAIL, EMAIL
    )
    browser = agent_codes(BROWSERS)[people.number[person] % len(BROWSERS)]

    likes = np.clip(0.3 + 0.2 * people.interest[person], 0.03, 0.9)
    opens = ~bounces & draws.chance(likes, "opens", *key)
    clicks = opens & draws.chance(
        np.clip(0.125 + 0.04 * people.interest[person], 0.02, 0.4), "clicks", *key
    )
    read_ms = (
        at_ms + (draws.exponential("reads", *key) * 5 * HOUR_MS).astype(np.int64) + 90 * SECOND_MS
    )
    fetched_ms = at_ms + (draws.uniform("fetched", *key) * 240 * SECOND_MS).astype(np.int64)
    fetches = proxied[person] & ~bounces
    link = draws.pick((3, 3, 3, 2, 1), "which link", *key)

    def came_back(mask: Bools, kind: str, when: Ints, agent: Ints | int) -> Events:
        return make(
            person=person[mask],
            at_ms=when[mask],
            kind=KIND[kind],
            asset=(asset_codes(LINKS)[link] if kind == "email_click" else asset_codes(MAILS)[name])[
                mask
            ],
            campaign=name[mask],
            agent=np.broadcast_to(agent, person.shape)[mask],
            keys=keys[mask],
        )

    mobile = draws.chance(0.15, "reads on phone", *key)
    landing = make(
        person=person[clicks],
        visitor=visitor_of(world, people, person, mobile)[clicks],
        at_ms=read_ms[clicks] + 32 * SECOND_MS,
        kind=KIND["page_view"],
        asset=asset_codes(("/blog/crm-hygiene", "/customers", "/product", "/", "/pricing"))[
            link[clicks]
        ],
        campaign=name[clicks],
        agent=browser[clicks],
        keys=ANONYMOUS | EMAIL,
    )
    human_opens = came_back(
        opens & ~fetches,
        "email_open",
        read_ms,
        np.where(gmail[person], AGENT[GOOGLE_PROXY], browser),
    )
    return together(
        [
            human_opens,
            came_back(fetches, "email_open", fetched_ms, AGENT[PRIVACY_PROXY]),
            came_back(clicks, "email_click", read_ms + 30 * SECOND_MS, browser),
            landing,
            came_back(bounces, "email_bounce", at_ms + 20 * SECOND_MS, NONE),
            came_back(quits, "email_unsubscribe", read_ms + 60 * SECOND_MS, browser),
            _gateway_clicks(
                world,
                people,
                person=person[~bounces],
                mail=mail[~bounces],
                at_ms=at_ms[~bounces],
                name=name[~bounces],
            ),
        ]
    )


def _gateway_clicks(
    world: World,
    people: People,
    *,
    person: Ints,
    mail: Ints,
    at_ms: Ints,
    name: Ints,
) -> Events:
    """Each link of each mail to a company with a gateway, clicked in one run."""
    draws = world.draws
    scanned = people.has_gateway[person]
    person, mail, at_ms, name = person[scanned], mail[scanned], at_ms[scanned], name[scanned]
    key = people.number[person], mail
    row, link = repeat_rows(3 + draws.whole(2 * draws.uniform("links", *key), "links", *key))
    wait_ms = (5 + 55 * draws.uniform("scan wait", *key)) * SECOND_MS
    gap_ms = 200 + 1400 * draws.uniform("scan gap", *key)
    company = people.company[person]
    scanners, browsers = agent_codes(SCANNERS), agent_codes(BROWSERS)
    named = draws.chance(0.5, "names itself", company)
    agent = np.where(named, scanners[company % len(scanners)], browsers[company % len(browsers)])
    flagged = draws.chance(1 / 6, "flagged", *key)
    return make(
        person=person[row],
        at_ms=at_ms[row] + (wait_ms[row] + link * gap_ms[row]).astype(np.int64),
        kind=KIND["email_click"],
        asset=asset_codes(LINKS)[link],
        campaign=name[row],
        agent=agent[row],
        keys=EMAIL,
        machine=np.where(flagged, 1, NONE)[row],
    )
