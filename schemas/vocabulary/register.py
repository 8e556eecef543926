"""What the resident register (住民記録) tells: 住民基本台帳の異動, 支援措置, 個人番号変更, and objections to a duty."""

from __future__ import annotations

from schemas.fields import Field, choice, text
from schemas.vocabulary.declare import EFFECTIVE, RECORDED, EventType, Sets, event, sets

PERSON = sets("register.person")
RESIDENCE = sets("register.residence")
ADDRESS = sets("register.address")
REGISTERED = sets("register.status", residency="registered", registered_on=EFFECTIVE)


def life(word: str) -> Sets:
    """The life event that opens a case (契機: 異動), dated by the day on which it was recorded."""
    return sets("register.life_event", life_event=word, life_event_on=RECORDED)


def gone(residency: str) -> Sets:
    """The end of a registration; who is gone belongs to no household."""
    return sets("register.status", residency=residency, registered_on=EFFECTIVE)


def _event(type_: str, ja: str, en: str, *parts: Sets, extra: tuple[Field, ...] = ()) -> EventType:
    return event(f"resident.{type_}", "register", ja, en, *parts, extra=extra)


ROLE = choice("role", "向き", "role", "from", "to")
"""Whether the event's own number is the one that is left (`from`) or the one that counts from now on (`to`)."""
OTHER_NUMBER = text("other_number", "もう一方の個人番号", "the other number")

EVENTS = (
    _event("registered", "住民票（初期データ）", "on the register at the start", PERSON, RESIDENCE, ADDRESS, sets("register.status", residency="registered")),
    _event("born", "出生", "birth", PERSON, RESIDENCE, ADDRESS, REGISTERED, life("birth")),
    _event("moved-in", "転入", "moved in", PERSON, RESIDENCE, ADDRESS, REGISTERED, life("move")),
    _event("moved-in-from-abroad", "国外転入", "moved in from abroad", PERSON, RESIDENCE, ADDRESS, REGISTERED, life("move")),
    _event("entered-ex-officio", "職権記載", "entered ex officio", PERSON, RESIDENCE, ADDRESS, REGISTERED),
    _event("moved-within", "転居", "moved within the town", RESIDENCE, ADDRESS, life("move")),
    _event("household-split", "世帯分離", "household split", RESIDENCE, life("split")),
    _event("household-merged", "世帯合併", "households merged", RESIDENCE, life("merge")),
    _event("household-changed", "世帯構成変更", "household changed", RESIDENCE, life("household")),
    _event("head-changed", "世帯主変更", "head of household changed", RESIDENCE, life("household")),
    _event("relation-changed", "続柄変更", "relation changed", RESIDENCE),
    _event("married", "婚姻", "marriage", RESIDENCE, life("marriage")),
    _event("divorced", "離婚", "divorce", RESIDENCE, life("divorce")),
    _event("adopted", "養子縁組", "adoption", RESIDENCE, life("household")),
    _event("recognised", "認知", "recognition", life("household")),
    _event("name-changed", "氏名変更", "name changed", PERSON),
    _event("corrected", "職権修正", "corrected ex officio", PERSON),
    _event("naturalised", "帰化", "naturalised", PERSON),
    _event("status-of-residence-changed", "在留資格変更", "status of residence changed", PERSON),
    _event("address-set", "住所設定", "address set", ADDRESS),
    _event("move-out-planned", "転出予定", "move-out announced", life("move")),
    _event("move-out-cancelled", "転出取消", "move-out cancelled", REGISTERED),
    _event("moved-out", "転出", "moved out", gone("moved-out")),
    _event("moved-abroad", "国外転出", "moved abroad", gone("moved-out")),
    _event("died", "死亡", "death", gone("dead")),
    _event("deleted-ex-officio", "職権消除", "deleted ex officio", gone("deleted")),
    _event("restored", "職権回復", "restored ex officio", REGISTERED),
    _event("protection-started", "支援措置 開始", "protection started", sets("register.protection")),
    _event("protection-extended", "支援措置 延長", "protection extended", sets("register.protection")),
    _event("protection-transferred", "支援措置 転送", "protection taken over from another town", sets("register.protection")),
    _event("protection-ended", "支援措置 終了", "protection ended", sets("register.protection", protected_until=EFFECTIVE)),
    _event("number-changed", "個人番号変更", "My Number changed", extra=(ROLE, OTHER_NUMBER)),
    event("objection.made", "register", "異議の申出", "objection made", sets("register.objection", objected=True)),
    event("objection.withdrawn", "register", "異議の取下げ", "objection withdrawn", sets("register.objection", objected=False)),
)
