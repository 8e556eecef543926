"""Letters: what a command says when it cannot do what was asked, in the words of `strings/`."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from workshop.words import Words

NOTHING_READ = 2
"""Exit code: nothing could be read, or the command line itself is wrong."""


class Letter(Exception):
    """What is wrong, by the key of its string and the string's placeholders; the command ends with `code`."""

    def __init__(self, key: str, code: int = NOTHING_READ, /, **values: object) -> None:
        super().__init__(key)
        self.key, self.code, self.values = key, code, values

    def text(self, words: Words) -> str:
        """The letter in a language; what has a reason among its values says it in that language."""
        said = {name: value.reason_in(words.lang) if hasattr(value, "reason_in") else value for name, value in self.values.items()}
        return words(self.key, **said)


class Plain(Letter):
    """A letter that another part of the sandbox wrote already, in both languages."""

    def __init__(self, ja: str, en: str, code: int = NOTHING_READ) -> None:
        super().__init__("", code)
        self.ja, self.en = ja, en

    def text(self, words: Words) -> str:
        """The letter in a language."""
        return self.ja if words.lang == "ja" else self.en


def listing(names: Iterable[object]) -> str:
    """Allowed names in a row."""
    return ", ".join(str(name) for name in names)


def nearest(name: object, names: Iterable[str]) -> str:
    """The allowed name that was probably meant, or nothing."""
    plain = {known.lower().replace("_", "-"): known for known in names}
    asked = str(name)[:100].lower().replace("_", "-")
    near = difflib.get_close_matches(asked, plain, 1, 0.6)
    near = near or [known for known in plain if len(asked) >= 3 and asked in known][:1]
    return plain[near[0]] if near else ""
