"""What training has to say: a page, the same text for the terminal, and as Markdown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from ..page import Page, Section, Table, charts
from .cuts import KEPT_BY_NEXT_STAGE, stages_are_a_measure
from .frame import Frame
from .learn import NEAR_AUC, Settings
from .scorecard import Scorecard
from .training import HoldOut, Needs, Trained
from .write import FIRST_LINE, Row

CHANGES_SHOWN = 12
HORIZONS = (180, 120, 90, 60, 45, 30, 21, 14, 7)


def report(
    frame: Frame,
    trained: Trained,
    needs: Needs,
    old_rules: Sequence[Row],
    old_stages: Sequence[Row],
) -> Page:
    """All there is to say, the verdict first."""
    if trained.hold_out is None:
        verdict = (
            "There is too little history to fit weights together: close rates took their place."
        )
        judged = [_too_little(frame, trained, needs)]
    else:
        verdict = _verdict(trained.hold_out)
        judged = [_comparison(trained.hold_out), _reliability(trained.hold_out)]
    cuts = (
        "Stages and grades are cut so that each holds the same share of people as now."
        if stages_are_a_measure(old_stages, frame)
        else "The rulebook in force leaves a stage empty, or puts everybody into it, so its shares"
        f" are no measure: each stage is cut to hold {100 * KEPT_BY_NEXT_STAGE:.0f} % of the one"
        " below; set min_score in stages.csv to what sales can work through."
    )
    return Page(
        FIRST_LINE,
        verdict,
        [
            _data(frame, trained),
            *judged,
            _learned(trained, cuts),
            _changes(old_rules, trained.card),
        ],
    )


def markdown(page: Page) -> str:
    """The page without its charts, as Markdown."""
    parts = [f"# {page.title}", page.lead_sentence]
    for section in page.sections:
        parts += [f"## {section.heading}", *section.paragraphs()]
        parts += [_markdown_table(table) for table in section.tables]
    return "\n\n".join(parts) + "\n"


def _markdown_table(table: Table) -> str:
    rows = [[cell if isinstance(cell, str) else cell.text for cell in row] for row in table.rows]
    lines = [table.columns, ["---"] * len(table.columns), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _verdict(hold_out: HoldOut) -> str:
    gain = hold_out.judgements[1].gain
    assert gain is not None  # noqa: S101 - only the rulebook in force has none
    if gain.low > 0:
        return "On people it had not seen, the learned rulebook ranks better than the one in force."
    if gain.high < 0:
        return "On people it had not seen, the learned rulebook ranks worse than the one in force."
    return (
        "On people it had not seen, the data do not tell which of the two rulebooks ranks better."
    )


def _data(frame: Frame, trained: Trained) -> Section:
    facts = frame.facts
    share = (
        f" (a fixed {100 * facts.share_of_people:.0f} % of all, drawn by hash to bound memory)"
        if facts.share_of_people < 1
        else " (all there are)"
    )
    closed = (
        f" Of leads that sales had closed, {_small_percent(facts.share_of_closed)} were looked at,"
        " drawn by hash: they tell one term only, what is left of the chance of a closed lead."
        if facts.share_of_closed < 1
        else ""
    )
    return Section(
        "Data",
        f"{len(facts.days)} days from {facts.days[0]} to {facts.days[-1]}, each with what was known"
        f" on it; what happened in the {facts.horizon_days} days after each is known as of"
        f" {facts.as_of}.\n\n{trained.people_in_play:,} people{share} on"
        f" {trained.rows_in_play:,} lead-days while sales had not closed them;"
        f" {trained.conversions:,} of them converted.{closed} {len(frame.terms):,} conditions were"
        " tried.",
    )


def _small_percent(share: float) -> str:
    return f"{100 * share:.1f} %" if share < 0.1 else f"{100 * share:.0f} %"


def _comparison(hold_out: HoldOut) -> Section:
    rows = [
        (
            judgement.name,
            str(judgement.auc),
            f"{judgement.gain.value:+.3f} ({judgement.gain.low:+.3f} to {judgement.gain.high:+.3f})"
            if judgement.gain
            else "",
            f"{judgement.lift:.1f}",
        )
        for judgement in hold_out.judgements
    ]
    bars = [(j.name, j.auc.value, j.auc.low, j.auc.high) for j in hold_out.judgements]
    return Section(
        "On people it had not seen",
        f"Learned from those who came first, measured on the {hold_out.people:,} who came last:"
        f" {hold_out.rows:,} lead-days, {hold_out.conversions:,} people who converted. AUC is the"
        " chance that a lead that converts stands above one that does not (0.5 is a coin); in"
        " brackets 95 % intervals. Lift: how much more often the best tenth converts than all.",
        [Table(("rulebook", "AUC", "gain over the rulebook in force", "lift"), rows)],
        [charts.bars("AUC on people held out", bars, charts.number)],
    )


def _reliability(hold_out: HoldOut) -> Section:
    rows = [
        (f"{100 * expected:.1f} %", f"{100 * actual:.1f} %", f"{count:,}")
        for expected, actual, count in hold_out.reliability
    ]
    learned = next(judgement for judgement in hold_out.judgements if judgement.slope is not None)
    points = [(expected, actual) for expected, actual, _ in hold_out.reliability]
    ideal = [(end, end) for end in (0.0, max(max(point) for point in points))]
    return Section(
        "Does the probability keep its word?",
        f"{_level(hold_out)}\n\nCalibration slope {learned.slope:.2f}, shift {learned.shift:+.2f}"
        f" in log-odds, Brier score {learned.brier:.4f} (slope 1 and shift 0 are ideal). The slope"
        " says whether good and bad leads lie as far apart as expected: that is what was learned of"
        " them. The shift says whether more or fewer converted on the whole: that is the time.",
        [Table(("expected", "converted", "lead-days"), rows)],
        [
            charts.line(
                "Expected and actual conversions",
                [charts.Series("tenths of the leads", points), charts.Series("ideal", ideal)],
                x_shown=charts.percent,
                x_label="expected",
            )
        ],
    )


def _level(hold_out: HoldOut) -> str:
    level = hold_out.level
    source = (
        "by those who came before them, on the same days, as no outcome was known before they came"
        if level.known_by is None
        else f"by days up to {np.datetime64(level.known_by, 'D')}, of which all was known before"
        " they came"
    )
    off = level.off
    verdict = (
        "which may be chance"
        if off.low <= 0 <= off.high
        else "more than chance explains: rates had moved"
    )
    return (
        f"Of the people held out {100 * level.expected:.1f} % of the lead-days were expected to"
        f" convert, and {100 * level.actual:.1f} % did: off by {100 * off.value:+.1f} points"
        f" ({100 * off.low:+.1f} to {100 * off.high:+.1f}), {verdict}. Their level was set"
        f" {source}; that of the learned rulebook is set by the newest days of all. It assumes that"
        " leads go on converting as they did then: after a change of source, offer or team, train"
        " again once outcomes are known."
    )


def _learned(trained: Trained, cuts: str) -> Section:
    if trained.settings is None:
        terms = "no probability: it stays the close rate of the score's band"
    else:
        terms = (
            f"{len(trained.model.columns)} terms in probability.csv (penalty"
            f" {trained.settings.penalty:g}, chosen by cross-validation over time)"
        )
    return Section(
        "What was learned",
        f"{len(trained.card.rules)} rules in scoring_rules.csv, {trained.card.size:.1f} points for"
        f" one unit of log-odds; {terms}. Learned from everybody, those held out too. {cuts}",
        [_curve(trained.settings)] if trained.settings else [],
    )


def _curve(settings: Settings) -> Table:
    """How many terms earn their place: AUC on later people by their number."""
    rows = [
        (f"{length}", f"{auc:.4f}", "the scorecard" if length == settings.card_length else "")
        for length, auc in settings.curve
    ]
    return Table(
        ("terms", "AUC on later people", "taken for"),
        rows,
        f"More terms than the fewest within {NEAR_AUC} of the best would be more rules to read",
    )


def _changes(old_rules: Sequence[Row], card: Scorecard) -> Section:
    """The signals whose weight changes most."""
    old = _weights((row["signal_type"], row["signal"].lower(), row["points"]) for row in old_rules)
    new = _weights(
        (rule.term.signal_type, rule.term.signal.lower(), str(rule.points)) for rule in card.rules
    )
    signals = sorted(
        {*old, *new}, key=lambda signal: (-abs(new.get(signal, 0) - old.get(signal, 0)), signal)
    )
    rows = [
        (f"{signal} ({kind})", *[_points(weights, (kind, signal)) for weights in (old, new)])
        for kind, signal in signals[:CHANGES_SHOWN]
    ]
    return Section(
        "The biggest changes",
        "The largest points of one rule on each signal, now and learned.",
        [Table(("signal", "now", "learned"), rows)],
    )


def _weights(rules: Iterable[tuple[str, str, str]]) -> dict[tuple[str, str], float]:
    weights: dict[tuple[str, str], float] = defaultdict(float)
    for kind, signal, points in rules:
        try:
            number = float(points)
        except ValueError:
            continue
        if abs(number) > abs(weights[kind.lower(), signal]):
            weights[kind.lower(), signal] = number
    return weights


def _points(weights: dict[tuple[str, str], float], signal: tuple[str, str]) -> str:
    return f"{weights[signal]:g}" if signal in weights else "-"


def _too_little(frame: Frame, trained: Trained, needs: Needs) -> Section:
    facts = frame.facts
    text = (
        f"It takes {needs.conversions} people who converted within {facts.horizon_days} days of a"
        f" training day, {needs.held_out_conversions} of them among the latest ones, who are held"
        f" out; there are {trained.conversions}. So each signal was weighed by itself: its close"
        f" rate, drawn towards that of all by {needs.prior_people:g} people. Nothing could be held"
        " out to judge that by."
    )
    if horizon := shorter_horizon(frame, needs):
        text += (
            f"\n\nWith conversion_horizon_days {horizon} in settings.csv there would be enough:"
            " more days would have their horizon behind them."
        )
    return Section("Too little data to fit weights together", text)


def shorter_horizon(frame: Frame, needs: Needs) -> int | None:
    """The longest horizon below the one in force with which enough conversions could be used.

    A lead counts if a training day lies between its creation and its conversion, so it must have
    been there when the last horizon began.
    """
    created = frame.conversions[:, 0]
    waited = frame.conversions[:, 1]
    for horizon in HORIZONS:
        last = frame.facts.as_of.toordinal() - horizon
        usable = (created <= last) & (waited > 0) & (waited <= horizon)
        if horizon < frame.facts.horizon_days and int(np.sum(usable)) >= needs.conversions:
            return horizon
    return None
