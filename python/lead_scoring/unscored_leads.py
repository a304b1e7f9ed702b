"""Why the command `explain` finds no score of a lead that it was asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .engines import MissingTableError
from .sql import literal

_MOST_ALIKE = 5
Rows = Callable[[str], list[tuple[Any, ...]]]


def other_lead(rows: Rows, lead_id: str, person_id: str, scorecard: str) -> str:
    """The lead that stands for the person, if it is not the one asked for; else an empty text."""
    found = rows(
        "select distinct lead_id from marts.lead_scores"
        f" where scorecard = {literal(scorecard)} and person_id = {literal(person_id)}"
    )
    other = str(found[0][0]) if found else ""
    return "" if other == lead_id else other


def why_unscored(rows: Rows, lead_id: str, scorecard: str) -> str:
    """A sentence: created later, merged, deleted, rejected, another id meant, or not known."""
    unknown = f"no scored person has the lead {lead_id or '(any)'}"
    if not lead_id:
        return f"{unknown}; look for it in marts.lead_scores."
    try:
        return (
            _of_the_input(rows, lead_id, scorecard)
            or _rejected(rows, lead_id)
            or _alike(rows, lead_id, unknown)
            or f"{unknown}, and the input holds no lead of that id;"
            " look for it in marts.lead_scores."
        )
    except MissingTableError:
        # The team keeps some of the tables elsewhere.
        return f"{unknown}; look for it in marts.lead_scores."


def _of_the_input(rows: Rows, lead_id: str, scorecard: str) -> str:
    leads = rows(
        "select created_on, merged_into_lead_id, is_deleted,"
        f" (select max(scored_on) from marts.lead_scores where scorecard = {literal(scorecard)})"
        f" from staging.stg_leads where lead_id = {literal(lead_id)}"
    )
    if not leads:
        return ""
    ((created_on, merged_into, is_deleted, scored_on),) = leads
    if scored_on is not None and created_on > scored_on:
        return (
            f"the lead {lead_id} was created on {created_on}, after {scored_on}, the latest day"
            " that is scored; build with a later AS_OF."
        )
    if merged_into:
        return f"the lead {lead_id} was merged into {merged_into}; explain LEAD={merged_into}."
    if is_deleted:
        return _deleted(rows, lead_id, scorecard)
    return f"the lead {lead_id} is in the input, but not scored yet; build again."


def _deleted(rows: Rows, lead_id: str, scorecard: str) -> str:
    lead = literal(lead_id)
    ((deleted_on, first_seen_on),) = rows(
        "select max(case when not coalesce(is_deleted, false) then valid_to end),"
        f" min(first_seen_on) from intermediate.int_lead_versions where lead_id = {lead}"
    )
    scores = rows(
        "select history.scored_on, history.score, history.grade, history.stage"
        " from marts.lead_score_history as history"
        " left join intermediate.int_lead_person_map as leads"
        " on history.person_id = leads.person_id and history.scored_on = leads.scored_on"
        f" and leads.lead_id = {lead}"
        f" where history.scorecard = {literal(scorecard)}"
        f" and (history.lead_id = {lead} or leads.lead_id = {lead})"
        " order by history.scored_on desc limit 1"
    )
    since = (
        f"has been deleted since {deleted_on}"
        if deleted_on
        else f"was deleted when the input first held it, on {first_seen_on}"
    )
    last = "no score of it is kept"
    if scores:
        ((scored_on, score, grade, stage),) = scores
        last = f"its last score is {float(score):.1f} on {scored_on} (grade {grade}, stage {stage})"
    return f"the lead {lead_id} {since}, and deleted leads are not scored; {last}."


def _rejected(rows: Rows, lead_id: str) -> str:
    reasons = rows(
        "select reason from marts.rejected_records where source_table = 'leads'"
        f" and record_key = {literal(lead_id)} order by reason limit 1"
    )
    if not reasons:
        return ""
    return f"the row of the lead {lead_id} was rejected: {reasons[0][0]}; correct it and build."


def _alike(rows: Rows, lead_id: str, unknown: str) -> str:
    """The ids that are the same in other letters, else those that end in the one asked for."""
    text = f"lower({literal(lead_id)})"
    for condition in (
        f"lower(lead_id) = {text}",
        f"substr(lower(lead_id), length(lead_id) - length({text}) + 1) = {text}",
    ):
        found = rows(
            f"select lead_id from staging.stg_leads where {condition}"
            f" order by lead_id limit {_MOST_ALIKE}"
        )
        if found:
            return f"{unknown}; did you mean {' or '.join(str(lead) for (lead,) in found)}?"
    return ""
