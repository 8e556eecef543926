"""Who carries the card is drawn for the truth alone: a town in which nobody does is the same town, to the byte."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from producers.draws import Draws
from producers.simulate import simulate, write
from workshop.page.lessons.habits import habits_of


def test_a_town_in_which_nobody_carries_the_card_or_writes_the_number_has_the_same_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = Draws.chance

    def nobody(self: Draws, what: str, *args: object) -> np.ndarray:
        found = drawn(self, what, *args)  # type: ignore[arg-type]
        return np.zeros_like(found) if what in ("card held", "number on forms") else found

    write(simulate(300, 4, 7), tmp_path / "usual")
    monkeypatch.setattr(Draws, "chance", nobody)
    write(simulate(300, 4, 7), tmp_path / "nobody")
    usual, without = (habits_of(tmp_path / name) for name in ("usual", "nobody"))
    assert 50 < usual.percent < 100 and without.percent == 0 and usual.writes.any() and not without.writes.any()
    for office in ("register", "tax", "welfare", "child"):
        assert (tmp_path / "usual" / f"{office}.jsonl").read_bytes() == (tmp_path / "nobody" / f"{office}.jsonl").read_bytes()
