"""A town written by hand: a few residents, what the offices recorded of them and what is true, in files as `nayose
simulate` writes them."""

from __future__ import annotations

import datetime
import json
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from schemas.number import sandbox_number

START, END = datetime.date(2024, 11, 1), datetime.date(2025, 10, 31)
OFFICES = ("register", "tax", "welfare", "child")
BENEFIT_YEAR, NEWEST = 2023, 2024
"""The income year of the benefit on the last day, and the newest one that is assessed."""
LOW, HIGH = 100_000, 5_000_000


@dataclass
class Hand:
    """Residents are known by a name; everything about them is written as it is told."""

    events: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: {office: [] for office in OFFICES})
    truths: dict[str, dict[str, Any]] = field(default_factory=dict)
    _sequences: dict[tuple[str, str], int] = field(default_factory=dict)

    def number(self, name: str) -> str:
        """The resident's My Number."""
        return sandbox_number(20_000_000_000 + 7 * self._place(name))

    def record(self, name: str, office: str) -> int:
        """The resident's record at an office."""
        return 1000 + 10 * self._place(name) + OFFICES.index(office)

    def _place(self, name: str) -> int:
        return list(self.truths).index(name)

    def tell(self, office: str, type_: str, name: str, on: datetime.date, under: str = "", /, **data: Any) -> None:
        """One event of an office about a resident's record; `under`: under whose number it stands (their own)."""
        key = (office, name)
        self._sequences[key] = self._sequences.get(key, 0) + 1
        head = {
            "record": self.record(name, office),
            "sequence": self._sequences[key],
            "effective": on.isoformat(),
            "notified": on.isoformat(),
        }
        event = {
            "specversion": "1.0",
            "source": f"/aobano/{office}",
            "type": type_,
            "subject": self.number(under or name),
            "time": f"{on.isoformat()}T09:{len(self.events[office]) % 60:02d}:00+09:00",
            "data": head | data,
        }
        event["id"] = str(uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(event, sort_keys=True)))
        self.events[office].append(event)

    def resident(
        self,
        name: str,
        household: int,
        relation: str = "head",
        birth: str = "1980-05-05",
        came: datetime.date = datetime.date(2010, 4, 1),
        home: int | None = None,
        home_relation: str = "",
        sex: str = "female",
        **truth: Any,
    ) -> None:
        """A resident on the register; `home` and `home_relation` where life is not as registered."""
        self.truths[name] = {
            "residency": "registered",
            "household": household,
            "home": home or household,
            "facts": {"birth": birth, "sex": sex, "relation": home_relation or relation},
            "years": {},
            "income_last_12_months": 0,
            "in_difficulty": False,
            "overpaid": False,
            "little_assets": False,
            "withholds_premium": False,
            "not_entitled": False,
            "errors": [],
            "applications": [],
        } | truth
        self.tell(
            "register",
            "resident.registered",
            name,
            START,
            birth=birth,
            sex=sex,
            nationality="japanese",
            family_name="青葉",
            given_name=name,
            household=household,
            relation=relation,
            district="架空町",
            lot="1番",
            registered_on=came.isoformat(),
        )

    def income(
        self,
        name: str,
        true: int,
        recent: int | None = None,
        recorded: int | None = None,
        under: str = "",
        filed: bool = True,
    ) -> None:
        """The income of both years, and of the last twelve months; recorded at the start unless it was not `filed`."""
        truth = self.truths[name]
        truth["years"] = {
            str(year): {"total_income": true, "pay_or_pension": true > 0} for year in (BENEFIT_YEAR, NEWEST)
        }
        truth["income_last_12_months"] = true if recent is None else recent
        for year in (BENEFIT_YEAR, NEWEST) if filed else ():
            amount = true if recorded is None else recorded
            self.tell(
                "tax",
                "tax.corrected",
                name,
                START,
                under,
                year=year,
                total_income=amount,
                pay_or_pension=amount > 0,
                dependants=0,
                levy="exempt",
                levy_yen=0,
            )

    def applies(
        self, name: str, duty: str, on: datetime.date = datetime.date(2025, 9, 1), consent: bool = True
    ) -> None:
        """An application that is still open."""
        office = "child" if duty == "school-aid" else "welfare"
        self.tell(office, f"{office}.application-received", name, on, duty=duty, tax_consent=consent)

    def passing_days(self, *days: datetime.date) -> None:
        """Something that concerns nobody else is recorded on these days, so that the log has them."""
        if "よそ" not in self.truths:
            self.resident("よそ", 99, sex="male")
            self.income("よそ", HIGH)
        for day in days:
            self.tell("tax", "tax.certificate-issued", "よそ", day)

    def error(self, name: str, word: str) -> None:
        """An error of recording that hit the resident."""
        self.truths[name]["errors"].append(word)

    def write(self, folder: Path) -> Path:
        """Writes the five files; the last event is of the run's last day."""
        self.passing_days(END)
        for office, events in self.events.items():
            lines = [json.dumps(event, ensure_ascii=False) for event in sorted(events, key=lambda e: e["time"])]
            (folder / f"{office}.jsonl").write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        with (folder / "truth.jsonl").open("w", encoding="utf-8") as file:
            for name, truth in self.truths.items():
                records = {office: self.record(name, office) for office in OFFICES}
                file.write(
                    json.dumps(truth | {"number": self.number(name), "records": records}, ensure_ascii=False) + "\n"
                )
        return folder
