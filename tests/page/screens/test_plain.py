"""The tables-only page: what the files of the screens hold, as plain HTML without a script."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from tests.page.screens.conftest import LANE, Screens

PATHS = ("/api/lanes/{lane}/summary", "/api/lanes/{lane}/flow", "/api/compare?base={lane}", "/api/lanes/{lane}/ordinance", "/api/lanes/{lane}/ledger/matrix")
OF_RESIDENT = ("timeline", "verdicts", "ledger")


class Read(HTMLParser):
    """The tables of a page as texts, and its links."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.cell = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.add(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self.cell = True
        elif tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_endtag(self, tag: str) -> None:
        self.cell = self.cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self.cell:
            self.tables[-1][-1][-1] += data


def plain(screens: Screens, query: str = "") -> tuple[str, Read]:
    answer = screens.ask(f"/tables?lane={LANE}{query}")
    assert answer.status == 200 and answer.headers["content-type"].startswith("text/html")
    page = answer.body.decode()
    return page, Read(page)


def kept(screens: Screens, path: str, lang: str) -> list[list[str]]:
    """The file of a table, without its first line and what guards against formulas."""
    said = screens.ask(f"{path}{'&' if '?' in path else '?'}as=csv&lang={lang}").body.decode("utf-8-sig")
    return [[cell.removeprefix("'") for cell in row] for row in csv.reader(io.StringIO(said))][1:]


def bare(table: list[list[str]]) -> list[list[str]]:
    return [[cell.replace(",", "") for cell in row] for row in table]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_each_table_holds_what_the_file_of_its_screen_holds(screens: Screens, lang: str) -> None:
    _, read = plain(screens, f"&lang={lang}")
    assert len(read.tables) == len(PATHS) + 1
    for found, path in zip(read.tables, PATHS, strict=False):
        assert bare(found) == bare(kept(screens, path.format(lane=LANE), lang)), path
    newest, whole = read.tables[-1], kept(screens, f"/api/lanes/{LANE}/ledger", lang)
    assert bare(newest) == bare(whole[: len(newest)]) and len(newest) == min(51, len(whole))


def test_a_resident_is_reached_by_a_link_and_has_three_tables(screens: Screens) -> None:
    _, read = plain(screens)
    link = next(link for link in read.links if "resident=" in link)
    (one,) = re.findall(r"resident=(\w+)", link)
    _, read = plain(screens, f"&resident={one}")
    for found, part in zip(read.tables[-3:], OF_RESIDENT, strict=True):
        assert bare(found) == bare(kept(screens, f"/api/lanes/{LANE}/residents/{one}/{part}", "ja")), part


def test_it_needs_no_script_names_nobodys_number_and_says_that_all_is_made_up(screens: Screens) -> None:
    page, read = plain(screens, "&lang=en")
    assert not {"script", "img", "iframe"} & read.tags and "style=" not in page and " on" not in "".join(re.findall(r"<[^>]*>", page))
    assert not re.search(r"(?<![0-9a-f])\d{12}(?![0-9a-f])", page)
    assert "All data are synthetic" in page and '<html lang="en">' in page


def test_what_is_not_there_is_answered_by_a_letter_and_not_echoed_as_markup(screens: Screens) -> None:
    answer = screens.ask("/tables?lane=%3Cb%3E")
    assert answer.status == 404 and answer.headers["content-type"] == "application/json"
    assert screens.ask(f"/tables?lane={LANE}&resident=%3Cb%3E").status == 422
