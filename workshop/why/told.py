"""A verdict as a clerk would explain it: records and thresholds, what passed by which row, and the result."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from schemas.catalogue import catalogue
from schemas.programmes import PROGRAMMES
from schemas.trace import walk
from schemas.trace_text import render
from workshop.household.results import HOUSEHOLD_UNIT, STATUS
from workshop.tables import cause_text
from workshop.why.rows import row_name
from workshop.why.sources import Sources
from workshop.why.world import World
from workshop.words import Words

Result = dict[str, Any]


@dataclass(frozen=True)
class Telling:
    """Tells of one household."""

    world: World
    words: Words

    def sourced(self, result: Result) -> Result:
        """A result whose trace names the source of each fact (`sources`)."""
        trace = result["trace"]
        if trace is not None and "tree" in trace:
            sources = self._sources
            for step in walk(trace):
                if "fact" in step:
                    step["sources"] = sources.of(step)
        return result

    def lines(self, result: Result, full: bool = False) -> Iterator[str]:
        """All that is to be said of a verdict."""
        words, trace = self.words, result["trace"]
        unit, verdict = self.unit(result["unit"]), words(f"verdict.{result['verdict']}")
        yield words("assess.verdict", programme=words.label(PROGRAMMES[result["programme"]]), unit=unit, verdict=verdict)
        if "reason" in trace:
            yield words(f"assess.{trace['reason']}")
        yield self._result(result, verdict)
        if result["verdict"] == "eligible" and result["programme"] != STATUS:
            yield words("why.candidate")
        if "reason" not in trace:
            yield from self._trace(trace, full)
        yield from self._gate(trace.get("gate", []))

    @property
    def _people(self) -> list[str]:
        return [person if isinstance(person, str) else self.words.label(person) for person in self.world.people.values()]

    def legend(self) -> str:
        """Who is who, where members are called by their relation; nothing where they have names."""
        pairs = zip(self._people, self.world.results().names)
        who = self.words("assess.and").join(self.words("why.is", person=person, id=id_) for person, id_ in pairs)
        return "" if self.world.by_name else self.words("why.legend", who=who)

    def warnings(self) -> Iterator[str]:
        """Where an office has several records under one number, one of them may be somebody else's."""
        world, words = self.world, self.words
        for key, person in zip(world.people, self._people):
            for office in ("tax", "welfare", "child"):
                count = len(world.kept.records(world.number(key), office))
                if count > 1:
                    yield words("why.two_records", who=person, office=words.label(catalogue().offices[office]), count=count)

    def unit(self, unit: str) -> str:
        """What a unit is called."""
        if unit == HOUSEHOLD_UNIT:
            return self.words("assess.household")
        return dict(zip(self.world.results().names, self._people)).get(unit, unit)

    @property
    def _sources(self) -> Sources:
        return Sources(self.world, self.world.results().view.members, self._people)

    def _trace(self, trace: Any, full: bool) -> Iterator[str]:
        people, sources = self._people, self._sources
        first, *rest = render(trace, self.words.lang, full, people, lambda fact: sources.lines(self.words, fact))[1:]
        yield first
        yield self.words("why.facts")
        yield from ("  " + line for line in rest)

    def _gate(self, answers: list[Result]) -> Iterator[str]:
        """What passed and what did not, once for each kind and row."""
        if not answers:
            return
        yield self.words("why.gate")
        names = dict(zip(self.world.results().names, self._people))
        grouped: dict[tuple[Any, ...], list[str]] = {}
        for a in answers:
            key = (a["kind"], a["allowed"], a["code"], a["row"], a[f"article_{self.words.lang}"], a[f"pair_{self.words.lang}"])
            grouped.setdefault(key, []).append(names[a["member"]])
        for (kind, allowed, code, row, *cited), members in grouped.items():
            yield self._answer(kind, allowed, code, row, cited, members)

    def _answer(self, kind: str, allowed: bool, code: str, row: str | None, cited: list[str], members: list[str]) -> str:
        words = self.words
        named = words.label(row_name(self.world.ordinance, row)) if row else ""
        by = words("why.between").join(part for part in (named, *cited) if part)
        return words(
            "why.answer" if code == "answer-only" else "why.passes" if allowed else "why.stays", kind=words.label(catalogue().kinds[kind]), members=words("assess.and").join(members),
            code=words(f"code.{code}"), by=words("why.by", by=by) if by else "",
        )  # fmt: skip

    def _result(self, result: Result, verdict: str) -> str:
        words, yen = self.words, result["amount_yen"]
        amount = words("why.amount", amount=words(f"amount.{result['per']}", yen=f"{yen:,}")) if yen is not None else ""
        return words("why.result", verdict=verdict, amount=amount, why=self._because(result))

    def _because(self, result: Result) -> str:
        words = self.words
        if result["verdict"] == "eligible":
            return words("why.because_eligible")
        if result["verdict"] == "cannot-be-told":
            causes = words("assess.and").join(cause_text(words, cause) for cause in result["causes"])
            return words("why.because_cannot", causes=causes) if causes else words("why.because_unknown")
        if result["trace"].get("reason") == "answered":
            return words("why.because_answered")
        failed = [step[f"label_{words.lang}"] for step in _failed(result["trace"])]
        quoted = words("why.between_quotes").join(words("why.quoted", text=text) for text in failed)
        return words("why.because_not", conditions=quoted) if failed else words("why.because_no_unit")


def _failed(trace: Any) -> list[Any]:
    """The conditions right below the verdict that are not met."""
    tree = next((step for step in trace.get("tree", []) if step.get("step") in ("eligible", "exempt")), None)
    tree = tree or next((step for step in trace.get("tree", []) if _untrue(step)), None)
    failed = [part for part in (tree or {}).get("parts", ()) if _untrue(part) and not part.get("aside")]
    return failed or ([tree] if tree is not None else [])


def _untrue(step: Any) -> bool:
    cells = step.get("cells", [])
    return "step" in step and bool(cells) and all(cell["value"] is False for cell in cells)
