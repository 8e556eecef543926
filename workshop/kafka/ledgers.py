"""A lane's ledger off its topic. What an entry was decided by stands there as a reason and a row, not as a context."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from processors.gate.decide import decide
from processors.gate.entries import KINDS
from processors.gate.lane import LaneGate
from processors.gate.ledger import ACTS, Ledger
from processors.gate.roles import ROLE_BIT
from processors.gate.table import (
    APPLICATION,
    CODES,
    CONSENT,
    ELSEWHERE,
    LIFE_EVENT,
    OBJECTED,
    OPEN,
    OVER,
    PROTECTED,
    SWEEPS,
    Table,
)
from processors.messages.words import ordinal
from schemas.attributes import attributes_of
from schemas.keys import read
from schemas.ordinance import Row
from schemas.vocabulary.declare import DUTIES

_DUTY, _KIND, _CODE, _ACT = ({name: number for number, name in enumerate(names)} for names in (DUTIES, KINDS, CODES, ACTS))


class Answer(NamedTuple):
    """What a duty was answered about a kind: a code of CODES, by a row or by none."""

    kind: str
    code: str
    row: str


class _Cases(list[int]):
    """By answer, the plainest context that is answered so; looked for when somebody asks."""

    def __init__(self, table: ReadTable) -> None:
        super().__init__([0])
        self._table, self._found = table, dict[int, int]()

    def __getitem__(self, number: Any) -> Any:
        if number not in self._found:
            self._found[number] = next(self._table.cases(self._table.answers[number]), 0)
        return self._found[number]


class ReadTable(Table):
    """The table of a duty for whoever reads the topic: its contexts are the answers that were met, each with the plainest case that is answered so."""

    answers: Sequence[Answer] = ()

    def learn(self, answers: Sequence[Answer]) -> None:
        """Takes note of all answers met so far; a longer list each time."""
        if len(answers) == len(self.answers):
            return
        for number in range(len(self.answers), len(answers)):
            for name in self._left_out(answers[number]):
                self.hidden.setdefault(name, []).append(number)
        self.answers, self.contexts = tuple(answers), _Cases(self)

    def row_of(self, context: int, kind: str) -> str:
        """The row of an answer."""
        return self.answers[context].row

    def _left_out(self, answer: Answer) -> list[str]:
        row = self.question.ordinance.find_row(answer.row)
        if not isinstance(row, Row) or (passes := row.passes(answer.kind)) is None:
            return []
        return [a.name for a in attributes_of(answer.kind) if a.name not in passes]

    def cases(self, answer: Answer) -> Iterator[int]:
        """The contexts that are answered so, plain ones first."""
        if answer.code not in CODES[1:]:
            return
        flags = [(0, 1 << place) for place in (OBJECTED, PROTECTED, CONSENT, ELSEWHERE)]
        roles = [ROLE_BIT[role] for role in self._roles(answer.row)]
        for raw in sorted({sum(case) for case in product(self._opened(), roles, *flags)}, key=lambda raw: (raw.bit_count(), raw)):
            decided = decide(self.request(raw, answer.kind), self.question.ordinance)
            if (decided.code, decided.row or "") == (answer.code, answer.row):
                yield raw

    def _roles(self, row: str) -> Sequence[str]:
        found = self.question.ordinance.find_row(row)
        named = [role for role in getattr(found, "subjects", ()) if role in ROLE_BIT]
        return [*named, *(role for role in ROLE_BIT if role not in named)]

    def _opened(self) -> list[int]:
        places = [APPLICATION, LIFE_EVENT, *(SWEEPS + 2 * i for i in range(len(self.question.sweeps)))]
        return [0, *(state << place for place in places for state in (OPEN, OVER))]


class ReadLane(LaneGate):
    """What an ordinance says, for whoever reads the topics: it decides about nobody."""

    table = ReadTable


class LedgerReader:
    """Enters what the blocks of one lane say."""

    def __init__(self) -> None:
        self.ledger = Ledger()
        self.answers: defaultdict[str, list[Answer]] = defaultdict(lambda: [Answer("", "", "")])
        """By duty, each answer that was met; its place is the context of its entries. Place 0 is nobody's."""
        self._numbers: dict[tuple[str, str, str, str], int] = {}

    def take(self, block: Mapping[str, Any], lane: ReadLane, file_size: int) -> None:
        """Takes one document of `ledger`; `lane` is that of the ordinance under which it was entered."""
        contexts = [self._number(*said) for said in zip(block["duties"], block["kinds"], block["codes"], block["rows"])]
        day = ordinal(block["day"])
        lane.turn(day, file_size)
        self.teach(lane)
        self.ledger.begin(day, block["revision"], lane.tables)
        self.ledger.append(
            np.array([read(key) for key in block["subjects"]], dtype=np.int64), _column(block["duties"], _DUTY), _column(block["kinds"], _KIND),
            _column(block["codes"], _CODE), _column(block["acts"], _ACT), np.array(contexts, dtype=np.uint16),
        )  # fmt: skip
        self.ledger.seal()

    def teach(self, lane: ReadLane) -> None:
        """Tells the tables of an ordinance which answers were met, by whichever ordinance."""
        for duty, answers in self.answers.items():
            table = lane.tables[duty]
            assert isinstance(table, ReadTable)
            table.learn(answers)

    def _number(self, duty: str, kind: str, code: str, row: str) -> int:
        key = duty, kind, code, row
        if key not in self._numbers:
            self._numbers[key] = len(self.answers[duty])
            self.answers[duty].append(Answer(kind, code, row))
        return self._numbers[key]


def _column(words: Sequence[str], numbers: Mapping[str, int]) -> np.ndarray:
    return np.fromiter(map(numbers.__getitem__, words), dtype=np.uint8, count=len(words))
