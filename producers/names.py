"""Names of nobody and of nowhere: family names made up for the sandbox, and places that say 架空."""

from __future__ import annotations

import json

from producers.tables import read


def _words(key: str, before: str = "", after: str = "") -> tuple[str, ...]:
    return tuple(before + word + after for word in read("names.toml")[key].split())


FAMILY, FEMALE, MALE = _words("family"), _words("female"), _words("male")
FOREIGN_FAMILY, FOREIGN_GIVEN = _words("foreign_family"), _words("foreign_given")
DISTRICTS = _words("districts", "架空", "町")
ELEMENTARY = _words("elementary", "架空", "小学校")
JUNIOR_HIGH = _words("junior_high", "架空", "中学校")
NOTES = _words("notes", "（架空）")
LOTS = tuple(f"{block}番{lot}号" for block in range(1, 41) for lot in range(1, 51))


class Texts:
    """Texts by number, as columns of events store them; none needs escaping in JSON."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self.lots = self._add(LOTS)
        self.districts = self._add(DISTRICTS)
        self.family = self._add(FAMILY)
        self.female = self._add(FEMALE)
        self.male = self._add(MALE)
        self.foreign_family = self._add(FOREIGN_FAMILY)
        self.foreign_given = self._add(FOREIGN_GIVEN)
        self.elementary = self._add(ELEMENTARY)
        self.junior_high = self._add(JUNIOR_HIGH)
        self.notes = self._add(NOTES)
        self.nothing = self._add(("",))[0]

    def _add(self, texts: tuple[str, ...]) -> range:
        for text in texts:
            assert json.dumps(text, ensure_ascii=False) == f'"{text}"', (
                f"the text {text!r} would need escaping in JSON: choose another one"
            )
        self.all.extend(texts)
        return range(len(self.all) - len(texts), len(self.all))
