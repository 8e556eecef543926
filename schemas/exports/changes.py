"""Which changes of a set of schemas break what was sent before: where a value that was valid is valid no longer.

Wider is never breaking: a new type, a new optional field, one more word. What cannot be compared counts as breaking.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]

_REMARKS = {"$schema", "$id", "$comment", "title", "description", "default", "examples", "deprecated"}
_COMPARED = {"type", "const", "enum", "properties", "required", "additionalProperties", "items"}
_LEAST = {"minimum", "exclusiveMinimum", "minLength", "minItems"}
_MOST = {"maximum", "exclusiveMaximum", "maxLength", "maxItems"}


def breaking_changes(old: Mapping[str, Schema], new: Mapping[str, Schema]) -> list[str]:
    """One sentence for each change that breaks, sorted; empty when all that was valid under `old` is so under `new`.

    Both map a name (a type of event) to a JSON Schema without references.
    """
    found = [f"{name}: the type is gone" for name in old if name not in new]
    for name in old.keys() & new.keys():
        found += [f"{name}: {change}" for change in _narrower(old[name], new[name], "")]
    return sorted(found)


def _narrower(old: Schema, new: Schema, path: str) -> Iterator[str]:
    for check in (_types, _words, _rules, _closing):
        yield from (f"{path or 'the event'} {change}" for change in check(old, new))
    yield from _fields(old, new, path)
    if "items" in new:
        yield from _narrower(old.get("items", {}), new["items"], f"{path}[]")


def _types(old: Schema, new: Schema) -> Iterator[str]:
    before, after = _type_set(old), _type_set(new)
    if not after or (before and all(type_ in after or (type_ == "integer" and "number" in after) for type_ in before)):
        return
    yield f"was of type {_list(before) or 'any'}, and is of type {_list(after)}"


def _type_set(schema: Schema) -> set[str]:
    named = schema.get("type", [])
    return {named} if isinstance(named, str) else set(named)


def _words(old: Schema, new: Schema) -> Iterator[str]:
    before, after = _word_list(old), _word_list(new)
    if after is None:
        return
    if before is None:
        yield f"could be any value, and may only be {_list(after)}"
    elif gone := [word for word in before if not _holds(after, word)]:
        yield f"may no longer be {_list(gone)}"


def _word_list(schema: Schema) -> list[Any] | None:
    return [schema["const"]] if "const" in schema else schema.get("enum")


def _holds(words: list[Any], word: Any) -> bool:
    """In JSON true is not 1."""
    return any(other == word and isinstance(other, bool) == isinstance(word, bool) for other in words)


def _rules(old: Schema, new: Schema) -> Iterator[str]:
    """Bounds that grew narrower; any other rule that is new or different."""
    for rule in sorted(set(new) - _REMARKS - _COMPARED):
        if rule.startswith("x-"):
            continue
        if rule not in old:
            yield f"has a new {rule}, {new[rule]}"
        elif _tighter(rule, old[rule], new[rule]):
            yield f"had {rule} {old[rule]}, and has {new[rule]}"


def _tighter(rule: str, old: Any, new: Any) -> bool:
    if rule in _LEAST:
        return bool(new > old)
    return bool(new < old) if rule in _MOST else bool(new != old)


def _closing(old: Schema, new: Schema) -> Iterator[str]:
    before, after = old.get("additionalProperties", True), new.get("additionalProperties", True)
    if after is not True and before is not False and before != after:
        yield "may no longer have fields that are not listed"


def _fields(old: Schema, new: Schema, path: str) -> Iterator[str]:
    before, after = old.get("properties", {}), new.get("properties", {})
    inside = {name: f"{path}.{name}" if path else name for name in before | after}
    yield from (f"{inside[name]} is gone" for name in before if name not in after)
    yield from (
        f"{inside.get(name, name)} is required now"
        for name in new.get("required", ())
        if name not in old.get("required", ())
    )
    open_ = old.get("additionalProperties", True) is not False
    for name, schema in after.items():
        if name in before or open_:
            yield from _narrower(before.get(name, {}), schema, inside[name])


def _list(words: Any) -> str:
    return ", ".join(sorted(str(word) for word in words))
