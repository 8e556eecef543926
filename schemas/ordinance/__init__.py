"""Ordinances (条例) as data: the model, the reader, and the workshop's layer of changes."""

from schemas.ordinance.edit import (
    with_clause,
    with_fact,
    with_join_key,
    with_programmes,
    with_row_added,
    with_row_removed,
    with_row_replaced,
    with_safeguard,
)
from schemas.ordinance.errors import OrdinanceError, Problem
from schemas.ordinance.layers import without_layer
from schemas.ordinance.model import Clauses, Ordinance, Prohibition, Row, Safeguards, TownFacts
from schemas.ordinance.reader import Listed, load, names, ordinances, read_bytes, read_dict, read_json, read_text
from schemas.ordinance.switch import switched

__all__ = [
    "Clauses",
    "Listed",
    "Ordinance",
    "OrdinanceError",
    "Problem",
    "Prohibition",
    "Row",
    "Safeguards",
    "TownFacts",
    "load",
    "names",
    "ordinances",
    "read_bytes",
    "read_dict",
    "read_json",
    "read_text",
    "switched",
    "with_clause",
    "with_fact",
    "with_join_key",
    "with_programmes",
    "with_row_added",
    "with_row_removed",
    "with_row_replaced",
    "with_safeguard",
    "without_layer",
]
