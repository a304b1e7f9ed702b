"""What becomes of leads with each rule and without it, by itself? From rule_performance."""

from __future__ import annotations

from collections import Counter

from ..page import Cell, Mark, Section, Table
from ..page.charts import percent
from .reports import ALL, Reports

# What to call it, how it looks, what it means.
FLAGS = {
    "contradicted": ("contradicted", "odd", "points the other way than its close rates"),
    "overvalued_title": ("overvalued title", "odd", "gives a title more than its close rates"),
    "overvalued_action": ("overvalued action", "odd", "gives an action more than its close rates"),
    "overvalued": ("overvalued", "odd", "gives or takes more than its close rates"),
    "undervalued": ("undervalued", "odd", "gives or takes less than its close rates"),
    "never_fires": ("never fires", "none", "has fired for nobody, so it moves no score"),
    "fires_for_all": ("fires for all", "none", "fires for everybody, so it tells nobody apart"),
    "ok": ("ok", "good", "goes with its close rates"),
    "unproven": ("unproven", "none", "the difference may be chance"),
    "too_few": ("too few", "none", "fires for too few people to tell"),
}
_ORDER = list(FLAGS)


def rules_section(reports: Reports) -> Section:
    """Each rule beside its close rates: what to know of it, and nothing to be done by itself."""
    everywhere = [rule for rule in reports.rules if rule.segment == ALL]
    counts = Counter(rule.flag for rule in everywhere)
    summary = Table(
        ["by itself", "rules", "meaning"],
        [
            [Mark(name, state), str(counts[flag]), meaning]
            for flag, (name, state, meaning) in FLAGS.items()
            if counts[flag]
        ],
        f"The {len(everywhere)} rules, all segments together",
    )
    rows: list[list[Cell]] = []
    for rule in sorted(everywhere, key=lambda rule: (_ORDER.index(rule.flag), rule.rule_id)):
        name, state, _ = FLAGS[rule.flag]
        rows.append(
            [
                rule.rule_id,
                rule.description,
                Mark(name, state),
                f"{rule.points:g}",
                percent(rule.coverage),
                _rate(rule.close_rate_with),
                _rate(rule.close_rate_without),
            ]
        )
    columns = [
        "rule",
        "what it says",
        "by itself",
        "points",
        "leads",
        "close rate with it",
        "without",
    ]
    text = (
        "Each rule is set beside its close rates alone, of open cases. Rules that fire together"
        " share their merit, so this is no advice: a rule may close badly because of whom else it"
        " fires for, and points that hold with the others in place stand above. An action that"
        " comes before nearly every sale, such as a call, tells that a sale is near; points do not"
        " bring it about."
    )
    tables = [summary, Table(columns, rows, "Rule by rule")]
    return Section("How does each rule look by itself?", text, tables, is_folded=True)


def _rate(rate: float | None) -> str:
    return "" if rate is None else percent(rate)
