"""The page without its scripts: the tables of all screens as one plain page, for whoever has JavaScript off."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import zip_longest
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from workshop.page.playing.town import Town
from workshop.page.requests.answers import worked
from workshop.page.screens import compare, flow, ledger, ordinance, residents, summary
from workshop.page.screens.asking import Asked, Made, Tabled
from workshop.page.screens.csv import Table, cell_text
from workshop.page.screens.days import iso
from workshop.page.telling.flow import Flow
from workshop.page.telling.frames import run_start
from workshop.words import LANGS, Lang, Words

Part = tuple[str, Made, Tabled]
"""A table of the page: the key of its title, what is asked of the town, and the table of that."""


def _flow(asked: Asked) -> dict[str, Any]:
    played = asked.town.played(asked.lane)
    return Flow(played.lane, played.shown.day, run_start(played)).told(played.shown)


PARTS: tuple[Part, ...] = (
    ("page.frame.nav.summary", summary.summary, summary.table_of),
    ("page.flow.title", _flow, flow.table),
    ("page.compare.title", compare.compare, compare.table_of),
    ("page.frame.nav.ordinance", ordinance.ordinance, ordinance.table_of_rows),
    ("page.ledger.tab.matrix", ledger.matrix, ledger.table_of_matrix),
    ("page.plain.newest", ledger.shown, ledger.table_of),
)
OF_RESIDENT: tuple[Part, ...] = (
    ("page.resident.timeline", residents.events, residents.table_of_events),
    ("page.resident.verdicts", residents.verdicts, residents.table_of_verdicts),
    ("page.resident.exchanges", residents.entries, residents.table_of_entries),
)


def routes(town: Town) -> list[Route]:
    """The one route."""

    async def tables(request: Request) -> Response:
        return await worked(town, lambda: HTMLResponse(page_of(town, request)))

    return [Route("/tables", tables)]


def page_of(town: Town, request: Request) -> str:
    """The page of a lane (`?lane=`, else the first), with the tables of one resident where `?resident=` names one. NoLane. Letter: no such resident."""
    asked_for = request.query_params
    lang: Lang = "en" if asked_for.get("lang") == "en" else "ja"
    path = {"lane": asked_for.get("lane", next(iter(town.lanes)))} | ({"id": asked_for["resident"]} if "resident" in asked_for else {})
    asked, say = Asked(town, path, {}, {}), Words(lang)
    parts = (*PARTS, *(OF_RESIDENT if "id" in path else ()))
    body = [_head(asked, say), *(_table(say(key), tabled(made(asked)), lang) for key, made, tabled in parts), _people(asked, say)]
    return _DOCUMENT.format(lang=lang, title=escape(f"{say('page.title')} — {say('page.synthetic')}"), body="\n".join(body))


def _head(asked: Asked, say: Words) -> str:
    title = ordinance.ordinance(asked)["title"][say.lang]
    lanes = " ".join(_link(asked, say.lang, say.all.get(f"page.flow.lane.{name}", name), lane=name) for name in asked.town.lanes)
    langs = " ".join(_link(asked, lang, Words(lang)("page.plain.language")) for lang in LANGS)
    told = say("page.plain.says", day=iso(asked.standing.day), residents=f"{asked.town.truths.residents:,}")
    return f"<header><h1>{escape(say('page.title'))} <span class=chip>{escape(say('page.synthetic'))}</span></h1><nav><p>{langs}</p></nav></header>\n<h2>{escape(title)}</h2><p>{escape(told)}</p><p>{escape(say('page.lane'))} {lanes}</p>"


def _link(asked: Asked, lang: Lang, text: str, **more: str) -> str:
    query = {"lane": asked.lane, "lang": lang} | ({"resident": asked.path["id"]} if "id" in asked.path else {}) | more
    return f'<a href="/tables?{escape(urlencode(query))}" lang="{lang}">{escape(text)}</a>'


def _table(title: str, table: Table, lang: Lang) -> str:
    numbers = [_is_number(cell) for cell in (table.rows[0] if table.rows else ())]
    head = "".join(f'<th scope="col"{" class=number" if number else ""}>{escape(column[lang])}</th>' for column, number in zip_longest(table.columns, numbers))
    rows = "\n".join(f"<tr>{''.join(_cells(row, lang))}</tr>" for row in table.rows)
    return f'<section><h2>{escape(title)}</h2><div class="scroll" role="group" tabindex="0" aria-label="{escape(title)}"><table><caption class="unseen">{escape(title)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></section>'


def _cells(row: tuple[Any, ...], lang: Lang) -> Iterator[str]:
    for at, cell in enumerate(row):
        number = _is_number(cell)
        text = escape(f"{cell:,}" if number else str(cell_text(cell, lang)))
        yield f'<th scope="row">{text}</th>' if at == 0 else f'<td class="number">{text}</td>' if number else f"<td>{text}</td>"


def _is_number(cell: Any) -> bool:
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def _people(asked: Asked, say: Words) -> str:
    """Residents to look at: those who are missed."""
    found = residents.picks(asked)
    items = "".join(f"<li>{_link(asked, say.lang, say('page.resident.named', name=one['name'][say.lang], age=one['age']), resident=one['id'])} {escape(one['why'][say.lang])}</li>" for one in found)
    return f"<section><h2>{escape(say('page.resident.case_of.missed'))}</h2><ul>{items}</ul></section><footer class=imprint>{escape(say('page.footer'))}</footer>"


_DOCUMENT = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>{title}</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/static/css/tokens.css"><link rel="stylesheet" href="/static/css/base.css"></head>
<body class="tables-only">
{body}
</body></html>"""
