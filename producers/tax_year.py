"""The tax facts of all residents for one income year: as they are, or as the tax office has them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from producers.columns import Columns
from producers.people import codes, column

LEVY = codes("tax.income", "levy")


@dataclass
class TaxYear(Columns):
    """One row a resident; `known` where there is something to say of them (or a record) at all."""

    known: np.ndarray = column(np.bool_)
    total_income: np.ndarray = column(np.int32)
    pay_or_pension: np.ndarray = column(np.bool_)
    dependants: np.ndarray = column(np.int8)
    dependants_16_22: np.ndarray = column(np.int8)
    dependants_70: np.ndarray = column(np.int8)
    deductions: np.ndarray = column(np.int32)
    disabled: np.ndarray = column(np.bool_)
    widow_or_lone_parent: np.ndarray = column(np.bool_)
    levy: np.ndarray = column(np.int8)
    levy_yen: np.ndarray = column(np.int32)
    on_assistance: np.ndarray = column(np.bool_)
    dependants_16: np.ndarray = column(np.int8)
    """Dependants aged 16 or more, who lower the tax."""
    supported: np.ndarray = column(np.bool_)
    """Declared as somebody's spouse or dependant."""
    minor: np.ndarray = column(np.bool_)

    def reach(self, people: int) -> None:
        """Makes a row for each resident so far."""
        if self.n < people:
            self.add(people - self.n)

    def copy(self, rows: np.ndarray, of: TaxYear) -> None:
        """Takes over some rows of another book."""
        self.reach(of.n)
        for name in self.__dataclass_fields__:
            getattr(self, name)[rows] = getattr(of, name)[rows]
