"""Thresholds and amounts of the law as dated data: TOML files beside this one, each value with source and
confidence.

A file holds parameters by name; each has labels and, under `on`, an entry for each date from which another value
holds:

    [full_limit]
    label_ja = "全部支給の所得制限限度額"
    label_en = "limit for the full allowance"
    [[full_limit.on]]
    from = 2024-11-01
    value = 690_000
    source = "児童扶養手当法施行令2条の4"
    confidence = "C"

`rows = { 0 = 45_320, 3 = 27_490 }` instead of `value` is a table by age, number or grade, each row from its key on.
`by = "class_of_area"` takes the town's column of a list of six (級地), `by = "class"` of a list of three (1級地,
2級地, 3級地). `from`, `source` and `confidence` may stand once at the top of the file. More files may add dates to
the same names.
"""

from schemas.programmes.parameters.book import Book, NotCovered, Parameters, parameters_on, read_book
from schemas.programmes.parameters.noting import Noting
from schemas.programmes.parameters.values import Dated, LawTable, Threshold

__all__ = ["Book", "Dated", "LawTable", "NotCovered", "Noting", "Parameters", "Threshold", "parameters_on", "read_book"]
