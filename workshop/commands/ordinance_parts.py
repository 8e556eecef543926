"""`nayose ordinance pairs` and `nayose ordinance layers`: what each join inside one organ is, and which layer each part comes from."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workshop.options import day_of_records

if TYPE_CHECKING:
    from schemas.ordinance import Ordinance
    from schemas.ordinance.layers import Layered
    from schemas.ordinance.pairs import InHouse
    from workshop.desk import Desk

FIRST = datetime.date(2024, 11, 1)
"""The first day of a run, where none is named."""
Name = Annotated[str, typer.Argument(metavar="NAME")]
Switches = Annotated[list[str], typer.Option("--switch", metavar="SWITCH")]
Without = Annotated[str, typer.Option("--without", metavar="LAYER")]
Json = Annotated[bool, typer.Option("--json")]


def given(name: str, switch: list[str], without: str) -> Ordinance:
    """The ordinance that a command names, after its switches and without a layer."""
    from schemas.ordinance import load
    from workshop.lanes import worked_on

    return worked_on(load(name), switch, without)


def law_day_of(ordinance: Ordinance, on: str) -> int:
    """As which day the law sees a day of a run: the one asked for, else the first."""
    from schemas.ordinance.dates import law_day

    day = day_of_records("--on", on) if on else FIRST
    return law_day(ordinance, FIRST.toordinal(), day.toordinal())


def pairs(
    ctx: typer.Context,
    name: Name,
    on: Annotated[str, typer.Option("--on", metavar="DATE")] = "",
    switch: Switches = [],  # noqa: B006
    without: Without = "",
    json_: Json = False,
) -> int:
    """Which of the six kinds of pair each join inside one organ is."""
    from schemas.ordinance.pairs import pairs_in_house
    from workshop.asking import formula_kinds
    from workshop.tables import title_of

    desk: Desk = ctx.obj
    ordinance = given(name, switch, without)
    day = law_day_of(ordinance, on)
    found = pairs_in_house(ordinance, day, formula_kinds())
    if json_:
        desk.json([_as_json(one) for one in found])
        return 0
    desk.line(title_of(desk.words, ordinance.name, ordinance))
    desk.say("pairs.title", day=datetime.date.fromordinal(day).isoformat())
    _print_pairs(desk, found)
    return 0


def _as_json(one: InHouse) -> dict[str, Any]:
    return {
        "duty": one.duty, "kind": one.kind, "pair": one.pair.id, "pair_ja": one.pair.label_ja, "pair_en": one.pair.label_en,
        "needs_ja": one.pair.needs_ja, "needs_en": one.pair.needs_en, "rows": list(one.rows), "refusal": one.refusal,
    }  # fmt: skip


def _print_pairs(desk: Desk, found: tuple[InHouse, ...]) -> None:
    from schemas.catalogue import catalogue

    words, duty = desk.words, ""
    for one in found:
        if one.duty != duty:
            duty = one.duty
            desk.line()
            desk.line(words.label(catalogue().duties[duty]))
        desk.say(
            "pairs.line", kind=words.label(catalogue().kinds[one.kind]), pair=words.label(one.pair), here=_here(desk, one),
            needs=one.pair.needs_ja if words.lang == "ja" else one.pair.needs_en,
        )  # fmt: skip


def _here(desk: Desk, one: InHouse) -> str:
    if one.refusal:
        return str(desk.words("pairs.stays", code=desk.words(f"code.{one.refusal}")))
    return str(desk.words("pairs.passes", rows=desk.words("pairs.between_rows").join(one.rows)))


def layers(ctx: typer.Context, name: Name, switch: Switches = [], without: Without = "", json_: Json = False) -> int:  # noqa: B006
    """Which layer each part of an ordinance comes from."""
    from dataclasses import asdict

    from schemas.ordinance.layers import LAYERS, layer_label
    from schemas.ordinance.layers import layers as layers_of
    from workshop.tables import title_of

    desk: Desk = ctx.obj
    ordinance = given(name, switch, without)
    found = layers_of(ordinance)
    if json_:
        desk.json({"beyond_law": list(ordinance.beyond_law), "switches": list(ordinance.switches), "parts": [asdict(one) for one in found]})
        return 0
    desk.line(title_of(desk.words, ordinance.name, ordinance))
    for layer in LAYERS:
        desk.line()
        desk.line(layer_label(layer, desk.words.lang))
        parts = [one for one in found if one.layer == layer]
        for one in parts:
            desk.line(f"  {_part(desk, one)}")
        if not parts:
            desk.say("layers.nothing")
    return 0


def _part(desk: Desk, one: Layered) -> str:
    from schemas.law import law
    from workshop.layer_words import part_text, value_text

    text = part_text(desk.words, one)
    if one.layer == "workshop" and one.what not in ("row", "prohibition"):
        text = str(desk.words("layers.was", part=text, value=value_text(desk.words, one.below)))
    if one.what == "safeguard":
        rule = law().safeguards[one.id]
        article = desk.words.label(law().articles[rule.article])
        text += str(desk.words("layers.why", why=desk.words(f"layers.set_by_{rule.set_by}", article=article)))
    return text
