"""Dead letters: what could not be taken, why, and where it stands in the log; numbers masked, and no more text than one can read.

Of what is in custody no value is told, however wrong it is: whoever may know it finds it at its offset.
"""

from __future__ import annotations

from pydantic_core import to_json

from processors.decoding.letters import Rejection
from processors.parts.log import DEAD_LETTERS, Out, Record, in_custody
from schemas.number import mask

MOST_SHOWN = 2000


def dead(record: Record, reason: str, text: str = "") -> Out:
    """The letter about a record."""
    text = "" if in_custody(record.topic) else mask(text)[:MOST_SHOWN]
    said = {"topic": record.topic, "partition": record.partition, "offset": record.offset, "reason": mask(reason), "text": text}
    return Out(DEAD_LETTERS, 0, f"{record.topic}/{record.partition}/{record.offset}".encode(), to_json(said))


def of_rejection(record: Record, rejection: Rejection) -> Out:
    """The letter about an event that was refused."""
    return dead(record, rejection.blind().reason)


def shown(record: Record) -> str:
    """A record's text, masked."""
    return mask((record.value or b"").decode("utf-8", "replace"))
