"""The draft as a whole: its title, and its parts in the order of the form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from schemas.catalogue import Named, catalogue
from schemas.law import law
from schemas.ordinance import Ordinance
from schemas.wording import WORDS
from workshop.live import date_of
from workshop.words import Words


@dataclass(frozen=True)
class Draft:
    """What a draft is made of. `persons`: in all files of each duty; None: not told."""

    ordinance: Ordinance
    words: Words
    persons: int | None = None

    def label(self, thing: Named) -> str:
        """A name of the catalogue."""
        return self.words.label(thing)

    def several(self, parts: Iterable[str]) -> str:
        """Parts in a row, or a word for none."""
        return self.words("pia.between").join(parts) or self.words("pia.none")

    @property
    def needed(self) -> str | None:
        """The level of assessment that the size asks for; None: the size is not told."""
        return None if self.persons is None else law().pia_needed(self.persons)


def write(draft: Draft) -> str:
    """The draft as Markdown. The same ordinance, size and language give the same text."""
    from workshop.pia import basics, files, joins, risks, threshold

    parts = (
        _title(draft), basics.part(draft), ["", f"## {draft.words('pia.part_files')}"], threshold.section(draft), files.section(draft),
        joins.sections(draft), files.kept(draft), risks.parts(draft),
    )  # fmt: skip
    return _text(line for part in parts for line in part)


def _text(lines: Iterable[str]) -> str:
    """The lines as text, with one empty line where there are several."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip() + "\n"


def _title(draft: Draft) -> list[str]:
    ordinance, words = draft.ordinance, draft.words
    assumed = (words.label(law().assumptions[id_]) for id_ in ordinance.assumes)
    told = {
        "body": ordinance.municipality,
        "organs": draft.several(draft.label(organ) for organ in catalogue().organs.values()),
        "ordinance": ordinance.title,
        "instrument": words(f"instrument.{ordinance.instrument}") + (words("lane.caption", caption=ordinance.caption) if ordinance.caption else ""),
        "assumed": draft.several(assumed),
        "clauses": draft.several(words(f"pia.clause.{name}") for name, there in asdict(ordinance.clauses).items() if there),
        "law_starts": WORDS[words.lang].date(date_of(ordinance.law_starts)) if ordinance.law_starts else words("pia.none"),
    }
    lines = [f"- {words('pia.told', what=words(f'pia.title.{key}'), value=value)}" for key, value in told.items()]
    return [f"# {words('pia.title.heading')}", "", f"> {words('pia.title.draft')}", "", *lines]
