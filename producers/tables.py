"""Integer tables that the town is made from, read once from the TOML files beside the code."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from producers.draws import quantile

HERE = Path(__file__).parent


@cache
def read(name: str) -> dict[str, Any]:
    """A table file of this folder."""
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def yearly(work: str, bits: np.ndarray, ages: np.ndarray) -> np.ndarray:
    """Incomes in yen (for `below` and `shock` thousandths x 1000) of people of these ages: int64 [n]."""
    table = read("incomes.toml")[work]
    made = np.zeros(len(bits), dtype=np.int64)
    for least in sorted(map(int, table)):
        here = ages >= least
        made[here] = quantile(bits[here], np.array(table[str(least)]) * 1000)
    return made
