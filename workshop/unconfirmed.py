"""The page docs/unconfirmed.md: every number and every reading of the law that is not confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from schemas.programmes.parameters.listing import CONFIRMED, Listed, law_entries, numbers
from schemas.wording import WORDS

HEAD = """# What is not confirmed 確認済みでないもの

Numbers and readings of the law that were not confirmed in a text that was seen. Written by `nayose parameters --out docs/unconfirmed.md`;
a test compares. 法律の数字と読み方のうち、原文で確かめていないものです。

"""
COLUMNS = "| {} | value 値 | from 始期 | source 出典 | how sure 確かさ |\n|---|---|---|---|---|\n"
LAW_COLUMNS = "| {} | source 出典 | how sure 確かさ |\n|---|---|---|\n"


def page() -> str:
    """The whole page, as Markdown."""
    tags = "\n".join(
        f"- `{tag}` {word} {WORDS['ja'].confidence[tag]}"
        for tag, word in WORDS["en"].confidence.items()
        if tag != CONFIRMED
    )
    return "".join([HEAD, tags, "\n", *_numbers(_open(numbers())), *_law(_open(law_entries()))])


def _open(listed: Iterable[Listed]) -> list[Listed]:
    return [one for one in listed if not one.confirmed]


def _numbers(found: list[Listed]) -> Iterator[str]:
    yield f"\n## Numbers 数字 ({len(found)})\n\n" + COLUMNS.format("name 名前")
    for one in found:
        yield f"| {_name(one)} | {_cell(one.value)} | {one.since} | {_cell(one.source)} | `{one.confidence}` |\n"


def _law(found: list[Listed]) -> Iterator[str]:
    yield f"\n## Articles and statutory pairs 条文と法定の組 ({len(found)})\n\n" + LAW_COLUMNS.format("name 名前")
    for one in found:
        yield f"| {_name(one)} | {_cell(one.source)} | `{one.confidence}` |\n"


def _name(one: Listed) -> str:
    return f"{_cell(one.label_ja)}<br>{_cell(one.label_en)}<br>`{one.place}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
