"""Which layer each part of an ordinance comes from: national law < ordinance < workshop switch; and what is left without one."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from schemas.law import law
from schemas.ordinance.model import Clauses, Ordinance, Safeguards
from schemas.ordinance.switch import switched

Layer = Literal["national-law", "ordinance", "workshop"]
LAYERS: tuple[Layer, ...] = get_args(Layer)
What = Literal["pair", "own", "clause", "row", "prohibition", "safeguard", "fact"]
Part = tuple[What, str]


@dataclass(frozen=True)
class Layered:
    """One part: what it is, its id, the layer that says it, and what it says (a value; of a row, whether it is there).

    `below`: what the layer under it said, where a switch changed it; None where nothing did.
    """

    what: What
    id: str
    layer: Layer
    value: object
    below: object = None


def layers(ordinance: Ordinance) -> tuple[Layered, ...]:
    """All parts, layer by layer. A row that a switch took out is still told, with the value False."""
    base, now = ordinance.base or ordinance, dict(_parts(ordinance))
    before = dict(_parts(base))
    found = [*_of_law(ordinance)]
    for part in (*before, *(part for part in now if part not in before)):
        found.append(_layered(part, before.get(part), now.get(part)))
    return tuple(sorted(found, key=lambda one: LAYERS.index(one.layer)))


def without_layer(ordinance: Ordinance, layer: Layer) -> Ordinance:
    """What is left if a layer is taken away: an experiment, like a switch.

    Without the workshop: as the file says. Without the ordinance: national law alone (switches of rows have nothing to
    hold on to). Without national law: its safeguards and its pairs are gone, and `beyond_law` says so; a duty's own
    records stay, for looking at them is no join.
    """
    if layer == "workshop":
        return ordinance.base or ordinance
    if layer == "ordinance":
        bare = replace(
            ordinance.base or ordinance, instrument="none", caption=_labels()["caption"]["bare"]["ja"], assumes=(), law_starts=None, join_key="my_number",
            clauses=Clauses(), rows=(), prohibitions=(), safeguards=Safeguards(), switches=(), base=None,
        )  # fmt: skip
        return switched(bare, [switch for switch in ordinance.switches if "row" not in switch.partition("=")[0] and not switch.startswith("+")])
    off = [f"safeguards.{rule.id}=off" for rule in law().safeguards.values() if rule.set_by == "national-law"]
    return switched(ordinance, [*off, "clauses.statutory_pairs=off"])


def layer_label(layer: Layer, lang: str) -> str:
    """A layer's name in words."""
    return _labels()["layer"][layer][lang]


def beyond_caption(lang: str) -> str:
    """What is printed wherever a safeguard of national law is off (「実験：条例では外せません」)."""
    return _labels()["caption"]["beyond_law"][lang]


def _layered(part: Part, before: object, now: object) -> Layered:
    what, id_ = part
    if before == now:
        of_law = what == "safeguard" and law().safeguards[id_].set_by == "national-law"
        return Layered(what, id_, "national-law" if of_law else "ordinance", _said(what, now))
    return Layered(what, id_, "workshop", _said(what, now), _said(what, before))


def _said(what: What, value: object) -> object:
    return value is not None if what in ("row", "prohibition") else value


def _parts(ordinance: Ordinance) -> Iterator[tuple[Part, Any]]:
    sections: tuple[tuple[What, Any], ...] = (
        ("clause", ordinance.clauses), ("safeguard", ordinance.safeguards), ("fact", ordinance.facts),
    )  # fmt: skip
    yield ("clause", "join_key"), ordinance.join_key
    for what, section in sections:
        yield from (((what, id_), value) for id_, value in asdict(section).items())
    yield from ((("row", row.row), row) for row in ordinance.rows)
    yield from ((("prohibition", barred.row), barred) for barred in ordinance.prohibitions)


def _of_law(ordinance: Ordinance) -> Iterator[Layered]:
    """The Act's pairs, of which the blanket clause says whether they pass; and each duty's own records."""
    yield from (Layered("pair", pair.row, "national-law", ordinance.clauses.statutory_pairs) for pair in law().pairs)
    yield from (Layered("own", pair.row, "national-law", True) for pair in law().own)


@cache
def _labels() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "layers.toml").read_text(encoding="utf-8"))
