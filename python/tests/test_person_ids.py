"""A person whose primary lead changes keeps person_id, history, stage visit and hold-out draw."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from tests.conftest import CommandLine

pytestmark = pytest.mark.models

FIRST = date(2026, 6, 1)
WEEK_LATER, NEXT_DAY = FIRST + timedelta(days=7), FIRST + timedelta(days=8)
DAYS = (FIRST, WEEK_LATER, NEXT_DAY)
COLUMNS = ("lead_id", "created_at", "email", "updated_at", "is_deleted", "merged_into_lead_id")
PEOPLE = 8
HOLDOUT_PERCENT = 50


@dataclass
class Story:
    """What happens to the leads of a person from day to day, and who is its primary lead then."""

    primaries: tuple[str, str, str]
    leads: list[dict[str, tuple[str, ...]]] = field(default_factory=list)


def lead(
    created: str, updated: str, *, deleted: str = "", merged_into: str = ""
) -> tuple[str, ...]:
    """A lead without its id and address: created, updated, is_deleted, merged_into_lead_id."""
    return created, updated, deleted, merged_into


ONE = lead("2026-05-01", "2026-05-01")
COPY = lead("2026-05-20", "2026-05-20")
LATER_COPY = lead("2026-06-04", "2026-06-04")
STORIES = {
    "created": Story(
        ("a", "b", "b"),
        [{"a": ONE}, {"a": ONE, "b": LATER_COPY}, {"a": ONE, "b": LATER_COPY}],
    ),
    "updated": Story(
        ("b", "a", "b"),
        [
            {"a": ONE, "b": COPY},
            {"a": lead("2026-05-01", "2026-06-05"), "b": COPY},
            {"a": lead("2026-05-01", "2026-06-05"), "b": lead("2026-05-20", "2026-06-09")},
        ],
    ),
    "merged": Story(
        ("b", "a", "a"),
        [
            {"a": ONE, "b": COPY},
            {"a": ONE, "b": lead("2026-05-20", "2026-05-20", merged_into="a")},
            {"a": ONE, "b": lead("2026-05-20", "2026-06-09", merged_into="a")},
        ],
    ),
    "deleted": Story(
        ("b", "a", "b"),
        [
            {"a": ONE, "b": COPY},
            {"a": ONE, "b": lead("2026-05-20", "2026-06-05", deleted="true")},
            {"a": ONE, "b": lead("2026-05-20", "2026-06-09")},
        ],
    ),
    # Its first version serves the days before it came, too.
    "late and older": Story(
        ("z", "z", "z"),
        [
            {"a": ONE},
            {"a": ONE, "z": lead("2026-04-01", "2026-06-03")},
            {"a": ONE, "z": lead("2026-04-01", "2026-06-03")},
        ],
    ),
}  # fmt: skip


def name_of(story: str, person: int, lead_id: str) -> str:
    """The lead_id of one of a person's leads."""
    return f"{story.replace(' ', '-')}-{person}-{lead_id}"


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A user who has built on each of the days."""
    user = CommandLine(tmp_path_factory.mktemp("ids"))
    data = user.directory / "input"
    data.mkdir()
    events = [",".join(("event_id", "event_type", "occurred_at", "lead_id", "asset"))]
    for story in STORIES:
        for person in range(PEOPLE):
            lead_id = name_of(story, person, "a")
            events.append(f"{lead_id}-1,demo_request,2026-05-30T10:00:00Z,{lead_id},/demo")
            # It fades from day to day.
            events.append(f"{lead_id}-2,page_view,2026-05-30T11:00:00Z,{lead_id},/pricing")
    (data / "events.csv").write_text("\n".join([*events, ""]))
    for number, day in enumerate(DAYS):
        rows = [",".join(COLUMNS)]
        for name, told in STORIES.items():
            for person in range(PEOPLE):
                address = f"{name[:3]}{person}@{name[:3]}.example"
                for lead_id, (created, updated, deleted, merged) in told.leads[number].items():
                    into = name_of(name, person, merged) if merged else ""
                    cells = [name_of(name, person, lead_id), created, address]
                    rows.append(",".join([*cells, updated, deleted, into]))
        (data / "leads.csv").write_text("\n".join([*rows, ""]))
        user.build(
            INPUT=str(data),
            AS_OF=day.isoformat(),
            VARS=f"{{history_months: 0, holdout_percent: {HOLDOUT_PERCENT}}}",
        )
    return user


def history(user: CommandLine, story: str) -> list[tuple[Any, ...]]:
    """The rows of the story's people in lead_score_history, in the order of persons and days."""
    prefix = name_of(story, 0, "")[: -len("0-")]
    return user.rows(
        "select person_id, scored_on, lead_id, score, is_holdout, stage_entered_on"
        f" from marts.lead_score_history where starts_with(person_id, '{prefix}')"
        " order by person_id, scored_on"
    )


@pytest.mark.parametrize("story", STORIES)
def test_a_person_keeps_its_id_while_the_primary_lead_changes(
    user: CommandLine, story: str
) -> None:
    found = [(person_id, day, lead_id) for person_id, day, lead_id, *_ in history(user, story)]
    assert found == [
        (name_of(story, person, "a"), day, name_of(story, person, primary))
        for person in range(PEOPLE)
        for day, primary in zip(DAYS, STORIES[story].primaries, strict=True)
    ]


@pytest.mark.parametrize("story", STORIES)
def test_a_person_keeps_the_hold_out_draw(user: CommandLine, story: str) -> None:
    draws: dict[str, set[bool]] = {}
    for person_id, _, _, _, is_holdout, _ in history(user, story):
        draws.setdefault(person_id, set()).add(is_holdout)
    assert [len(drawn) for drawn in draws.values()] == [1] * PEOPLE


def test_both_draws_are_there(user: CommandLine) -> None:
    drawn = user.rows("select distinct is_holdout from marts.lead_score_history")
    assert len(drawn) == 2


@pytest.mark.parametrize("story", STORIES)
def test_a_person_has_one_stage_visit_and_a_change_since_last_week(
    user: CommandLine, story: str
) -> None:
    people = {person_id for person_id, *_ in history(user, story)}
    names = ", ".join(f"'{person_id}'" for person_id in people)
    visits = user.rows(
        "select person_id, stage, entered_on, left_on from marts.lead_stage_history"
        f" where person_id in ({names})"
    )
    stage, *_ = {stage for _, stage, _, _ in visits}
    assert sorted(visits) == sorted((one, stage, FIRST, None) for one in people)
    # The day a week before is scored with each build: the person was there, whoever was primary.
    changes = user.rows(
        f"select score_change_7d is not null from marts.lead_scores where person_id in ({names})"
    )
    assert changes == [(True,)] * PEOPLE
    moved = user.rows(
        "select distinct person_id from marts.lead_score_changes"
        f" where person_id in ({names}) and previous_scored_on = '{FIRST}'"
        f" and scored_on = '{WEEK_LATER}'"
    )
    assert {person_id for (person_id,) in moved} == people
