"""The page: what would change if we switched, in sentences, tables and charts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import groupby

from ..page import Page, Section, Table, charts
from .figures import Figures, Measure, Mover

RULES_SHOWN = 30
_NO_OUTCOMES = (
    "This takes outcomes, and scored days whose horizon (conversion_horizon_days of settings.csv)"
    " is over; the input has none."
)
_CAUSES = {
    "points": "the points of rules",
    "cuts": "the cuts that apply to them",
    "fast_track": "a fast track",
    "disqualification": "a disqualification",
    "earlier_day": "a stage entered or missed on an earlier day",
}


def page_of(old: str, new: str, figures: Figures, seen: date | None = None) -> Page:
    """The page of the comparison; seen: the last day of which a learned rulebook knew outcomes."""
    return Page(
        f"What would change: {old} against {new}",
        " ".join([_movement(figures), _ranking(figures, seen)]),
        [
            _stages(figures),
            _rules(figures),
            _load(figures),
            _quality(figures, seen),
            _close_rates(figures),
            _people(figures),
        ],
        footer=(
            f"Old: {old}. New: {new}. Both over the same input and the same days, the latest"
            f" {figures.scored_on}. Stages are those that people would hold had the rulebook been"
            " in force on all scored days. Intervals are 95 %."
        ),
    )


def _movement(figures: Figures) -> str:
    up, down = figures.moved("up"), figures.moved("down")
    renamed = figures.moved("renamed")
    if not up + down + renamed and not figures.changed_scores:
        return f"Nothing would change for the {figures.people:,} people scored."
    others = f", {renamed:,} to another stage of the same rank" if renamed else ""
    return (
        f"{up + down + renamed:,} of {figures.people:,} people would change stage: {up:,} up,"
        f" {down:,} down{others}. {figures.changed_scores:,} would have another score."
    )


def _ranking(figures: Figures, seen: date | None) -> str:
    """Whether the new rulebook ranks better, on days with enough customers that it did not see."""
    days = figures.of("auc")
    if not figures.has_outcomes:
        return "There are no outcomes to hold the two against, so only movement is shown."
    enough = [day for day in days if day.is_enough and day.change is not None]
    if not enough:
        return "Customers are too few to tell which of the two ranks better."
    later = f" and lie after {seen}, until when a rulebook learned from outcomes" if seen else ""
    enough = [day for day in enough if seen is None or day.scored_on > seen]
    if not enough:
        return (
            "Which of the two ranks better cannot be told here: a rulebook was learned from"
            f" outcomes until {seen}, and no later scoring day has enough customers yet. On the"
            " days it learned from it ranks better than it will; its README says how it did on"
            " people held out."
        )
    worse = sum(day.change_high is not None and day.change_high < 0 for day in enough)
    better = sum(day.change_low is not None and day.change_low > 0 for day in enough)
    last = enough[-1]
    return (
        f"On the {len(enough)} scoring days that can tell{later}, it ranks people worse on {worse},"
        f" better on {better}, and no differently beyond chance on the rest; on the last of them,"
        f" {last.scored_on}, AUC was {_digits(last.old)} and would have been {_digits(last.new)}"
        f" ({_change(last)})."
    )


def _stages(figures: Figures) -> Section:
    people: Counter[tuple[str, str]] = Counter()
    causes: Counter[tuple[str, str]] = Counter()
    for cell in figures.cells:
        people[cell.old_stage, cell.new_stage] += cell.people
        causes[cell.cause, cell.movement] += cell.people
    used = [stage for stage in figures.stages if any(stage in pair for pair in people)]
    matrix = Table(
        ["Old stage", *(f"new: {stage}" for stage in used), "all"],
        [
            [old, *(f"{people[old, new]:,}" for new in used), f"{_row_sum(people, old):,}"]
            for old in used
        ],
        "People by stage under the old rulebook (rows) and under the new one (columns)",
    )
    why = Table(
        ["What moves them", "up", "down"],
        [
            [words, f"{causes[cause, 'up']:,}", f"{causes[cause, 'down']:,}"]
            for cause, words in _CAUSES.items()
            if causes[cause, "up"] + causes[cause, "down"]
        ],
        "Each person who moves has one cause, the first that applies",
    )
    return Section("Who changes stage", tables=[matrix, *([why] if why.rows else [])])


def _row_sum(people: Counter[tuple[str, str]], old: str) -> int:
    return sum(count for (stage, _), count in people.items() if stage == old)


def _rules(figures: Figures) -> Section:
    felt = [rule for rule in figures.rules if rule.is_felt]
    if not felt:
        return Section("Which rules move them", "No rule is another one or gives other points.")
    text = (
        "A person who moves because of points is counted with the rule that changed most in that"
        " direction, so the counts add up; other rules may have had a part."
    )
    if len(felt) > RULES_SHOWN:
        text += f" {len(felt) - RULES_SHOWN:,} more rules are in marts.rulebook_diff_rules."
    rows = [
        [
            rule.rule_id,
            rule.change,
            f"{rule.old_people:,}",
            f"{rule.new_people:,}",
            f"{rule.old_points:,.0f}",
            f"{rule.new_points:,.0f}",
            f"{rule.people_up:,}",
            f"{rule.people_down:,}",
            rule.description,
        ]
        for rule in felt[:RULES_SHOWN]
    ]
    columns = ["Rule", "is", "people old", "new", "points old", "new", "moved up", "down", "about"]
    return Section("Which rules move them", text, [Table(columns, rows)])


def _load(figures: Figures) -> Section:
    rows = []
    held = figures.of("people_in_stage")
    entering = {row.stage: row for row in figures.of("people_entering_a_day")}
    due = {row.stage: row for row in figures.of("follow_ups_due")}
    for row in reversed(held):
        cells = [row.stage]
        for measure, digits in ((row, 0), (entering[row.stage], 2), (due[row.stage], 0)):
            cells += [_number(measure.old, digits), _number(measure.new, digits)]
        rows.append(cells)
    columns = ["Stage", "people old", "new", "entering a day old", "new", "follow-ups old", "new"]
    return Section(
        "Load on sales",
        "People entering are counted from one scored day to the next, over all scored days; who"
        " comes and goes in between is not seen. Follow-ups are those due on the latest day.",
        [Table(columns, rows)],
    )


def _quality(figures: Figures, seen: date | None) -> Section:
    days = figures.of("auc")
    if not figures.has_outcomes:
        return Section("Does it rank better?", _NO_OUTCOMES)
    lift = {row.scored_on: row for row in figures.of("top_decile_lift")}
    rows = [
        [
            str(day.scored_on),
            f"{day.old_people:,}",
            _auc(day.old, day.old_low, day.old_high),
            _auc(day.new, day.new_low, day.new_high),
            _change(day),
            _number(lift[day.scored_on].old, 1),
            _number(lift[day.scored_on].new, 1),
            ("yes" if seen is None or day.scored_on > seen else "learned from it")
            if day.is_enough
            else "too few",
        ]
        for day in days
    ]
    text = (
        "Of people whose case was open on the day. AUC is the chance that a customer scored higher"
        " than somebody who did not buy within the horizon after it; 0.5 is a coin. Lift says how"
        " many times more of the tenth with the highest scores bought than of all. The change has"
        " its own interval,"
        " narrower than those of the two, as both are about the same people: where it holds 0,"
        " chance may explain it."
    )
    columns = ["Day", "people", "AUC old", "AUC new", "change", "lift old", "new", "enough?"]
    return Section("Does it rank better?", text, [Table(columns, rows)], _auc_chart(days))


def _auc_chart(days: Sequence[Measure]) -> list[str]:
    """AUC over the days with enough customers; a line needs two."""
    enough = [day for day in days if day.is_enough]
    if len(enough) < 2:
        return []
    series = [
        charts.Series(
            "old rulebook", [(day.scored_on.toordinal(), day.old or 0) for day in enough]
        ),
        charts.Series(
            "new rulebook", [(day.scored_on.toordinal(), day.new or 0) for day in enough]
        ),
    ]
    chart = charts.line(
        "AUC by scoring day",
        series,
        shown=lambda value: f"{value:.1f}",
        x_shown=lambda ordinal: f"{date.fromordinal(round(ordinal)):%Y-%m}",
        x_ticks=[enough[0].scored_on.toordinal(), enough[-1].scored_on.toordinal()],
    )
    return [chart]


def _close_rates(figures: Figures) -> Section:
    rates = list(reversed(figures.of("close_rate")))
    if not figures.has_outcomes:
        return Section("Close rate by stage", _NO_OUTCOMES)
    bars: list[charts.Bar] = []
    rows = []
    for rate in rates:
        sides = (
            ("old", rate.old, rate.old_low, rate.old_high, rate.old_people),
            ("new", rate.new, rate.new_low, rate.new_high, rate.new_people),
        )
        cells = [rate.stage]
        for side, value, low, high, people in sides:
            cells += [_number(people, 0), _percent(value, low, high)]
            if value is not None and rate.is_enough:
                bars.append((f"{rate.stage}, {side} rulebook", value, low, high))
        rows.append([*cells, "yes" if rate.is_enough else "too few"])
    text = (
        "Of those who stood in the stage on a day whose horizon is over, how many converted within"
        " the horizon after it. Each person counts once in each stage, on the first such day."
    )
    columns = ["Stage", "people old", "close rate old", "people new", "close rate new", "enough?"]
    chart = [charts.bars("Close rate by stage", bars)] if bars else []
    return Section("Close rate by stage", text, [Table(columns, rows)], chart)


def _people(figures: Figures) -> Section:
    if not figures.movers:
        return Section("Who they are", "Nobody moves up or down.")
    counts: Counter[tuple[str, str]] = Counter()
    for cell in figures.cells:
        counts[cell.old_stage, cell.new_stage] += cell.people
    tables = []
    for (old, new), group in groupby(figures.movers, lambda one: (one.old_stage, one.new_stage)):
        shown = list(group)
        rest = f", {len(shown)} of them" if counts[old, new] > len(shown) else ""
        columns = ["lead_id", "old score", "new score", "because of", "reasons now"]
        caption = f"{old} to {new}: {counts[old, new]:,} people{rest}"
        tables.append(Table(columns, [_mover(one) for one in shown], caption))
    text = "The largest changes of score first. All of them are in marts.rulebook_diff."
    return Section("Who they are", text, tables)


def _mover(mover: Mover) -> list[str]:
    because = mover.main_rule_id or _CAUSES.get(mover.cause, mover.cause)
    return [
        mover.lead_id,
        f"{mover.old_score:.1f}",
        f"{mover.new_score:.1f}",
        because,
        mover.new_reasons,
    ]


def _number(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:,.{digits}f}"


def _digits(value: float | None) -> str:
    return _number(value, 3)


def _signed(value: float | None) -> str:
    return "" if value is None else f"{value:+.3f}"


def _auc(value: float | None, low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return _digits(value)
    return f"{_digits(value)} ({_digits(low)} to {_digits(high)})"


def _change(day: Measure) -> str:
    if day.change_low is None or day.change_high is None:
        return _signed(day.change)
    return f"{_signed(day.change)} ({_signed(day.change_low)} to {_signed(day.change_high)})"


def _percent(value: float | None, low: float | None, high: float | None) -> str:
    if value is None or low is None or high is None:
        return ""
    return f"{charts.percent(value)} ({charts.percent(low)} to {charts.percent(high)})"
