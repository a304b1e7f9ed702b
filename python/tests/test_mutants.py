"""The list of mutants fits the code, and each is tried beside others of other files alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from dev.mutants import LIST, Mutant, read_mutants, rounds
from lead_scoring.errors import UserError
from lead_scoring.project import ROOT

ONE = '[[mutant]]\nfile = "a.sql"\nfound = "{found}"\nreplaced = "{replaced}"\n'


def test_each_mutant_of_the_list_can_be_made() -> None:
    mutants = read_mutants(LIST, ROOT)
    assert len(mutants) >= 40
    assert len({(mutant.file, mutant.found) for mutant in mutants}) == len(mutants)
    for mutant in mutants:
        assert bool(mutant.tests) != mutant.file.endswith(".sql"), mutant.name
        assert not mutant.tests or (ROOT / mutant.tests).is_file(), mutant.name


@pytest.mark.parametrize(
    ("found", "replaced", "said"),
    [
        ("<", ">", "the text '<' stands 0 times in a.sql"),
        ("a", "b", "the text 'a' stands 2 times in a.sql"),
        ("c", "c", "the mutant of a.sql changes nothing"),
    ],
)
def test_a_mutant_that_is_none_is_told(
    found: str, replaced: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / "a.sql").write_text("a or a, c", encoding="utf-8")
    listed = tmp_path / "mutants.toml"
    listed.write_text(ONE.format(found=found, replaced=replaced), encoding="utf-8")
    with pytest.raises(UserError, match=said):
        read_mutants(listed, tmp_path)


def test_mutants_of_one_model_are_tried_one_after_the_other() -> None:
    first, second = Mutant("a.sql", "1", "2"), Mutant("a.sql", "3", "4")
    other = Mutant("b.sql", "1", "2")
    assert rounds([first, second, other]) == [[first, other], [second]]
