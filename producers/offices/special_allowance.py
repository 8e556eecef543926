"""Special child-rearing allowance (特別児童扶養手当): claimed at the city, decided on by the prefecture, whose answer the city
records. Take-up: D; many families of a child with a handbook of the lower grades never hear of it."""

from __future__ import annotations

from producers.offices import standing
from producers.offices.standing import Aid
from producers.rights import with_children
from producers.town import Town

AID = Aid(
    duty="special-child-rearing-allowance", office="welfare", fact="welfare.special_allowance",
    field="special_allowance_status", state="special_allowance", yen="special_allowance_yen",
    event="welfare.special-allowance", concerned=with_children, takes=720_000, soon=250_000, vain=8,
)  # fmt: skip


def load(town: Town) -> None:
    """Those who have it on the first day."""
    standing.load(town, AID)


def month(town: Town, index: int, first: int) -> None:
    """What happens to it in a month."""
    standing.month(town, AID, index, first)
