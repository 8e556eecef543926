"""One line of `truth.jsonl`: what is true of a resident on the last day of a run. It reaches no office; the score
and the written assessor read it.

True facts, never verdicts: a reader evaluates the programmes' formulas over them, household by household (`home`).
"""

from __future__ import annotations

from typing import Any

from typing_extensions import TypedDict

LATENT = ("in_difficulty", "overpaid", "little_assets", "withholds_premium", "not_entitled")
"""The states of a resident that no record holds and no formula reads."""


class TrueApplication(TypedDict):
    """What somebody applied for, or what was applied for on a child's behalf."""

    duty: str
    on: str
    result: str
    """`open`, `granted`, `denied`, `withdrawn` or `ended`."""
    decided_on: str | None


class TrueResident(TypedDict):
    """One resident. Dates are ISO, choices words, yen whole numbers, as in events.

    `facts` holds attributes by name (schemas.attributes) that are not kept by income year, `years` those that are,
    by income year.
    An attribute that is not there has its field's default (0, false, the first word; `levy`: "exempt"); a year that
    is not
    there has it throughout. `standard_score` and `standard_score_fall` are not there for who was not tested (twice).
    """

    resident: int
    number: str
    """The number that is rightly theirs on the last day."""
    numbers: list[str]
    """All that ever were, the newest last."""
    records: dict[str, int]
    """Their record (宛名番号) at each office that has one."""
    residency: str
    """`registered` for who lives in the town, else `moved-out`, `dead` or `deleted`."""
    registered: bool
    """Whether the register had them as living here when the last day ended."""
    household: int | None
    """The household (世帯番号) that the register last said, if any."""
    home: int | None
    """Where they really live: a household number as well; residents with the same one live together."""
    facts: dict[str, Any]
    """With `birth`, `sex`, `nationality` and `relation`: the relation to the head of the home."""
    years: dict[str, dict[str, Any]]
    income_last_12_months: int
    in_difficulty: bool
    """Latent: no record holds it, no formula reads it."""
    overpaid: bool
    """Latent: gets more than they would if all were known."""
    little_assets: bool
    """Latent: their household has hardly any savings."""
    withholds_premium: bool
    """Latent: lives in a household that owes premiums of the national health insurance and could pay them."""
    not_entitled: bool
    """Latent: is paid the child-rearing allowance and has no right to it any more."""
    card_held: bool
    number_on_forms: bool
    errors: list[str]
    """Errors of recording that hit them, as `what` or `what:where`."""
    applications: list[TrueApplication]
