"""Columns that remember how they came to be, so that the explanation of a case comes from the same formula.

Each operation of a traced column does the plain operation and keeps its parts. Names of steps are the names of the
formulas' own local variables and functions, taken as each function returns.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from types import FrameType
from typing import Any

import numpy as np

from schemas.attributes import Attribute
from schemas.choice import Choice
from schemas.frame import Frame, Household
from schemas.programmes.parameters import LawTable, Threshold
from schemas.values import Bool, Num

REDUCING = ("total", "count", "any", "all", "greatest", "least", "any_other", "rank_by_age")
"""What looks at all members of a household."""
PRESUMED = "presumed_none"
"""What takes an attribute's value to be none where nobody would record it."""
FORMULAS, DERIVED = "schemas.programmes.", "schemas.members"


class Node:
    """One step: the plain column, the operation and its parts; `name` of the step (`fixed` once it is final);
    attribute and year of a fact.
    """

    __slots__ = ("attribute", "fixed", "name", "operation", "parts", "plain", "year")

    def __init__(
        self,
        plain: Any,
        operation: str,
        parts: tuple[Any, ...],
        attribute: Attribute | None = None,
        year: int | None = None,
    ) -> None:
        self.plain, self.operation, self.parts = plain, operation, parts
        self.attribute, self.year = attribute, year
        self.name = attribute.name if attribute else None
        for part in parts:
            if isinstance(part, LawTable):
                self.name = part.dated.name
        if operation == PRESUMED:
            self.name = f"{parts[0].name}_presumed"
        self.fixed = self.name is not None


class TracedNum(Num):
    """A number that remembers."""

    __slots__ = ("node",)
    node: Node


class TracedBool(Bool):
    """A truth value that remembers."""

    __slots__ = ("node",)
    node: Node


class TracedChoice(Choice):
    """A choice that remembers."""

    __slots__ = ("node",)
    node: Node


Traced = TracedNum | TracedBool | TracedChoice


def plain(x: Any) -> Any:
    """The value as an untraced formula would have it."""
    if isinstance(x, Traced):
        return x.node.plain
    return int(x) if isinstance(x, Threshold) else x


def remember(
    result: Any, operation: str, parts: tuple[Any, ...], attribute: Attribute | None = None, year: int | None = None
) -> Any:
    """The result as a traced column; only traced columns, thresholds and tables of the law count as parts (others
    are None).
    """
    kept = tuple(p.node if isinstance(p, Traced) else p if isinstance(p, Threshold | LawTable) else None for p in parts)
    traced: Any
    if isinstance(result, Choice):
        traced = TracedChoice(result.codes, result.why, result.words, result.group)
    else:
        traced = (TracedBool if isinstance(result, Bool) else TracedNum)(result.lo, result.hi, result.why, result.group)
    traced.node = Node(result, operation, kept, attribute, year)
    return traced


def _remembering(method: Callable[..., Any], name: str) -> Callable[..., Any]:
    def traced(self: Any, *args: Any) -> Any:
        return remember(method(plain(self), *map(plain, args)), name, (self, *args))

    return traced


def _reflected(method: Callable[..., Any], name: str) -> Callable[..., Any]:
    def traced(self: Any, other: Any) -> Any:
        return remember(method(plain(other), plain(self)), name, (other, self))

    return traced


NUMBER_OPERATIONS = (
    "__add__",
    "__radd__",
    "__sub__",
    "__rsub__",
    "__neg__",
    "__mul__",
    "__rmul__",
    "__floordiv__",
    "__le__",
    "__lt__",
    "__ge__",
    "__gt__",
    "__eq__",
    "__ne__",
    "between",
    "at_least",
    "at_most",
    "look_up",
    "years_since",
    PRESUMED,
    "doubted",
    "taken",
)
TRUTH_OPERATIONS = (
    "__and__",
    "__or__",
    "__invert__",
    "__add__",
    "__radd__",
    "__mul__",
    "__rmul__",
    "number",
    "choose",
    PRESUMED,
    "doubted",
    "taken",
)
CHOICE_OPERATIONS = ("is_", "is_any", "coded")

for _traced, _plain, _names in (
    (TracedNum, Num, NUMBER_OPERATIONS),
    (TracedBool, Bool, TRUTH_OPERATIONS),
    (TracedChoice, Choice, CHOICE_OPERATIONS),
):
    for _name in _names:
        setattr(_traced, _name, _remembering(getattr(_plain, _name), _name))
# With an untraced column (a constant) on the left, Python asks the traced one on the right first, if it has a
# reflected method.
for _name in ("__and__", "__or__"):
    setattr(TracedBool, _name.replace("__", "__r", 1), _reflected(getattr(Bool, _name), _name))


class TracedHousehold(Household):
    """The formula's household, with reductions that remember."""

    def rank_by_age(self, x: Bool, family: Num) -> Num:
        """See Household; the births are parts too."""
        found = Household.rank_by_age(self, plain(x), plain(family))
        ranked: Num = remember(found, "rank_by_age", (x, self.members.birth))
        return ranked


def _reduction(name: str) -> Callable[..., Any]:
    method = getattr(Household, name)

    def traced(self: TracedHousehold, *args: Any) -> Any:
        return remember(plain(method(self, *map(plain, args))), name, args)

    return traced


for _name in ("total", "count", "any", "all", "greatest", "least", "any_other", "lift", "everyone", "each"):
    setattr(TracedHousehold, _name, _reduction(_name))


class TracedFrame(Frame):
    """A frame whose columns remember."""

    def _view(self, year: int | None) -> Household:
        return TracedHousehold(self, year)

    def _read(self, attribute: Attribute, values: np.ndarray, state: np.ndarray | None, year: int | None) -> Any:
        return remember(super()._read(attribute, values, state, year), "fact", (), attribute, year)

    @property
    def size(self) -> int:
        """Members of the frame."""
        return self.members.size


@contextmanager
def naming_steps() -> Iterator[None]:
    """While formulas run, each step takes the name of the first variable that holds it, else of the function that
    returns it.
    """
    before = sys.getprofile()
    sys.setprofile(_name_on_return)
    try:
        yield
    finally:
        sys.setprofile(before)


def _name_on_return(frame: FrameType, event: str, value: Any) -> None:
    if event != "return" or frame.f_code.co_name[0] == "<":
        return
    module = frame.f_globals.get("__name__", "")
    if module.startswith(FORMULAS):
        arguments = frame.f_code.co_varnames[: frame.f_code.co_argcount]
        for name, local in frame.f_locals.items():
            if name not in arguments:
                _name_step(local, name)
        _name_fields(value)
    if module.startswith((FORMULAS, DERIVED)):
        _name_step(value, frame.f_code.co_name, final=module == DERIVED and frame.f_code.co_name != "age_on")


def _name_step(value: Any, name: str, final: bool = True) -> None:
    if isinstance(value, Traced) and not value.node.fixed and name[0] not in "_<":
        value.node.name, value.node.fixed = name, final


def _name_fields(value: Any) -> None:
    names = [field.name for field in fields(value)] if is_dataclass(value) else getattr(value, "_fields", ())
    for name in names:
        part = getattr(value, name)
        if isinstance(part, Traced) and part.node.name is None:
            _name_step(part, name)
