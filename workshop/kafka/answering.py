"""The written assessor on the topics: it answers the candidates that it reads, as it does in one process, where no person did."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Iterator

from processors.assess.answers import NONE, name_of
from processors.duties import ASSESSED
from processors.engine import Engine
from schemas.events import TOKYO
from schemas.vocabulary import ASSESSMENT_DECIDED
from workshop.assessor import Candidates, WrittenAssessor

SOURCE = "/workshop/written-assessor"


def answers(assessor: WrittenAssessor, engine: Engine, lane: str) -> Iterator[bytes]:
    """Events that answer the candidates of a lane that are due on the engine's day, and that nobody has answered: each at the first moment of the day on which it is due.
    What is said goes by the name of the ordinance, so that it is the same in whichever lane that is in force."""
    assess = engine.assess
    if not assess.lanes[lane].asks_people:
        return
    ordinance = assess.lanes[lane].ordinance
    for programme in ASSESSED:
        homes, units, since = assess.candidates(lane, programme)
        due = since + assessor.habits.days
        open_ = (assess.lanes[lane].answers[programme].said(homes, units, since) == NONE) & (due <= engine.day) & (since > 0)
        homes, units, since, due = (column[open_] for column in (homes, units, since, due))
        if len(homes):
            now = Candidates(assess.units.index.find(homes), units, since)
            accepted = assessor.accepts((ordinance.name, programme), homes, now, ordinance.facts)
            for *candidate, day, yes in zip(*(column.tolist() for column in (homes, units, since, due, accepted))):
                yield _decided(lane, programme, name_of(*candidate), day, yes)


def _decided(lane: str, programme: str, unit: str, day: int, yes: bool) -> bytes:
    time = datetime.datetime.combine(datetime.date.fromordinal(day), datetime.time(), TOKYO)
    data = {"lane": lane, "programme": programme, "unit": unit, "decision": "accept" if yes else "reject"}
    event = {"specversion": "1.0", "source": SOURCE, "type": ASSESSMENT_DECIDED.type, "time": time.isoformat(), "data": data}
    return json.dumps({"id": str(uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(event, sort_keys=True))), **event}).encode()
