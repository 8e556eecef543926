"""The ordinances that a command is given, as lanes by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workshop.letters import Letter, listing

if TYPE_CHECKING:
    from schemas.ordinance import Ordinance


def lanes(names: Sequence[str]) -> dict[str, Ordinance]:
    """The ordinances of some names or paths, by the name of each. Letter: none, or two of one name; OrdinanceError: unreadable."""
    from schemas.ordinance import load
    from schemas.ordinance import names as at_hand

    if not names:
        raise Letter("usage.which_ordinance", allowed=listing(at_hand()))
    found: dict[str, Ordinance] = {}
    for name in names:
        ordinance = streamable(load(name))
        if ordinance.name in found and ordinance != found[ordinance.name]:
            raise Letter("usage.two_of_a_name", found=ordinance.name)
        found[ordinance.name] = ordinance
    return found


def streamable(ordinance: Ordinance) -> Ordinance:
    """The ordinance, if the stream can do what it says. Letter: the holder's part of a formula is not evaluated apart yet."""
    if ordinance.safeguards.answer_only:
        raise Letter("usage.answer_only", found=ordinance.name)
    return ordinance
