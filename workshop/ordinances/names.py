"""The names of what an ordinance speaks of, as people read them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from schemas.attributes import ATTRIBUTES
from schemas.catalogue import catalogue
from schemas.law import law
from schemas.ordinance.difference import ANSWER
from schemas.wording import WORDS
from workshop.words import Words


@dataclass(frozen=True)
class Names:
    """Names in one language; several are joined as the language joins them."""

    words: Words

    def organ(self, id_: str) -> str:
        """An organ."""
        return self.words.label(catalogue().organs[id_])

    def duty(self, id_: str) -> str:
        """A duty."""
        return self.words.label(catalogue().duties[id_])

    def kinds(self, ids: Iterable[str]) -> str:
        """Data kinds; one without a name in law is marked."""
        mark = self.words("show.no_statutory_name")
        return self._all(
            self.words.label(kind) + ("" if kind.statutory_name else mark)
            for kind in map(catalogue().kinds.get, ids)
            if kind
        )

    def subjects(self, ids: Iterable[str]) -> str:
        """Whose data."""
        return self._all(self.words.label(catalogue().subjects[id_]) for id_ in ids)

    def triggers(self, ids: Iterable[str]) -> str:
        """Triggers."""
        return self._all(self.words.label(catalogue().triggers[id_]) for id_ in ids)

    def attributes(self, ids: Iterable[str]) -> str:
        """Attributes, or the answer that stands for them."""
        return self._all(
            self.words("show.answer") if id_ == ANSWER else self.words.label(ATTRIBUTES[id_].field) for id_ in ids
        )

    def article(self, id_: str) -> str:
        """An article, or what an ordinance assumes of the law."""
        return self.words.label(law().articles.get(id_) or law().assumptions[id_])

    def day(self, ordinal: int) -> str:
        """A day."""
        return WORDS[self.words.lang].date(datetime.date.fromordinal(ordinal).isoformat())

    def of_year(self, days: Iterable[str]) -> str:
        """Days that come every year ("04-15")."""
        return self._all(self.words("show.of_year", month=int(day[:2]), day=int(day[3:])) for day in days)

    def _all(self, names: Iterable[str]) -> str:
        return self.words("show.and").join(names)
