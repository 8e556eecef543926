"""Events by hand: verbs that hide the envelope, and residents with sandbox numbers."""

from __future__ import annotations

import datetime
import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from schemas.number import sandbox_number

SPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")
START = datetime.date(2024, 11, 1)
HEADER = {"effective": "2024-10-01", "notified": "2024-10-01"}
PERSON = {"birth": "1990-05-05", "sex": "female", "nationality": "japanese", "family_name": "架空", "given_name": "はな"}
PLACE = {"district": "架空町", "lot": "1番"}


def number(i: int) -> str:
    """The sandbox number of resident i."""
    return sandbox_number(30_000_000_000 + i)


@dataclass
class Log:
    """Lines of events in the order in which they were recorded; sequences go on by office and record."""

    lines: list[bytes] = field(default_factory=list)
    _sequences: dict[tuple[str, int], int] = field(default_factory=dict)
    _minute: int = 0

    def add(self, type_: str, subject: str, record: int, after: int = 0, office: str | None = None, **data: Any) -> bytes:
        """One event, `after` days after the start, a minute after the one before it."""
        office = office or {"resident": "register", "objection": "register"}.get(type_.split(".")[0], type_.split(".")[0])
        sequence = self._sequences[office, record] = self._sequences.get((office, record), 0) + 1
        self._minute += 1
        moment = datetime.datetime.combine(START + datetime.timedelta(days=after), datetime.time(6)) + datetime.timedelta(minutes=self._minute)
        event = {
            "specversion": "1.0", "source": f"/test/{office}", "type": type_, "subject": subject, "time": f"{moment.isoformat()}+09:00",
            "data": {"record": record, "sequence": sequence, **HEADER, **data, **({"office": office} if type_ == "record.relinked" else {})},
        }  # fmt: skip
        made = {"id": str(uuid.uuid5(SPACE, json.dumps(event, sort_keys=True))), **event}
        self.lines.append(json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode())
        return self.lines[-1]

    def moves_in(self, i: int, household: int, relation: str = "head", birth: str = "1990-05-05", **more: Any) -> None:
        """Resident i is on the register from the start."""
        person = {**PERSON, "birth": birth}
        self.add("resident.registered", number(i), 1000 + i, **person, **PLACE, household=household, relation=relation, registered_on="2020-01-01", **more)

    def earns(self, i: int, year: int, total_income: int, record: int | None = None, **more: Any) -> None:
        """The tax office assesses resident i for the income of a year."""
        said = {"total_income": total_income, "pay_or_pension": True, "dependants": 0, "levy_yen": 0, **more}
        self.add("tax.assessed", number(i), record or 2000 + i, year=year, **said)
