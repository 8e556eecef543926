"""Finding residents for whom something matters, by what is true of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

from producers import truth
from producers.simulate import Run
from schemas.truth import TrueResident


def residents(source: Run | Path) -> Iterator[TrueResident]:
    """What is true of each resident, of a run or of a folder that one was written to. FileNotFoundError: no truth
    is there."""
    if isinstance(source, Run):
        yield from (json.loads(line) for line in truth.lines(source.town))
        return
    path = source / "truth.jsonl"
    if not path.exists():
        raise FileNotFoundError(
            f"{path} is not there. Write a town into {source} first, or give a folder that holds one."
        )
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def keep(source: Run | Path, matters: Callable[[TrueResident], bool], most: int = 1) -> list[TrueResident]:
    """The first residents of whom it is true, at most so many."""
    return list(islice(filter(matters, residents(source)), most))


def households(rows: Iterable[TrueResident]) -> dict[int, list[TrueResident]]:
    """Who really lives together, by the number of the home; who lives in the town no more is left out."""
    homes: dict[int, list[TrueResident]] = {}
    for row in rows:
        if row["home"] is not None:
            homes.setdefault(row["home"], []).append(row)
    return homes
