"""The score of a programme that asks for what no office's record holds (生活保護: assets). Nobody can be found eligible, so
nobody is reached or missed: it is counted what becomes of the households that may truly be in need.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from processors.assess.units import NOT_ELIGIBLE, UNTOLD, code_of
from schemas.ordinance import TownFacts
from workshop.score.matching import Matching, flags
from workshop.truth_town import TrueTown

APART = "apart"


def apart(town: TrueTown, matching: Matching, lane: str, programme: str, facts: TownFacts) -> dict[str, Any]:
    """Households by what the lane says of them. `may_be_in_need`: not ruled out by the true income of the last twelve months,
    with hardly any savings and not in receipt; of these `may_be_asked` (cannot be told: to be invited to ask),
    `ruled_out` (by records that are not, or no longer, so) and `not_looked_at` (no case).
    """
    few = flags(town.truth.home[town.truth.here & town.truth.latent["little_assets"]], town.homes)
    granted = matching.granted(programme)
    need = town.owed(programme, facts).unclear & few & ~granted
    untold, ruled_out = (_homes(matching, lane, programme, code) for code in (UNTOLD, NOT_ELIGIBLE))
    return {
        "in_receipt": int(granted.sum()),
        "may_be_in_need": int(need.sum()),
        "may_be_asked": int((need & untold).sum()),
        "ruled_out": int((need & ruled_out & ~untold).sum()),
        "not_looked_at": int((need & ~untold & ~ruled_out).sum()),
    }


def _homes(matching: Matching, lane: str, programme: str, code: int) -> np.ndarray:
    """The real homes whose registered household has a verdict: bool [homes]."""
    engine = matching.recorded.engine
    rows = np.flatnonzero(code_of(engine.assess.units.home_words[lane, programme]["word"]) == code)
    keys = engine.gate.homes.index.find(engine.assess.units.key_of(rows))
    return flags(matching.home_of(keys), matching.town.homes)
