"""The ordinances that a command is given, as lanes by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workshop.letters import Letter, listing
from workshop.options import one_of

if TYPE_CHECKING:
    from schemas.ordinance import Ordinance


def lanes(names: Sequence[str], switches: Sequence[str] = (), without: str = "") -> dict[str, Ordinance]:
    """The ordinances of some names or paths after the workshop's switches, and without a layer, by the name of each.

    Letter: none, or two of one name, or no such layer; OrdinanceError: unreadable, or no such switch.
    """
    from schemas.ordinance import load
    from schemas.ordinance import names as at_hand

    if not names:
        raise Letter("usage.which_ordinance", allowed=listing(at_hand()))
    found: dict[str, Ordinance] = {}
    for name in names:
        ordinance = worked_on(load(name), switches, without)
        if ordinance.name in found and ordinance != found[ordinance.name]:
            raise Letter("usage.two_of_a_name", found=ordinance.name)
        found[ordinance.name] = ordinance
    return found


def worked_on(ordinance: Ordinance, switches: Sequence[str] = (), without: str = "") -> Ordinance:
    """The ordinance after the workshop's switches, and without a layer. Letter: no such layer; OrdinanceError: no such switch."""
    from schemas.ordinance.layers import LAYERS, without_layer
    from schemas.ordinance.switch import switched

    made = switched(ordinance, switches)
    return without_layer(made, next(layer for layer in LAYERS if layer == one_of("--without", without, LAYERS))) if without else made
