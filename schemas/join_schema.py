"""The schema of a join: for each duty, one JSON Schema (draft 2020-12) of the record that it may receive.

A record is about one resident: `roles` (what the resident is in the household), and for each kind that passes an
object of attributes. A withheld kind, attribute or subject fails validation. The difference of two ordinances is that
of their schemas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from schemas.attributes import Attribute, attributes_of
from schemas.catalogue import Kind, catalogue
from schemas.fields import MOST_YEN, Field
from schemas.law import law
from schemas.ordinance.model import Ordinance, Row
from schemas.ordinance.position import Ground, position

Schema = dict[str, Any]


def join_schemas(ordinance: Ordinance, day: int) -> dict[str, Schema]:
    """The schema of every duty of the catalogue on a day, by duty."""
    return {duty: join_schema(ordinance, duty, day) for duty in catalogue().duties}


def join_schema(ordinance: Ordinance, duty: str, day: int) -> Schema:
    """What the duty may receive of one resident on a day (ordinal, the law's). KeyError: no such duty."""
    named = catalogue().duties[duty]
    open_to = {
        kind: grounds for kind in catalogue().kinds.values() if (grounds := list(position(ordinance, duty, kind.id, day).open))
    }
    schema: Schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:nayose:join:{duty}:{ordinance.short_hash}",
        "title": named.label_ja,
        "description": named.label_en,
        "type": "object",
        "properties": {"roles": _roles()}
        | {kind.id: _kind(ordinance, kind, grounds) for kind, grounds in open_to.items()},
        "required": ["roles"],
        "additionalProperties": False,
        "x-organ": named.organ,
        "x-ordinance": ordinance.content_hash,
    }
    rules = [rule for kind, grounds in open_to.items() for rule in _only_for(ordinance, kind, grounds)]
    return schema | {"allOf": rules} if rules else schema


def _roles() -> Schema:
    return {"type": "array", "items": {"enum": list(catalogue().subjects)}, "uniqueItems": True}


def _kind(ordinance: Ordinance, kind: Kind, grounds: list[Ground]) -> Schema:
    answer_only = _answers(ordinance, grounds)
    passing = {name for ground in grounds for name in _passing(ground.row, kind.id)}
    attributes = [a for a in attributes_of(kind.id) if a.name in passing]
    properties = {a.name: _attribute(a, kind) | _who_and_when(_with(grounds, a.name)) for a in attributes}
    if answer_only:
        properties = {"answer": _answer() | _who_and_when(grounds)}
    return {
        "title": kind.label_ja,
        "description": kind.label_en,
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "x-row": [ground.row.row for ground in grounds],
        "x-article": _once(_article(id_) for ground in grounds for id_ in ground.cites),
        "x-subjects": _every(grounds, lambda row: row.subjects, catalogue().subjects),
        "x-triggers": _every(grounds, lambda row: row.triggers, catalogue().triggers),
    }


def _answers(ordinance: Ordinance, grounds: list[Ground]) -> bool:
    """Whether the holder answers only; a duty's own records it reads itself."""
    return ordinance.safeguards.answer_only and all(ground.row.table != "own" for ground in grounds)


def _answer() -> Schema:
    said = "whether the duty's formula holds, or where it gives an amount, how many yen; null: cannot be told"
    return {"type": ["boolean", "integer", "null"], "minimum": 1, "maximum": MOST_YEN, "description": said}


def _with(grounds: list[Ground], attribute: str) -> list[Ground]:
    return [ground for ground in grounds if ground.row.attributes is None or attribute in ground.row.attributes]


def _who_and_when(grounds: list[Ground]) -> Schema:
    """Of whom an attribute passes, and in cases of which triggers: by subject, the triggers of all rows that name it."""
    known = catalogue()
    every = any(ground.row.table == "own" for ground in grounds)
    triggers = {
        subject: [t for t in known.triggers if every or any(t in g.row.triggers for g in grounds if subject in g.row.subjects)]
        for subject in known.subjects
    }
    return {"x-joins": {subject: names for subject, names in triggers.items() if names}}


def _passing(row: Row, kind: str) -> frozenset[str]:
    named = row.passes(kind)
    return frozenset(a.name for a in attributes_of(kind)) if named is None else named


def _every(grounds: list[Ground], words: Callable[[Row], Iterable[str]], known: Iterable[str]) -> list[str]:
    """The words of all rows; a duty's own records name none and mean all."""
    if any(ground.row.table == "own" for ground in grounds):
        return list(known)
    return _once(word for ground in grounds for word in words(ground.row))


def _only_for(ordinance: Ordinance, kind: Kind, grounds: list[Ground]) -> list[Schema]:
    """One rule for each group of attributes with the same subjects: who is none of them, of them these do not pass."""
    if any(ground.row.table == "own" for ground in grounds):
        return []
    groups = _by_subjects(kind, grounds)
    if len(groups) == 1 or _answers(ordinance, grounds):
        return [_rule(frozenset().union(*groups), {kind.id: False})]
    rules = {subjects: {"properties": dict.fromkeys(names, False)} for subjects, names in groups.items()}
    return [_rule(subjects, {kind.id: rule}) for subjects, rule in rules.items()]


def _by_subjects(kind: Kind, grounds: list[Ground]) -> dict[frozenset[str], list[str]]:
    groups: dict[frozenset[str], list[str]] = {}
    for name in (a.name for a in attributes_of(kind.id)):
        rows = [ground.row for ground in grounds if name in _passing(ground.row, kind.id)]
        if rows:
            groups.setdefault(frozenset(subject for row in rows for subject in row.subjects), []).append(name)
    return groups


def _rule(subjects: frozenset[str], then: Schema) -> Schema:
    known = [subject for subject in catalogue().subjects if subject in subjects]
    return {"if": {"not": {"properties": {"roles": {"contains": {"enum": known}}}}}, "then": {"properties": then}}


def _attribute(attribute: Attribute, kind: Kind) -> Schema:
    schema = {"title": attribute.field.label_ja, "description": attribute.field.label_en, **_type(attribute.field)}
    return schema | {"x-masked-if-protected": True} if attribute.name in kind.masked else schema


def _type(field: Field) -> Schema:
    if field.type == "choice":
        return {"enum": list(field.words)}
    if field.type in ("int", "yen"):
        return {"type": "integer", "minimum": field.least, "maximum": MOST_YEN if field.type == "yen" else field.most}
    plain: dict[str, Schema] = {
        "bool": {"type": "boolean"},
        "date": {"type": "string", "format": "date"},
        "text": {"type": "string", "maxLength": 200},
    }
    return plain[field.type]


def _article(id_: str) -> str:
    return (law().articles.get(id_) or law().assumptions[id_]).label_ja


def _once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
