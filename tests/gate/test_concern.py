"""What is said to concern an answer of the gate: requests that agree in it are decided once, so it may never be too little."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator

import pytest

from processors.gate.decide import Concern, Decision, Request, concern, decide, sweep_rows
from schemas.ordinance import Ordinance, load, with_row_added, with_row_removed, with_row_replaced, with_safeguard
from tests.gate.asking import day

AT, LONG_AGO = day("2025-06-01"), day("2020-01-01")
SAMPLE = load("sample")
ALWAYS = {
    "row": "3-9",
    "organ": "board-of-education",
    "duty": "school-aid",
    "holder": "mayor",
    "kinds": ["resident-record", "local-tax"],
    "subjects": ["child"],
    "triggers": ["standing"],
}
OWN = {
    "row": "2-9",
    "organ": "board-of-education",
    "duty": "school-aid",
    "kinds": ["school-aid"],
    "subjects": ["guardian"],
    "triggers": ["application"],
}
RECORD, TAX, AID, ASSISTANCE = "resident-record", "local-tax", "school-aid", "public-assistance"


def also(**keys: object) -> Ordinance:
    """The sample with one more row, of which a case is always open."""
    return with_row_added(SAMPLE, "table3", ALWAYS | keys)


BARRED = with_row_added(SAMPLE, "prohibit", {"row": "P-9", "kinds": [RECORD], "reason": "試し"})
TAX_ONLY, NOT_YET = also(kinds=[TAX]), also(valid_from="2026-01-01")
CASES = {
    "by application and in a sweep": (SAMPLE, RECORD),
    "one row always, others by application and in a sweep": (also(), RECORD),
    "one row always, one by application": (also(), TAX),
    "always, but another kind": (TAX_ONLY, RECORD),
    "only always": (with_row_removed(with_row_removed(also(), "3-1"), "3-2"), RECORD),
    "always, but not yet": (NOT_YET, RECORD),
    "its own record, in any case of the duty": (SAMPLE, AID),
    "its own record, where a case is always open": (TAX_ONLY, AID),
    "its own record, where a case will always be open": (NOT_YET, AID),
    "its own record, of which a row lets pass less": (with_row_added(SAMPLE, "table2", OWN), AID),
    "its own record, a row about it and a case always open": (with_row_added(TAX_ONLY, "table2", OWN), AID),
    "its own record, nobody may object": (with_safeguard(SAMPLE, "objection", False), AID),
    "one row by application, one after a life event": (also(triggers=["life-event"]), TAX),
    "one row by application and in a sweep": (also(triggers=["application", "sweep"], sweep_on=["05-15"]), TAX),
    "no tax": (SAMPLE, ASSISTANCE),
    "prohibited": (BARRED, RECORD),
    "no consent needed": (with_safeguard(SAMPLE, "tax_consent", False), TAX),
    "no address protected": (with_safeguard(SAMPLE, "protected_address", False), RECORD),
    "nobody may object": (with_safeguard(SAMPLE, "objection", False), TAX),
    "no network": (with_safeguard(SAMPLE, "network_first", False), TAX),
    "only yes or no": (with_safeguard(SAMPLE, "answer_only", True), TAX),
    "for two sets of subjects": (with_row_replaced(SAMPLE, "3-2", subjects=["child"]), RECORD),
}
ROLES = tuple(map(frozenset, ([], ["guardian"], ["child"], ["child", "same-household"], ["applicant"])))


def requests(ordinance: Ordinance, kind: str) -> Iterator[Request]:
    """Every combination of roles, cases (none, new, too old) and flags."""
    opening, flag, rows = (None, AT, LONG_AGO), (False, True), [row.row for row in sweep_rows(ordinance, "school-aid")]
    for roles, application, life_event, *rest in itertools.product(
        ROLES, opening, opening, flag, flag, flag, flag, *(opening for _ in rows)
    ):
        opened = {"application": application, "life-event": life_event}
        swept = dict(zip(rows, rest[4:], strict=True))
        yield Request(
            "school-aid",
            kind,
            roles,
            {trigger: on for trigger, on in opened.items() if on},
            LONG_AGO,
            AT,
            *rest[:4],
            file_size=900,
            sweeps={row: on for row, on in swept.items() if on},
        )


def what_concerns(request: Request, of: Concern) -> tuple[object, ...]:
    """What a request says of what can change its answer."""
    flags = [getattr(request, name) for name in ("consent", "protected", "objected", "taxed_here") if getattr(of, name)]
    roles = [request.roles.isdisjoint(subjects) for subjects in of.subjects]
    assert request.sweeps is not None
    opened = sorted((t, on) for t, on in request.opened.items() if t in of.triggers)
    swept = sorted((row, on) for row, on in request.sweeps.items() if row in of.sweeps)
    return (*flags, *roles, *opened, *swept)


def told(decision: Decision) -> tuple[object, ...]:
    """What a table keeps of an answer."""
    return decision.allowed, decision.code, decision.masked, decision.answer_only, decision.attributes


@pytest.mark.parametrize("case", CASES)
def test_requests_that_agree_in_what_concerns_them_are_answered_alike(case: str) -> None:
    ordinance, kind = CASES[case]
    of, answers = concern(ordinance, "school-aid", kind, AT), defaultdict(set)
    for request in requests(ordinance, kind):
        answers[what_concerns(request, of)].add(told(decide(request, ordinance)))
    assert all(len(said) == 1 for said in answers.values())


def test_where_every_row_is_open_at_all_times_no_case_concerns_the_answer() -> None:
    for case in ("only always", "its own record, where a case is always open"):
        ordinance, kind = CASES[case]
        of = concern(ordinance, "school-aid", kind, AT)
        assert (of.triggers, of.sweeps) == (frozenset(), frozenset()), case


def test_nothing_concerns_an_answer_that_its_rows_and_its_kind_do_not_name() -> None:
    of = concern(SAMPLE, "school-aid", ASSISTANCE, AT)
    assert (of.subjects, of.triggers) == ((frozenset({"guardian", "same-household"}),), frozenset({"application"}))
    assert not of.sweeps and not of.consent and not of.protected and of.objected and not of.taxed_here


def test_where_a_kind_is_prohibited_neither_roles_nor_cases_concern_the_answer() -> None:
    of = concern(BARRED, "school-aid", RECORD, AT)
    assert (of.subjects, of.triggers, of.sweeps) == ((), frozenset(), frozenset())
