"""The people who live in the town on the first day, household by household."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import numpy as np

from producers.draws import Draws
from producers.identifiers import permute
from producers.names import LOTS
from producers.people import NOBODY
from producers.rosters import BANDS, CHILD, HEAD, MALE, PARENT, ROSTERS, SPOUSE, SPOUSE_CHILD, YEAR, ages_of, sexes_of
from producers.town import Town

KINDS = tuple(ROSTERS)
_MEAN_SIZE_MILLI = 2199


@cache
def _cells() -> tuple[np.ndarray, np.ndarray]:
    """Weights summed up over all (kind, band) cells, and each cell's place."""
    raw = tomllib.loads((Path(__file__).parent / "households.toml").read_text(encoding="utf-8"))
    weights = np.array([raw[kind] for kind in KINDS], dtype=np.int64)
    return np.cumsum(weights.ravel()), np.arange(weights.size)


def _kinds_and_bands(draws: Draws, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Each household's kind and band of the head's age; their shares are met exactly, not by chance."""
    sums, _ = _cells()
    place = permute(draws, "kinds of households", np.arange(count), count)
    cell = np.searchsorted(sums, (2 * place + 1) * int(sums[-1]) // (2 * count), side="right")
    return cell // len(BANDS), cell % len(BANDS)


def _kinds_for(draws: Draws, residents: int) -> tuple[np.ndarray, np.ndarray]:
    """Kinds and bands of as many households as hold exactly these residents; the last ones are singles."""
    kinds, bands = _kinds_and_bands(draws, residents * 1000 // _MEAN_SIZE_MILLI + 1)
    sizes = np.array([len(ROSTERS[kind].members) for kind in KINDS])[kinds]
    whole = int(np.searchsorted(np.cumsum(sizes), residents, side="right"))
    rest = residents - int(sizes[:whole].sum())
    single_bands = draws.below("last singles", np.arange(rest), 12) + 2
    return np.append(kinds[:whole], np.zeros(rest, dtype=np.int64)), np.append(bands[:whole], single_bands)


def _households(town: Town, kinds: np.ndarray) -> np.ndarray:
    index = np.arange(len(kinds))
    districts = town.draws.below("district", index, len(town.texts.districts)) + town.texts.districts[0]
    lots = town.draws.below("lot", index, len(LOTS)) + town.texts.lots[0]
    return town.households.found(len(kinds), district=districts, lot=lots, kind=kinds)


def populate(town: Town) -> None:
    """Makes all households of the first day and who lives in them."""
    kinds, bands = _kinds_for(town.draws, town.residents)
    households = _households(town, kinds)
    parts = [_of_kind(town, place, households[kinds == place], bands[kinds == place]) for place in range(len(KINDS))]
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.lexsort((columns.pop("place"), columns["household"]))
    _settle(town, {name: column[order] for name, column in columns.items()})


def _of_kind(town: Town, place: int, households: np.ndarray, bands: np.ndarray) -> dict[str, np.ndarray]:
    """All members of all households of one kind, flat."""
    kind, draws = KINDS[place], town.draws
    head = (np.array(BANDS)[bands] * YEAR + np.array(BANDS)[bands] // 4) + draws.below(
        "head's age", households, 5 * YEAR
    )
    head = np.maximum(head, 18 * YEAR + 60)
    roster = ROSTERS[kind].members
    shape = (len(households), len(roster))
    return {
        "birth": (town.start - ages_of(kind, draws, households, head)).ravel(),
        "sex": sexes_of(kind, draws, households, head).ravel(),
        "relation": np.broadcast_to(roster, shape).ravel(),
        "household": np.repeat(households, len(roster)),
        "place": np.broadcast_to(np.arange(len(roster)), shape).ravel(),
    }


def _settle(town: Town, columns: dict[str, np.ndarray]) -> None:
    household, relation = columns["household"], columns["relation"]
    columns["relation"] = _stepchildren(town, household, relation)
    relation = columns["relation"]
    rows = town.people.add(len(household), **columns, home=household, home_relation=relation, desk=household)
    for row, home in zip(rows.tolist(), household.tolist(), strict=True):
        town.households.members[home].append(row)
    _name(town, rows)
    _settled_since(town, rows)


def _stepchildren(town: Town, household: np.ndarray, relation: np.ndarray) -> np.ndarray:
    """Relations, with the children of one couple in sixty being the spouse's alone (配偶者の子)."""
    couples = np.isin(household, household[relation == SPOUSE]) & ~np.isin(
        household, household[~np.isin(relation, (HEAD, SPOUSE, CHILD))]
    )
    step = couples & (relation == CHILD) & town.draws.chance("stepchildren", household, 16_000)
    return np.where(step, SPOUSE_CHILD, relation)


def _name(town: Town, rows: np.ndarray) -> None:
    """Family names go by household; partners of the children and co-residents bear them too, or their own."""
    people, draws = town.people, town.draws
    homes = people.household[rows]
    foreign = draws.chance("foreign household", homes, 22_000)
    people.family_name[rows] = family_names(town, homes, foreign)
    people.foreign[rows] = foreign
    people.given_name[rows] = given_names(town, rows)


def family_names(town: Town, homes: np.ndarray, foreign: np.ndarray) -> np.ndarray:
    """Family names by household."""
    draws, texts = town.draws, town.texts
    family = texts.family[0] + draws.below("family name", homes, len(texts.family))
    return np.where(
        foreign, texts.foreign_family[0] + draws.below("foreign name", homes, len(texts.foreign_family)), family
    )


def given_names(town: Town, rows: np.ndarray) -> np.ndarray:
    """Given names by sex and origin, of the residents in these rows."""
    people, draws, texts = town.people, town.draws, town.texts
    female = texts.female[0] + draws.below("given name", rows, len(texts.female))
    male = texts.male[0] + draws.below("given name", rows, len(texts.male))
    foreign = texts.foreign_given[0] + draws.below("given name", rows, len(texts.foreign_given))
    return np.where(people.foreign[rows] == 1, foreign, np.where(people.sex[rows] == MALE, male, female))


def _settled_since(town: Town, rows: np.ndarray) -> None:
    """Since when they are registered here: 4 % of households moved in within the last year, the others over three
    decades."""
    people, draws = town.people, town.draws
    homes = people.household[rows]
    new = draws.chance("moved in lately", homes, 40_000)
    days = np.where(new, draws.below("days here", homes, 365), 365 + draws.below("years here", homes, 30 * YEAR))
    people.since[rows] = np.maximum(town.start - 1 - days, people.birth[rows])
    people.card_held[rows] = draws.chance("card held", rows, 750_000)
    people.number_on_forms[rows] = draws.chance("number on forms", rows, 600_000)
    people.widowed[rows] = _widowed(town, rows)


def _widowed(town: Town, rows: np.ndarray) -> np.ndarray:
    """Women of 60 and more, and men of 75 and more, without a partner at home: most of them once had one."""
    people = town.people
    age = (town.start - people.birth[rows]) // YEAR
    partner = np.isin(people.relation[rows], (SPOUSE,)) | _has_spouse(town, rows)
    old = np.where(people.sex[rows] == MALE, age >= 75, age >= 60)
    return old & ~partner & np.isin(people.relation[rows], (HEAD, PARENT)) & town.draws.chance("widowed", rows, 650_000)


def _has_spouse(town: Town, rows: np.ndarray) -> np.ndarray:
    people = town.people
    with_spouse = np.zeros(town.households.n, dtype=bool)
    with_spouse[people.household[rows][people.relation[rows] == SPOUSE]] = True
    return (people.relation[rows] == HEAD) & with_spouse[people.household[rows]]


def household_of(town: Town, resident: int) -> list[int]:
    """Who is registered together with a resident, the resident included."""
    household = int(town.people.household[resident])
    return [resident] if household == NOBODY else town.members(household)
