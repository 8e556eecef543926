"""A family of whom every office knows everything, each value a canary that can be searched for."""

from __future__ import annotations

import datetime

from schemas.attributes import ATTRIBUTES
from schemas.fields import Field
from schemas.vocabulary.declare import DUTIES
from tests.processors.events import Log, number


def _canary(place: int, field: Field) -> object:
    """A value that occurs nowhere else: in text, number or date form, where the type leaves room for it."""
    if field.type == "text":
        return f"CANARY-{field.name}"
    if field.type == "yen":
        return 7_100_003 + place * 1_009
    if field.type == "date":
        return (datetime.date(1911, 1, 3) + datetime.timedelta(days=41 * place)).isoformat()
    if field.type == "choice":
        return field.words[1]
    return True if field.type == "bool" else max(field.least, min(field.most, 3))


CANARIES = {name: _canary(place, attribute.field) for place, (name, attribute) in enumerate(ATTRIBUTES.items())}
"""By attribute, as it stands in an event."""


def _of(*names: str) -> dict:
    return {name: CANARIES[name] for name in names}


def whole_record() -> Log:
    """A child of eight with every kind of data, and a parent with an application for everything."""
    log = Log()
    person = {"sex": "male", "nationality": "foreign", **_of("family_name", "given_name")}
    place = _of("district", "lot")
    log.add("resident.registered", number(1), 1001, **person, **place, birth="2016-06-06", household=10, relation="child", registered_on=CANARIES["registered_on"])
    log.add("resident.registered", number(2), 1002, **person, **place, birth=CANARIES["birth"], household=10, relation="head", registered_on="2001-01-01")
    log.add("resident.relation-changed", number(1), 1001, household=10, relation="child")
    log.add("resident.protection-started", number(2), 1002, protected_until="2025-05-05")
    log.add("resident.move-out-planned", number(2), 1002)
    log.add("objection.made", number(2), 1002, duty="resident-tax")
    _tax(log)
    _welfare(log)
    _child(log)
    return log


def _tax(log: Log) -> None:
    for i in (1, 2):
        for year in (2022, 2023, 2024):
            income = _of("total_income", "pay_or_pension", "dependants", "dependants_16_22", "dependants_70", "deductions", "disabled",
                         "widow_or_lone_parent", "levy_yen")  # fmt: skip
            log.add("tax.corrected", number(i), 2000 + i, year=year, **income, levy="per-capita")
            log.add("tax.assistance-noted", number(i), 2000 + i, year=year, on_assistance=False)
            log.add("tax.reduced", number(i), 2000 + i, year=year)
            log.add("tax.taxed-elsewhere-noted", number(i), 2000 + i, year=year, taxed_elsewhere=False)
            log.add("tax.return-filed", number(i), 2000 + i, year=year)
        log.add("tax.demanded", number(i), 2000 + i)
        log.add("tax.certificate-issued", number(i), 2000 + i, effective=CANARIES["certificate_on"])


def _welfare(log: Log) -> None:
    for i in (1, 2):
        log.add("welfare.assistance-suspended", number(i), 3000 + i, effective=CANARIES["assistance_since"])
        log.add("welfare.earnings-recognised", number(i), 3000 + i, month=202410, **_of("recognised_earnings"))
        log.add("welfare.inquiry-made", number(i), 3000 + i, number=4)
        log.add("welfare.repayment-ordered", number(i), 3000 + i, number=4, **_of("repayment_yen"))
        log.add("welfare.rearing-allowance-granted", number(i), 3000 + i, effective=CANARIES["rearing_allowance_since"],
                rearing_allowance_status="suspended", **_of("rearing_allowance_yen"))
        log.add("welfare.annual-report-missing", number(i), 3000 + i, year=2024)
        log.add("welfare.child-support-declared", number(i), 3000 + i, **_of("child_support_yen"))
        log.add("welfare.child-allowance-granted", number(i), 3000 + i, **_of("child_allowance_yen"))
        log.add("welfare.handbook-issued", number(i), 3000 + i, handbook="physical", handbook_grade=3)
        log.add("welfare.medical-aid-granted", number(i), 3000 + i)
        log.add("welfare.benefit-informed", number(i), 3000 + i)
        log.add("welfare.insurance-joined", number(i), 3000 + i)
        log.add("welfare.premium-relief-granted", number(i), 3000 + i, **_of("premium_relief_yen"))
        log.add("welfare.premium-fell-overdue", number(i), 3000 + i)
        log.add("welfare.special-allowance-granted", number(i), 3000 + i, **_of("special_allowance_yen"))
        log.add("welfare.disability-aid-granted", number(i), 3000 + i)
        log.add("welfare.earnings-reported", number(i), 3000 + i, month=202410, **_of("reported_earnings"))
    for duty in DUTIES:
        log.add("welfare.application-received", number(2), 3002, duty=duty, tax_consent=False)


def _child(log: Log) -> None:
    for i in (1, 2):
        log.add("child.enrolled", number(i), 4000 + i, **_of("school"))
        for day in ("2024-10-01", "2024-10-02", "2024-10-03"):
            log.add("child.absence-recorded", number(i), 4000 + i, day=day)
            log.add("child.health-room-visited", number(i), 4000 + i, day=day)
        log.add("child.achievement-recorded", number(i), 4000 + i, year=2023, standard_score=6)
        log.add("child.achievement-recorded", number(i), 4000 + i, year=2024, standard_score=3)
        log.add("child.counselling-opened", number(i), 4000 + i, number=5)
        log.add("child.consultation-founded", number(i), 4000 + i, number=5, **_of("consultation_note"))
        log.add("child.bullying-recognised", number(i), 4000 + i, number=5)
        log.add("child.nursery-placed", number(i), 4000 + i)
        log.add("child.fee-waiver-granted", number(i), 4000 + i)
        log.add("child.checkup-missed", number(i), 4000 + i, number=1)
        log.add("child.lunch-fees-overdue", number(i), 4000 + i)
        log.add("child.school-aid-granted", number(i), 4000 + i, effective=CANARIES["school_aid_since"])
        log.add("child.application-received", number(i), 4000 + i, duty="school-aid", tax_consent=False)
