"""The ordinances that are measured: shipped ones, with the five programmes that the aims were set for."""

from __future__ import annotations

from schemas.ordinance import Ordinance, with_programmes
from schemas.ordinance.reader import SHIPPED, load

FIVE = ("exempt-household-benefit", "child-allowance", "child-rearing-allowance", "school-aid", "child-watch")


def measured(name: str) -> Ordinance:
    """A shipped ordinance with the five programmes."""
    return with_programmes(load(name), *FIVE)


def toml_of(name: str) -> str:
    """Its text, as a message carries it."""
    listed = ", ".join(f'"{programme}"' for programme in FIVE)
    return f"programmes = [{listed}]\n" + (SHIPPED / f"{name}.toml").read_text(encoding="utf-8")
