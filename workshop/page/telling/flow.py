"""The map of a lane: offices, gates, programmes, and which gate leads to which; what does not change while the town is played."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from processors.duties import ASSESSED, kinds
from processors.gate.decide import law_day
from schemas.catalogue import catalogue
from schemas.law import law
from schemas.ordinance import Row
from schemas.ordinance.position import position
from schemas.programmes import PROGRAMMES
from workshop.page.playing.history import Standing
from workshop.page.playing.lane import Lane
from workshop.page.telling.labels import article_of, goes_to, row_label
from workshop.page.telling.rules import FIXED, every_row, offices_of
from workshop.page.texts import named, worded

MOST_GATES, MOST_PROGRAMMES = 8, 5
"""So many are drawn; the rest is in the table."""


@dataclass(frozen=True)
class Gate:
    """Where a row, or a pair of the law that a clause brings in, lets an office's data pass to a duty."""

    office: str
    row: Row

    @property
    def id(self) -> str:
        """As frames name it."""
        return f"{self.office}:{self.row.row}"

    @property
    def rule(self) -> str:
        """The rule that opens and closes it."""
        return "clauses.statutory_pairs" if self.row.table == "statutory" else f"row:{self.row.row}"


@dataclass(frozen=True)
class Flow:
    """The map of a lane as of a day (ordinal)."""

    lane: Lane
    day: int
    run_start: int

    def gates(self) -> list[Gate]:
        """All gates: of the ordinance first, then of the law."""
        return [Gate(office, row) for row in (*every_row(self.lane), *map(_of_law, law().pairs)) if row.duty in ASSESSED for office in offices_of(row)]

    def state(self, gate: Gate) -> str:
        """`open`, `closed`, or `fixed`: open, and not for the ordinance to close."""
        held = [kind for kind in gate.row.kinds if catalogue().kinds[kind].office == gate.office]
        if not any(ground.row.row == gate.row.row for kind in held for ground in self._position(gate.row.duty, kind).open):
            return "closed"
        return "fixed" if gate.row.table in FIXED else "open"

    def states(self, standing: Standing) -> dict[str, dict[str, Any]]:
        """What a frame says of every gate: its state, and what passed by it so far."""
        return {gate.id: {"state": self.state(gate), "passed": standing.passed.get((gate.office, gate.row.row), 0)} for gate in self.gates()}

    def told(self, standing: Standing) -> dict[str, Any]:
        """The whole map as JSON; `rows`: every gate as a table."""
        gates = self.gates()
        programmes = self._programmes(gates)
        drawn = _drawn([gate for gate in gates if gate.row.duty in programmes], _turned(self.lane))
        return {
            "offices": [{"id": office.id, "ja": office.label_ja, "en": office.label_en, "section": worded(f"page.section.{office.id}")} for office in catalogue().offices.values()],
            "gates": [self._gate(gate) for gate in drawn],
            "programmes": [self._programme(id_) for id_ in programmes],
            "edges": [{"gate": gate.id, "programme": gate.row.duty} for gate in drawn],
            "more": len(gates) - len(drawn),
            "rows": [self._row(gate, standing) for gate in gates],
        }  # fmt: skip

    def _gate(self, gate: Gate) -> dict[str, Any]:
        row = gate.row
        return {
            "id": gate.id, "office": gate.office, "rule": gate.rule, "label": row_label(row), "to": goes_to(row, gate.office),
            "state": self.state(gate), "article": article_of(row),
        }  # fmt: skip

    def _row(self, gate: Gate, standing: Standing) -> dict[str, Any]:
        passed = standing.passed.get((gate.office, gate.row.row), 0)
        return {
            "id": gate.id, "office": gate.office, "gate": row_label(gate.row), "article": article_of(gate.row), "state": self.state(gate),
            "to": goes_to(gate.row, gate.office), "duty": named(catalogue().duties[gate.row.duty]), "passed": passed,
        }  # fmt: skip

    def _programmes(self, gates: Iterable[Gate]) -> list[str]:
        """Those of the ordinance's rows first, then those that the law lets have something."""
        judged = self.lane.ordinance.judges
        leading = [gate.row.duty for gate in gates if gate.row.table != "statutory" or self.state(gate) == "open"]
        return [id_ for id_ in dict.fromkeys([*leading, *ASSESSED]) if judged(id_) and PROGRAMMES[id_].covers(self.day)][:MOST_PROGRAMMES]

    def _programme(self, id_: str) -> dict[str, Any]:
        duty = catalogue().duties[id_]
        return {
            "id": id_, "ja": duty.label_ja, "en": duty.label_en, "nature": duty.nature,
            "offices": [{"office": office, "state": self._reads(id_, office)} for office in catalogue().offices],
        }  # fmt: skip

    def _reads(self, duty: str, office: str) -> str:
        """Whether what a programme's formula reads of an office comes to it: `here`, `withheld`, or `none` (it reads nothing)."""
        read = [kind for kind in kinds(duty, self.day) if catalogue().kinds[kind].office == office]
        if not read:
            return "none"
        return "here" if any(self._position(duty, kind).open for kind in read) else "withheld"

    def _position(self, duty: str, kind: str) -> Any:
        ordinance = self.lane.ordinance
        return position(ordinance, duty, kind, law_day(ordinance, self.run_start, self.day))


def _of_law(pair: Any) -> Row:
    organ = catalogue().duties[pair.duty].organ
    return Row("statutory", pair.row, organ, pair.duty, pair.kinds, pair.subjects, pair.triggers, organ, article=pair.article)


def _drawn(gates: list[Gate], changed: str) -> list[Gate]:
    """Those that tell most, by office, so that lines cross little: of the rule that was changed last, then one of each office and of each programme;
    of the ordinance before the law, of other offices before the register."""
    telling = sorted(gates, key=lambda gate: (gate.rule != changed, gate.row.table == "statutory", gate.office == "register"))
    of_each = {of: gate for gate in reversed(telling) for of in (gate.office, gate.row.duty)}
    wanted = [*(gate for gate in telling if gate.rule == changed), *of_each.values(), *telling]
    order = list(catalogue().offices)
    return sorted(list(dict.fromkeys(wanted))[:MOST_GATES], key=lambda gate: (order.index(gate.office), gates.index(gate)))


def _turned(lane: Lane) -> str:
    """The rule that was changed last; nothing where none was."""
    return lane.last.switch.lstrip("+-").partition("=")[0] if lane.last is not None else ""
