"""Lint finds every defect that is planted into a shipped ordinance, and names its row."""

from __future__ import annotations

import random

import pytest

from schemas.ordinance import load, names
from schemas.ordinance.lint import lint
from tests.ordinance.planting import PLANTERS, Planted, planted
from workshop.asking import formula_kinds

SEEDS = range(20)
A_SEED = 20


def missed(one: Planted) -> str:
    """What lint says of a defect that it does not find; "" where it finds it."""
    found = lint(one.ordinance, formula_kinds())
    if any(p.where == one.row and p.code in one.codes for p in found):
        return ""
    return f"{one.kind} in {one.ordinance.name}, row {one.row}: {[(p.where, p.code) for p in found]}"


@pytest.mark.parametrize("seed", SEEDS)
def test_lint_finds_twenty_of_twenty_planted_defects(seed: int) -> None:
    rng = random.Random(seed)
    defects = [planted(load(rng.choice(names())), rng.randrange(1 << 30)) for _ in range(A_SEED)]
    assert [why for one in defects if (why := missed(one))] == []


@pytest.mark.parametrize("name", names())
def test_every_kind_of_defect_that_an_arrangement_can_have_is_found_in_it(name: str) -> None:
    made = [one for planter in PLANTERS for seed in range(5) if (one := planter(load(name), random.Random(seed)))]
    assert made and [why for one in made if (why := missed(one))] == []


def test_every_kind_of_defect_can_be_planted_somewhere() -> None:
    able = {planter for planter in PLANTERS for name in names() if planter(load(name), random.Random(1))}
    assert len(able) == len(PLANTERS)


@pytest.mark.parametrize("name", names())
def test_what_is_shipped_has_no_finding_before_anything_is_planted(name: str) -> None:
    assert [(p.where, p.code) for p in lint(load(name), formula_kinds())] == []


@pytest.mark.parametrize("seed", range(5))
def test_a_planted_defect_says_what_to_do_in_both_languages(seed: int) -> None:
    one = planted(load(random.Random(seed).choice(names())), seed)
    for problem in lint(one.ordinance, formula_kinds()):
        assert all("{" not in problem.letter(lang) and problem.letter(lang) for lang in ("ja", "en"))
