"""An explanation as indented lines of text, in Japanese or English."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Literal

from schemas.catalogue import catalogue
from schemas.trace import Tree
from schemas.wording import WORDS, Words

Lang = Literal["ja", "en"]


Beside = Callable[[Tree], list[str]]
"""What is to be said below the line of a fact."""
_ASIDES = re.compile(r"（(?:domain|reference) [^）]*）| @[0-9a-f]{6,}")
"""What a source says for those who keep the parameters: where in their notes, and which version of a program."""


def render(
    explanation: Tree, lang: Lang = "ja", full: bool = False, called: Sequence[str] = (), beside: Beside | None = None
) -> list[str]:
    """The lines of an explanation. `full`: also what did not matter to the verdict. `called`: what the members are
    called, by row (else by their relation).
    """
    return _Renderer(explanation, lang, full, called, beside).lines()


def source_in_words(source: str) -> str:
    """A source without what it says for those who keep the parameters."""
    return _ASIDES.sub("", source)


class _Renderer:
    def __init__(
        self, explanation: Tree, lang: Lang, full: bool, called: Sequence[str], beside: Beside | None
    ) -> None:
        self.explanation, self.lang, self.full, self.beside = explanation, lang, full, beside
        self.words: Words = WORDS[lang]
        self.people = list(called) or self._people()

    def lines(self) -> list[str]:
        lines = [self._title(), *self._conditions()]
        for step in self.explanation["tree"]:
            lines += self._step(step, 1)
        return lines

    def _title(self) -> str:
        said = self.explanation
        about = "" if said["member"] is None else self.words.brackets(self.people[said["member"]])
        verdict = self.words.verdicts[said["verdict"]] if said["is_unit"] is not False else self.words.no_unit
        return self.words.line(said[f"label_{self.lang}"] + about, verdict)

    def _conditions(self) -> list[str]:
        said, words = self.explanation, self.words
        parts = [words.on_day.format(day=words.date(said["day"]))]
        if said["income_year"] is not None:
            parts.append(words.of_income.format(year=said["income_year"]))
        if said["amount"] is not None and said["verdict"] != "not-eligible":
            parts.append(words.line(words.per[said["per"]], self._cell(said["amount"], "yen")))
        return ["  " + words.comma.join(parts)]

    def _people(self) -> list[str]:
        """What each member is called: the relation, with a number where several have it."""
        named = [person[f"label_{self.lang}"] or self.words.member for person in self.explanation["members"]]
        several, met, people = Counter(named), Counter[str](), []
        for name in named:
            met[name] += 1
            people.append(f"{name}{self.words.number}{met[name]}" if several[name] > 1 else name)
        return people

    def _step(self, step: Tree, depth: int) -> list[str]:
        if step.get("aside") and not self.full:
            return []
        lines = ["  " * depth + self._line(step)]
        if self.beside is not None and "fact" in step and not step.get("seen"):
            lines += ["  " * (depth + 1) + said for said in self.beside(step)]
        for part in step.get("parts", ()):
            lines += self._step(part, depth + 1)
        return lines

    def _line(self, step: Tree) -> str:
        label = step[f"label_{self.lang}"]
        if "threshold" in step:
            return self._threshold(step, label)
        if "fact" in step:
            label += self.words.brackets(self._origin(step))
        said = self.words.line(label, self._cells(step))
        return said + self.words.brackets(self.words.above) if step.get("seen") else said

    def _origin(self, fact: Tree) -> str:
        kind = str(fact[f"kind_{self.lang}"])
        year = fact["income_year"]
        return kind if year is None else kind + self.words.comma + self.words.of_income.format(year=year)

    def _threshold(self, step: Tree, label: str) -> str:
        source = self.words.brackets(self._source(step))
        if not isinstance(step["value"], dict):
            return self.words.line(label, self._number(step["value"], step["unit"])) + source
        return self.words.line(label, self._rows(step) if self.full else self.words.table) + source

    def _rows(self, step: Tree) -> str:
        rows = (
            self.words.row.format(key=key, value=self._number(row, step["unit"])) for key, row in step["value"].items()
        )
        return self.words.comma.join(rows)

    def _source(self, step: Tree) -> str:
        words = self.words
        if step["source"] == "ordinance":
            return words.by_ordinance
        since = words.since.format(day=words.date(step["since"]))
        return words.comma.join((since, source_in_words(step["source"]), words.confidence[step["confidence"]]))

    def _cells(self, step: Tree) -> str:
        cells, unit = step["cells"], step["unit"]
        if "member" not in cells[0]:
            return self._cell(cells[0], unit, step.get("fact"))
        about = self.explanation["member"]
        if len(cells) == 1 and cells[0]["member"] == about:
            return self._cell(cells[0], unit, step.get("fact"))
        return self.words.comma.join(
            f"{self.people[c['member']]} {self._cell(c, unit, step.get('fact'))}" for c in cells
        )

    def _cell(self, cell: Tree, unit: str, fact: str | None = None) -> str:
        value = cell["value"]
        if value is None and not cell.get("causes"):
            return self.words.none
        if value is None:
            return self._unknown(cell, unit)
        if isinstance(value, bool):
            return self.words.yes if value else self.words.no
        if isinstance(value, str):
            return self.words.date(value) if unit == "date" else self.words.choice(fact or "", value)
        return self._number(value, unit)

    def _unknown(self, cell: Tree, unit: str) -> str:
        why = [self._cause(cause) for cause in cell["causes"]]
        return self.words.unknown + self.words.brackets(self.words.comma.join(self._range(cell, unit) + why))

    def _range(self, cell: Tree, unit: str) -> list[str]:
        least, most = (None if cell.get(end) is None else self._number(cell[end], unit) for end in ("least", "most"))
        if least is None:
            return [] if most is None else [self.words.at_most.format(most=most)]
        return [
            self.words.at_least.format(least=least)
            if most is None
            else self.words.between.format(least=least, most=most)
        ]

    def _cause(self, cause: Tree) -> str:
        kind = catalogue().kinds[cause["kind"]]
        return (
            (kind.label_ja if self.lang == "ja" else kind.label_en)
            + self.words.space
            + self.words.states[cause["state"]]
        )

    def _number(self, value: Any, unit: str) -> str:
        return self.words.yen.format(value) if unit == "yen" else f"{value:,}"
