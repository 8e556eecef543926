"""JSON Schemas of the messages that the runner on Kafka writes: what is disclosed, judged, entered and refused, and what is in custody.

Their writers are in processors/messages and processors/parts; tests hold what they really write against these.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from schemas.attributes import ATTRIBUTES, Attribute
from schemas.catalogue import catalogue
from schemas.causes import STATES
from schemas.exports.json_schemas import DRAFT, both
from schemas.facts import FACTS
from schemas.fields import MOST_YEN, Field
from schemas.law import law
from schemas.programmes import PROGRAMMES

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer", "minimum": 0}
ANY_INT: Schema = {"type": "integer"}
NULL: Schema = {"type": "null"}
FLAG: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
DAY_OR_NONE: Schema = {"type": "string", "pattern": r"^(\d{4}-\d{2}-\d{2})?$"}
KEY: Schema = {"type": "string", "pattern": "^[0-9a-f]{16}$"}
"""An opaque key of a household or a resident."""
PASSING = ("permitted", "masked", "answer-only")


def message_schemas() -> dict[str, Schema]:
    """The schema of every message but events, by name."""
    made: dict[str, Callable[[], Schema]] = {
        "ordinance": _ordinance, "record": _record, "handover": _handover, "disclosure": _disclosure,
        "verdict": _verdict, "notice": _notice, "ledger-block": _ledger, "dead-letter": _dead_letter,
    }  # fmt: skip
    return {name: {"$schema": DRAFT, "$id": f"urn:nayose:message:{name}:1", **make()} for name, make in made.items()}


def _closed(title: str, about: str, properties: dict[str, Schema], optional: tuple[str, ...] = ()) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"title": title, "description": about, "type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _object(properties: dict[str, Schema], optional: tuple[str, ...] = ()) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _list(of: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": of, **more}


def _version(places: int) -> Schema:
    about = both("前から順に比べ、大きい方が新しい", "compared place by place; the greater one counts")
    return _list(ANY_INT, minItems=places, maxItems=places, description=about)


def _codes() -> Schema:
    return {"enum": ["not-asked", *PASSING, *law().reasons]}


def _head() -> dict[str, Schema]:
    return {
        "lane": TEXT, "programme": {"enum": sorted(PROGRAMMES)}, "household": KEY,
        "unit": {"type": "string", "pattern": "^([0-9a-f]{16})?$"}, "day": DAY,
    }  # fmt: skip


def _ordinance() -> Schema:
    properties = {"lane": TEXT, "change": ANY_INT, "run_start": DAY, "file_size": WHOLE, "toml": TEXT, "switches": _list(TEXT), "name": TEXT, "opened": WHOLE, "closed": FLAG}
    return _closed(both("条例", "an ordinance put in force"), both("changeの大きいものが効く", "of a lane the greatest change counts"), properties, ("switches", "name", "opened", "closed"))


def _disclosure() -> Schema:
    places = _list(WHOLE)
    rules = {"class_of_area": TEXT, "school_aid_factor_permille": WHOLE, "taxed_on": TEXT, "human_assessment": FLAG}
    kinds = {"type": "object", "properties": {kind: _codes() for kind in catalogue().kinds}, "additionalProperties": False}
    answer = _object({"members": places, "kinds": kinds, "hidden": _list({"enum": sorted(ATTRIBUTES)})}, ("hidden",))
    found = _object({"household": {"anyOf": [_finding(), NULL]}, "members": {"anyOf": [_list({"anyOf": [_finding(), NULL]}), NULL]}})
    duty = _object({"since": DAY_OR_NONE, "year": {"type": ["integer", "null"]}, "answers": _list(answer), "found": found}, ("found",))
    duties = {"type": "object", "properties": dict.fromkeys(catalogue().duties, duty), "additionalProperties": False}
    properties = {
        "household": KEY, "lane": TEXT, "day": DAY, "rules": _object(rules), "version": _version(3), "members": _list(KEY),
        "values": _values(), "stale": {"type": "object", "additionalProperties": places}, "duties": duties,
    }  # fmt: skip
    about = both("membersの順に値が並ぶ。nullは、どの事務にも渡らない値", "values stand in the order of the members; null: no duty may know it")
    return _closed(both("世帯の提供・利用", "all that a lane discloses about a household"), about, properties, ("stale",))


def _values() -> Schema:
    """Columns of values by attribute; of those that go by the tax year, `attribute/year`."""
    plain = {a.name: _column(a) for a in ATTRIBUTES.values() if a.how != "duty-year"}
    yearly = {f"^{a.name}/[0-9]{{4}}$": _column(a) for a in ATTRIBUTES.values() if a.how == "duty-year"}
    return {"type": "object", "properties": plain, "patternProperties": yearly, "additionalProperties": False}


def _column(attribute: Attribute) -> Schema:
    field = attribute.field
    return _list({"anyOf": [_value(field), {"type": "null"}]}, title=both(field.label_ja, field.label_en))


def _value(field: Field) -> Schema:
    if field.type == "choice":
        return {"enum": list(field.words)}
    if field.type in ("int", "yen"):
        return {"type": "integer", "minimum": field.least, "maximum": MOST_YEN if field.type == "yen" else field.most}
    return {"bool": FLAG, "date": DAY_OR_NONE, "text": {"type": "string", "maxLength": 200}}[field.type]


def _cause() -> Schema:
    kinds = "|".join(sorted(catalogue().kinds))
    return {"type": "string", "pattern": f"^({kinds}):({'|'.join(STATES)})$"}


def _finding() -> Schema:
    """What the holders' side answers in place of values."""
    properties = {"verdict": {"enum": ["eligible", "not-eligible", "cannot-be-told"]}, "yen": WHOLE, "causes": _list(_cause())}
    return _object(properties, ("yen", "causes"))


def _verdict() -> Schema:
    properties = _head() | {
        "version": _version(3), "verdict": {"enum": ["none", "eligible", "not-eligible", "cannot-be-told"]}, "yen": WHOLE, "causes": _list(_cause()),
    }  # fmt: skip
    about = both("noneは、判定の対象でなくなったこと", "none: it is not judged any more")
    return _closed(both("判定", "what is judged of a unit"), about, properties, ("yen", "causes"))


def _notice() -> Schema:
    natures = sorted({duty.nature for duty in catalogue().duties.values()} | {"status"})
    properties = _head() | {"version": _version(4), "nature": {"enum": natures}, "in_force": FLAG, "yen": WHOLE}
    return _closed(both("お知らせ・印", "a notice, or a mark"), both("in_force=falseは取消し", "in_force false: it is withdrawn"), properties, ("yen",))


def _ledger() -> Schema:
    properties = {
        "lane": TEXT, "change": ANY_INT, "day": DAY, "revision": {"type": "string", "pattern": "^[0-9a-f]{12}$"},
        "subjects": _list(KEY), "duties": _list({"enum": list(catalogue().duties)}), "kinds": _list({"enum": list(catalogue().kinds)}),
        "codes": _list(_codes()), "rows": _list(TEXT), "acts": _list({"enum": ["disclosed", "denied", "retracted"]}),
        "hash": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
    }  # fmt: skip
    about = both("同じ位置の値が1件をなす", "the values at one place of the lists are one entry")
    return _closed(both("やりとり履歴のひとまとまり", "a block of ledger entries"), about, properties)


def _dead_letter() -> Schema:
    properties = {"topic": TEXT, "partition": WHOLE, "offset": WHOLE, "reason": TEXT, "text": TEXT}
    about = both("番号は伏せる。庁内のデータの値は書かない", "numbers are masked; no value of what is in custody is told")
    return _closed(both("受け取れなかったもの", "what could not be taken, and why"), about, properties)


def _record() -> Schema:
    """The header of the columns: 8 bytes of its length (big-endian) go before it, the columns' bytes after it, in its order."""
    numbers = _object({"dtype": {"type": "string", "pattern": "^[<|][biuf][1248]$"}, "shape": _list(WHOLE)})
    words = _object({"words": _list(TEXT)})
    columns: dict[str, Schema] = dict.fromkeys(("resident", "since", "weight", "link", "ended"), numbers)
    columns |= {f"newest:{kind.id}": numbers for kind in catalogue().kinds.values() if kind.dates_candidates}
    for fact in FACTS.values():
        columns |= {f"{fact.id}/{name}": numbers for name in ("at", "period", "stamp")}
        columns |= {f"{fact.id}/{field.name}": words if field.type == "text" else numbers for field in fact.fields}
    about = both("列の見出し（庁内）", "header of columns; in custody")
    title = both("変わった記録", "changed slots of residents, or the end of a day")
    return _closed(title, about, columns, tuple(columns))


def _handover() -> Schema:
    """The second line of the message; the first is the sender's newest day (ordinal)."""
    whole = {"type": "object", "additionalProperties": ANY_INT}
    slot = {"type": "array", "prefixItems": [{"enum": sorted(FACTS)}, ANY_INT, ANY_INT, {"type": "object"}], "minItems": 4, "maxItems": 4}
    held = _object({"first": ANY_INT, "linked": ANY_INT, "left": ANY_INT, "to": ANY_INT, "newest": whole, "slots": _list(slot), "moved": ANY_INT, "given": whole})
    properties = {
        "number": WHOLE, "office": {"enum": list(catalogue().offices)}, "record": ANY_INT, "held": held, "via": ANY_INT, "homes": _list(ANY_INT),
    }  # fmt: skip
    about = both("2行目のJSON（庁内）", "the JSON of the second line; in custody")
    return _closed(both("番号をまたぐ記録の引き渡し", "a record on its way to another number"), about, properties)
