"""Medical aid of one-parent families (ひとり親家庭等医療費助成): asked for by most who could have it (take-up: D, near that of
the allowance that it goes with)."""

from __future__ import annotations

from producers.offices import standing
from producers.offices.standing import Aid
from producers.rights import with_children
from producers.town import Town

AID = Aid(
    duty="single-parent-medical-aid", office="welfare", fact="welfare.medical_aid", field="medical_aid",
    state="medical_aid", event="welfare.medical-aid", concerned=with_children, takes=750_000, soon=350_000, vain=6,
)  # fmt: skip


def load(town: Town) -> None:
    """Those who have it on the first day."""
    standing.load(town, AID)


def month(town: Town, index: int, first: int) -> None:
    """What happens to it in a month."""
    standing.month(town, AID, index, first)
