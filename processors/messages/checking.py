"""Holds disclosures against the schemas of the joins: what each duty gets of each member must be what its ordinance lets pass, and no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, reduce
from operator import getitem
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from pydantic_core import to_json

from processors.messages.disclosures import PASSING, Document
from schemas.attributes import Attribute, attributes_of
from schemas.join_schema import Schema

Roles = Mapping[str, Sequence[Sequence[str]]]
"""By duty, the roles of each member (applicant, guardian, child...). They stand in no message: they would tell who is related to whom."""
ANYBODY: Roles = {}
MOST_KNOWN = 100_000


class Joins:
    """The schemas of one ordinance's joins (see schemas.join_schema), by duty."""

    def __init__(self, schemas: Mapping[str, Schema]) -> None:
        self.schemas = schemas
        self._validators = {duty: Draft202012Validator(schema) for duty, schema in schemas.items()}
        self._known: dict[tuple[str, bytes], list[str]] = {}
        self._everybody = list(next(iter(schemas.values()))["properties"]["roles"]["items"]["enum"])

    def faults(self, document: Document, roles: Roles = ANYBODY) -> list[str]:
        """What a duty would get that it may not, by name and without any value. Whose roles are not given is taken for everybody at once."""
        found = [f"{name} of member {place}, which no duty may know" for name, place in surplus(document)]
        for duty in document["duties"]:
            if "found" in document["duties"][duty] and not any(_answered_kinds(document, duty, place) for place in range(len(document["members"]))):
                found.append(f"an answer to {duty}, which is given none")
            of = roles.get(duty) or [self._everybody] * len(document["members"])
            for place, record in enumerate(records(document, duty)):
                found += [f"{what} of member {place} to {duty}" for what in self._wrong(duty, {"roles": list(of[place]), **record})]
        return found

    def _wrong(self, duty: str, record: Mapping[str, Any]) -> list[str]:
        """Where a record does not fit. Most were said before, and are not gone through again: that takes half a millisecond."""
        key = duty, to_json(record)
        if key not in self._known:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            errors = self._validators[duty].iter_errors(record)
            self._known[key] = list(dict.fromkeys(_named(error, record, self.schemas[duty]) for error in errors))
        return self._known[key]


def records(document: Document, duty: str) -> Iterator[dict[str, dict[str, Any]]]:
    """By member, what the duty receives: the kinds that pass, each with the attributes that are known."""
    year = document["duties"][duty]["year"]
    for place, names in enumerate(passing(document, duty)):
        record: dict[str, dict[str, Any]] = {}
        for kind in _answered_kinds(document, duty, place):
            record[kind] = _answer(document["duties"][duty].get("found"), place)
        for kind, attribute in names.values():
            known = record.setdefault(kind, {})
            value = _value(document, _column(attribute, year), place)
            if value is not None:
                known[attribute.name] = value
        yield record


def passing(document: Document, duty: str) -> list[dict[str, tuple[str, Attribute]]]:
    """By member, the attributes that the answers to a duty let pass, each with its kind."""
    known: list[dict[str, tuple[str, Attribute]]] = [{} for _ in document["members"]]
    for answer in document["duties"][duty]["answers"]:
        hidden = answer.get("hidden", ())
        kinds = [kind for kind, code in answer["kinds"].items() if code in PASSING]
        names = {name: of for kind in kinds for name, of in _of_kind(kind).items() if name not in hidden}
        for place in answer["members"]:
            known[place] = names
    return known


def _answered_kinds(document: Document, duty: str, place: int) -> list[str]:
    """The kinds of which a duty gets an answer, and no value, about a member."""
    answers = [answer for answer in document["duties"][duty]["answers"] if place in answer["members"]]
    return [kind for answer in answers for kind, code in answer["kinds"].items() if code == "answer-only"]


def _answer(found: Document | None, place: int) -> dict[str, Any]:
    """What was answered about a member or the household; nothing of who is no unit."""
    said = found and ((found["members"] or {place: None})[place] or found["household"])
    if not said:
        return {}
    return {"answer": {"eligible": said.get("yen") or True, "not-eligible": False}.get(said["verdict"])}


def surplus(document: Document) -> list[tuple[str, int]]:
    """The values (column, member) that stand in a document though no answer lets them pass."""
    said = {(name, place) for name, column in document["values"].items() for place, value in enumerate(column) if value is not None}
    said |= {(name, place) for name, places in document.get("stale", {}).items() for place in places}
    for duty, of in document["duties"].items():
        for place, names in enumerate(passing(document, duty)):
            said -= {(_column(attribute, of["year"]), place) for _, attribute in names.values()}
    return sorted(said)


@cache
def _of_kind(kind: str) -> dict[str, tuple[str, Attribute]]:
    return {attribute.name: (kind, attribute) for attribute in attributes_of(kind)}


def _column(attribute: Attribute, year: int | None) -> str:
    return f"{attribute.name}/{year}" if attribute.how == "duty-year" else attribute.name


def _value(document: Document, column: str, place: int) -> Any:
    values = document["values"].get(column)
    return None if values is None else values[place]


def _named(error: ValidationError, record: Mapping[str, Any], schema: Schema) -> str:
    """What of a record does not fit. (jsonschema's own message would show the value; and under `false` it does not name the property.)"""
    path = tuple(error.absolute_path)
    if error.validator == "additionalProperties":
        names = sorted(set(error.instance) - set(error.schema["properties"]))
    elif error.validator is None:
        barred = reduce(getitem, error.absolute_schema_path, schema)
        names = sorted(name for name in reduce(getitem, path, record) if barred.get(name) is False)
    else:
        return ".".join(map(str, path))
    return ", ".join(".".join((*map(str, path), name)) for name in names)
