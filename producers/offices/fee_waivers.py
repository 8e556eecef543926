"""Childcare fees waived (保育料の無償, 0～2歳児クラス) for exempt households: asked of nearly all when a place is given
(take-up: D), and taken away in April when the child goes up to the class of three, or when the tax of the year says so."""

from __future__ import annotations

from producers.offices import standing
from producers.offices.schools import guardian
from producers.offices.standing import Aid
from producers.rights import with_children
from producers.town import Town

AID = Aid(
    duty="childcare-fee", office="child", fact="child.childcare_fee", field="childcare_fee", state="childcare_fee",
    event="child.fee-waiver", concerned=with_children, takes=970_000, soon=800_000, vain=10, applicant=guardian,
)  # fmt: skip


def load(town: Town) -> None:
    """Those who have it on the first day."""
    standing.load(town, AID)


def month(town: Town, index: int, first: int) -> None:
    """What happens to it in a month."""
    standing.month(town, AID, index, first)
