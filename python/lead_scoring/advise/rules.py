"""Which rules earn their points? From rule_performance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..page import Mark, Section, Table, charts
from ..page.charts import percent
from .reports import ALL, Reports, Rule

# In the order in which they should be looked at: what to call it, how it looks, what it means.
FLAGS = {
    "contradicted": ("contradicted", "bad", "points the wrong way"),
    "overvalued_title": (
        "overvalued title",
        "odd",
        "gives a title more than it earns",
    ),
    "overvalued_action": ("overvalued action", "odd", "gives an action more than it earns"),
    "overvalued": ("overvalued", "odd", "gives or takes more than the outcomes bear out"),
    "undervalued": ("undervalued", "odd", "gives or takes less than the outcomes bear out"),
    "never_fires": ("never fires", "odd", "has fired for nobody"),
    "fires_for_all": ("fires for all", "odd", "fires for everybody, so it tells nobody apart"),
    "ok": ("ok", "good", "earns its points"),
    "unproven": ("unproven", "none", "the difference may be chance"),
    "too_few": ("too few", "none", "fires for too few people to tell"),
}
_CHANGE = list(FLAGS)[:7]
_CHARTED = 15


def to_change(reports: Reports) -> list[Rule]:
    """Rules that the outcomes speak against in all segments together, the worst first."""
    flagged = [rule for rule in reports.rules if rule.segment == ALL and rule.flag in _CHANGE]
    return sorted(flagged, key=lambda rule: (_CHANGE.index(rule.flag), -_gap(rule), rule.rule_id))


def rules_section(reports: Reports) -> Section:
    """What each rule is worth beside what it gives, and what to do about it."""
    everywhere = [rule for rule in reports.rules if rule.segment == ALL]
    counts = Counter(rule.flag for rule in everywhere)
    summary = Table(
        ["flag", "rules", "meaning"],
        [
            [Mark(name, state), str(counts[flag]), meaning]
            for flag, (name, state, meaning) in FLAGS.items()
            if counts[flag]
        ],
        f"The {len(everywhere)} rules, all segments together",
    )
    text = (
        "Each rule is measured alone, and rules that fire together share their merit: raise one of"
        " them rather than all, and let training weigh them together. An action that comes before"
        " nearly every sale, such as a call, tells that a sale is near; points do not bring it"
        " about."
    )
    changes = to_change(reports)
    in_segments = [
        rule
        for rule in reports.rules
        if rule.segment != ALL
        and (rule.flag == "contradicted" or rule.flag.startswith("overvalued"))
        and rule.rule_id not in {change.rule_id for change in changes}
    ]
    tables = [summary]
    if changes:
        tables.append(_table(changes, "Rules worth a change"))
    if in_segments:
        tables.append(_table(in_segments, "Worth a change in one segment alone", segment=True))
    return Section("Which rules earn their points?", text, tables, _charts(changes))


def _table(rules: Sequence[Rule], caption: str, *, segment: bool = False) -> Table:
    rows: list[list[str | Mark]] = []
    for rule in rules:
        name, state, _ = FLAGS[rule.flag]
        cells: list[str | Mark] = [rule.rule_id, *([rule.segment] if segment else [])]
        cells += [Mark(name, state), f"{rule.points:g}"]
        cells += ["" if rule.suggested_points is None else str(rule.suggested_points)]
        cells += [percent(rule.coverage), rule.advice]
        rows.append(cells)
    columns = ["rule", *(["segment"] if segment else []), "flag", "points", "suggested"]
    return Table([*columns, "leads", "advice"], rows, caption)


def _charts(rules: Sequence[Rule]) -> list[str]:
    drawn = [rule for rule in rules if rule.worth_points is not None][:_CHARTED]
    if not drawn:
        return []
    rows = [
        (
            f"{rule.description} (gives {rule.average_points:.1f})",
            rule.worth_points,
            rule.worth_points_low,
            rule.worth_points_high,
        )
        for rule in drawn
    ]
    title = "What the outcomes say a rule is worth, in points"
    return [charts.bars(title, rows, lambda value: f"{value:.1f}")]


def _gap(rule: Rule) -> float:
    return abs((rule.worth_points or 0) - (rule.average_points or 0))
