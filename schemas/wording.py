"""Words of an explanation, in both languages."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from schemas.choices import choice_label


def _date_ja(text: str) -> str:
    day = datetime.date.fromisoformat(text)
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True)
class Words:
    """What a renderer says in one language."""

    lang: str
    yes: str
    no: str
    none: str
    unknown: str
    no_unit: str
    above: str
    member: str
    number: str
    comma: str
    space: str
    yen: str
    on_day: str
    of_income: str
    since: str
    row: str
    at_least: str
    at_most: str
    table: str
    between: str
    by_ordinance: str
    verdicts: dict[str, str]
    per: dict[str | None, str]
    states: dict[str, str]
    confidence: dict[str, str]
    date: Callable[[str], str]
    pair: str
    bracket: str

    def line(self, label: str, value: str) -> str:
        """A label and its value."""
        return self.pair.format(label, value)

    def brackets(self, text: str) -> str:
        """The text in the language's brackets."""
        return self.bracket.format(text)

    def choice(self, fact: str, word: str) -> str:
        """A word of a choice as people read it."""
        return choice_label(fact, word, self.lang)


JA = Words(
    lang="ja",
    yes="はい",
    no="いいえ",
    none="なし",
    unknown="不明",
    no_unit="対象外",
    above="上記のとおり",
    member="世帯員",
    number="",
    comma="、",
    space="が",
    yen="{:,}円",
    on_day="{day}現在",
    of_income="{year}年分の所得",
    since="{day}から",
    row="{key}：{value}",
    at_least="{least}以上",
    at_most="{most}以下",
    table="表による",
    between="{least}～{most}",
    by_ordinance="条例案で定める",
    verdicts={"eligible": "該当", "not-eligible": "非該当", "cannot-be-told": "判定不能"},
    per={"month": "月額", "once": "一回限りの額", "year": "年額", None: "額"},
    states={"withheld": "提供されない", "absent": "記録されていない", "stale": "古い年のものしかない"},
    confidence={
        "C": "確認済み",
        "C2": "二次資料",
        "G:h": "一般知識（確度高）",
        "G:m": "一般知識（確度中）",
        "G:l": "一般知識（確度低）",
        "D": "当方の導出",
    },
    date=_date_ja,
    pair="{}：{}",
    bracket="（{}）",
)
EN = Words(
    lang="en",
    yes="yes",
    no="no",
    none="none",
    unknown="unknown",
    no_unit="not concerned",
    above="as above",
    member="member",
    number=" ",
    comma=", ",
    space=" ",
    yen="{:,} yen",
    on_day="as of {day}",
    of_income="income of {year}",
    since="from {day}",
    row="{key}: {value}",
    at_least="{least} or more",
    at_most="{most} or less",
    table="from the table",
    between="{least} to {most}",
    by_ordinance="set by the ordinance",
    verdicts={"eligible": "eligible", "not-eligible": "not eligible", "cannot-be-told": "cannot be told"},
    per={"month": "a month", "once": "once", "year": "a year", None: "amount"},
    states={"withheld": "withheld", "absent": "not on record", "stale": "only of an older year"},
    confidence={
        "C": "confirmed",
        "C2": "secondary source",
        "G:h": "general knowledge, high confidence",
        "G:m": "general knowledge, medium confidence",
        "G:l": "general knowledge, low confidence",
        "D": "derived here",
    },
    date=str,
    pair="{}: {}",
    bracket=" ({})",
)
WORDS = {"ja": JA, "en": EN}
