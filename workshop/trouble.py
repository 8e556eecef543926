"""What the machine or a parser says of a file, told in the reader's language as far as `strings/` has words for it."""

from __future__ import annotations

import errno
import re

from workshop.household.problems import shown
from workshop.words import Lang, Words

_PLACE = re.compile(r"line (\d+),? column (\d+)")


class Unusable:
    """Why the system does not give or take a file."""

    def __init__(self, error: OSError) -> None:
        self.error = error

    def reason_in(self, lang: Lang) -> str:
        """In words of ours if it is a common trouble, else in those of the system."""
        words, key = Words(lang), f"trouble.{errno.errorcode.get(self.error.errno or 0, '')}"
        return words(key) if words.has(key) else self.error.strerror or str(self.error)


class Unparsed:
    """Why a text is no TOML or no JSON."""

    def __init__(self, error: Exception) -> None:
        self.said = shown(error)

    def reason_in(self, lang: Lang) -> str:
        """Where it is; and what, which parsers say in English alone."""
        place = _PLACE.search(self.said)
        if lang == "en":
            return self.said
        return Words(lang)("trouble.at", line=place[1], column=place[2]) if place else Words(lang)("trouble.somewhere")
