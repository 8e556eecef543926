"""`answer_only`: what a duty would learn from values is worked out on the holders' side, and the answer passes in their place.

The formula is asked as a whole, over all that the rows let pass: what it compares with one holder's values (incomes) is mostly made of
another's (who lives there). So a verdict is the same as with values, and none of the values is behind this step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from processors.assess.causes import Causes
from processors.assess.evaluate import Evaluation
from processors.assess.said import said_of
from processors.disclosures import Disclosures, DutyDisclosures, Found
from processors.gate.full import permitted_in
from processors.gate.stage import blanked
from processors.gate.table import ANSWER_ONLY
from schemas.ordinance import Ordinance


def answering(d: Disclosures, ordinances: Mapping[str, Ordinance], causes: Causes) -> Disclosures:
    """The disclosures with answers in place of values, in the lanes whose ordinance (by name) wants it so. Where none does, as they are."""
    asking = {lane: o for lane, o in ordinances.items() if lane in d.lanes and o.safeguards.answer_only}
    if not asking:
        return d
    found = _found(d, asking, causes)
    lanes = {**d.lanes, **{lane: {duty: _without_values(said, found.get((lane, duty))) for duty, said in d.lanes[lane].items()} for lane in asking}}
    permitted = permitted_in(lanes, d.day)
    columns = {name: blanked(column, permitted[name]) for name, column in d.columns.items() if name in permitted}
    return replace(d, lanes=lanes, columns=columns)


def _found(d: Disclosures, ordinances: Mapping[str, Ordinance], causes: Causes) -> dict[tuple[str, str], Found]:
    """By lane and duty, what the formula says of the households that something is answered about; nothing of duties without a formula."""
    answered = {(lane, duty): _answered(d, said) for lane in ordinances for duty, said in d.lanes[lane].items()}
    lanes = {
        lane: {duty: replace(said, asked=said.asked & answered[lane, duty]) for duty, said in d.lanes[lane].items() if answered[lane, duty].any()}
        for lane in ordinances
    }
    judged = Evaluation(replace(d, lanes=lanes), causes).outcomes(ordinances)
    return {
        (one.lane, one.programme.id): Found(
            answered[one.lane, one.programme.id],
            said_of(words.homes, causes),
            None if words.members is None else said_of(words.members, causes),
        )
        for one, words in judged
    }


def _answered(d: Disclosures, said: DutyDisclosures) -> np.ndarray:
    """The households about some member of which the duty is given an answer instead of values: bool [n]."""
    return d.levels.any((said.codes == ANSWER_ONLY).any(axis=1)[said.contexts])


def _without_values(said: DutyDisclosures, found: Found | None) -> DutyDisclosures:
    """A duty's disclosures without the values that are only answered about."""
    return replace(said, allowed=said.allowed & (said.codes != ANSWER_ONLY), found=found)
