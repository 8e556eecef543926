"""Events a second of Nayose's three stages, and of the peers' simpler join, on one broker with the same log, filled beforehand."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from benchmarks.harness import Seen, check_answers
from benchmarks.kafka import engines
from benchmarks.kafka.ground import Ground, ground
from benchmarks.kafka.quix_place import python_of_quix
from benchmarks.peers import plain_dicts

Engine = Callable[[Ground], Seen]
NAYOSE, TWO, QUIX, FAUST = "nayose, 1 worker", "nayose, 2 workers", "Quix Streams", "plain Faust"


def chosen(tell: Callable[[str], None]) -> dict[str, Engine]:
    """The engines that can run here; others are named."""
    made: dict[str, Engine] = {
        NAYOSE: lambda there: engines.nayose(there, 1), TWO: lambda there: engines.nayose(there, 2),
        FAUST: lambda there: engines.peer(there, FAUST, sys.executable, "benchmarks.kafka.faust_join"),
    }  # fmt: skip
    try:
        python = python_of_quix()
        made[QUIX] = lambda there: engines.peer(there, QUIX, python, "benchmarks.kafka.quix_join")
    except OSError as error:
        tell(f"{QUIX} is left out: {error}")
    return made


def measure(broker: str, folder: Path, residents: int, rounds: int, tell: Callable[[str], None]) -> list[list[Seen]]:
    """What was seen, round by round. Each round begins with another engine. Disagreement: the peers' answers, or the one of plain dicts, differ."""
    made, found = chosen(tell), []
    known = _plain_dicts(folder)
    for number in range(rounds):
        names = list(made)
        turn = number % len(names)
        seen = []
        for name in [*names[turn:], *names[:turn]]:
            with ground(broker, folder, residents, "speed") as there:
                there.put_in_force("C")
                there.fill()
                seen.append(made[name](there))
            tell(f"{name}: {speed(seen[-1]):,.0f} events/s")
        check_answers([known, *seen])
        found.append(seen)
    return found


def _plain_dicts(folder: Path) -> Seen:
    run = plain_dicts.run(folder)
    return {"engine": "plain-dicts", "events": run.events, "answer": vars(run.answer)}


def speed(seen: Seen) -> float:
    """Events a second."""
    return float(seen["events"] / seen["seconds"])


def show(rounds: Sequence[Sequence[Seen]], console: Console) -> None:
    """Prints medians over the rounds, and ratios to one worker of Nayose in the same round."""
    table = Table(title="events a second on one broker, from the first event to all outputs there and committed")
    for title in ("engine", "events/s", "of one worker of Nayose", "its core seconds", "core seconds of all else meanwhile"):
        table.add_column(title, justify="left" if title == "engine" else "right")
    by_round = [{seen["engine"]: seen for seen in some} for some in rounds]
    for name in by_round[0]:
        mine = [some[name] for some in by_round]
        ratio = median(speed(some[name]) / speed(some[NAYOSE]) for some in by_round)
        cores = [_number(median(s[key] for s in mine)) if mine[0][key] is not None else "–" for key in ("core_seconds", "others_core_seconds")]
        table.add_row(name, f"{median(map(speed, mine)):,.0f}", f"{ratio:.2f}", *cores)
    console.print(table)


def _number(value: float) -> str:
    return f"{value:.1f}"
