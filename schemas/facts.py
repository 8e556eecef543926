"""What an office can know of a resident: facts, each a slot that an event sets as a whole.

A slot is (office, record, fact, period). A fact without a period has one slot a record; a fact with one has a slot for each
year, month, day, case number or duty. Each fact belongs to a data kind (特定個人情報の種類), or to none where it only steers the
procedure (applications, protection, life events).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from schemas.fields import Field, boolean, choice, date, integer, text, yen

Period = Literal["none", "year", "month", "day", "number", "duty"]

RELATIONS = (
    "head", "spouse", "child", "child-spouse", "grandchild", "parent", "grandparent", "sibling", "sibling-spouse",
    "nephew-niece", "spouse-parent", "spouse-child", "relative", "co-resident",
)  # fmt: skip
"""続柄, to the head of the household: words of the catalogue, labelled there."""


@dataclass(frozen=True)
class Fact:
    """One kind of slot.

    `absent` says what it means when an office has no slot: `unknown` (nobody filed) or `none` (the fields' defaults hold,
    because who is not in that register does not have it). `dense` facts are kept for every resident, the others sparsely.
    """

    office: str
    name: str
    kind: str | None
    fields: tuple[Field, ...]
    period: Period = "none"
    absent: Literal["unknown", "none"] = "none"
    dense: bool = False

    @property
    def id(self) -> str:
        """`office.name`."""
        return f"{self.office}.{self.name}"


def _named(office: str, *facts: Fact) -> tuple[Fact, ...]:
    return tuple(replace(fact, office=office) for fact in facts)


def _fact(name: str, kind: str | None, *fields: Field, period: Period = "none", absent: Literal["unknown", "none"] = "none", dense: bool = False) -> Fact:
    return Fact("", name, kind, fields, period, absent, dense)


REGISTER = _named(
    "register",
    _fact(
        "person", "resident-record",
        date("birth", "生年月日", "date of birth"),
        choice("sex", "性別", "sex", "female", "male"),
        choice("nationality", "国籍", "nationality", "japanese", "foreign"),
        text("family_name", "氏", "family name"),
        text("given_name", "名", "given name"),
        absent="unknown", dense=True,
    ),
    _fact(
        "residence", "resident-record",
        integer("household", "世帯番号", "household number", 1, 2**31 - 1),
        choice("relation", "続柄", "relation to the head", *RELATIONS),
        absent="unknown", dense=True,
    ),
    _fact(
        "status", "resident-record",
        choice("residency", "住民状態", "residency", "unregistered", "registered", "moved-out", "dead", "deleted"),
        date("registered_on", "住民となった日", "registered on"),
        absent="unknown", dense=True,
    ),
    _fact(
        "address", "resident-record",
        text("district", "町名", "district"),
        text("lot", "番地", "lot"),
        absent="unknown", dense=True,
    ),
    _fact("protection", None, date("protected_until", "支援措置の期限", "protected until")),
    _fact(
        "life_event", None,
        choice("life_event", "異動", "life event", "none", "birth", "death", "move", "split", "merge", "marriage", "divorce", "household"),
        date("life_event_on", "異動の記録日", "life event recorded on"),
    ),
    _fact("objection", None, boolean("objected", "異議", "objected"), period="duty"),
)  # fmt: skip

TAX = _named(
    "tax",
    _fact(
        "income", "local-tax",
        yen("total_income", "合計所得金額", "total income"),
        boolean("pay_or_pension", "給与・年金所得あり", "has pay or pension income"),
        integer("dependants", "同一生計配偶者・扶養親族の数", "same-livelihood spouse and dependants", 0, 30),
        integer("dependants_16_22", "うち16～22歳", "of them aged 16-22",  0, 30, optional=True),
        integer("dependants_70", "うち70歳以上", "of them aged 70 or more",  0, 30, optional=True),
        yen("deductions", "児童扶養手当の所得から引く控除", "deductions counted for the child-rearing allowance", optional=True),
        boolean("disabled", "障害者控除の該当", "disabled person (tax)", optional=True),
        boolean("widow_or_lone_parent", "寡婦・ひとり親の該当", "widow or lone parent (tax)", optional=True),
        choice("levy", "課税区分", "levy", "undecided", "exempt", "per-capita", "taxed"),
        yen("levy_yen", "年税額", "tax of the year"),
        period="year", absent="unknown",
    ),
    _fact("assistance", "local-tax", boolean("on_assistance", "1月1日に生活扶助を受給", "on livelihood aid on 1 January"), period="year"),
    _fact("return", None, choice("return", "申告の状況", "return", "none", "filed", "pay-report", "pension-report", "not-filed"), period="year"),
    _fact("reduction", "local-tax", boolean("tax_reduced", "減免", "tax reduced"), period="year"),
    _fact("place", None, boolean("taxed_elsewhere", "他団体で課税", "taxed by another municipality"), period="year"),
    _fact("arrears", "local-tax", choice("arrears", "滞納", "arrears", "none", "overdue", "demanded", "seized", "suspended")),
    _fact("certificate", "local-tax", date("certificate_on", "証明書の交付日", "certificate issued on")),
)  # fmt: skip

APPLICATION = (
    choice("application", "申請", "application", "none", "open", "withdrawn", "rejected", "ended"),
    date("applied_on", "申請日", "applied on"),
    boolean("tax_consent", "税情報の利用の同意", "consent to the use of tax data"),
)

WELFARE = _named(
    "welfare",
    _fact(
        "public_assistance", "public-assistance",
        choice("assistance_status", "生活保護の状態", "public assistance", "none", "in-force", "suspended", "ended"),
        date("assistance_since", "生活保護の開始日", "public assistance since"),
    ),
    _fact("earnings", "public-assistance", yen("recognised_earnings", "就労収入認定（月）", "earnings recognised in the month"), period="month"),
    _fact("inquiry", "public-assistance", choice("inquiry", "扶養照会・資産調査", "inquiry", "none", "asked", "answered"), period="number"),
    _fact("repayment", "public-assistance", yen("repayment_yen", "返還・徴収額", "to be repaid"), period="number"),
    _fact(
        "child_rearing_allowance", "child-rearing-allowance",
        choice("rearing_allowance_status", "児童扶養手当の状態", "child-rearing allowance", "none", "full", "part", "suspended", "ended"),
        yen("rearing_allowance_yen", "児童扶養手当の月額", "child-rearing allowance a month"),
        date("rearing_allowance_since", "児童扶養手当の認定日", "child-rearing allowance since"),
    ),
    _fact("annual_report", "child-rearing-allowance", choice("annual_report", "現況届", "annual report", "none", "received", "missing"), period="year"),
    _fact("child_support", "child-rearing-allowance", yen("child_support_yen", "養育費（年）", "child support a year")),
    _fact(
        "child_allowance", "child-allowance",
        choice("child_allowance_status", "児童手当の状態", "child allowance", "none", "granted", "ended"),
        yen("child_allowance_yen", "児童手当の月額", "child allowance a month"),
    ),
    _fact(
        "handbook", "disability",
        choice("handbook", "手帳の種類", "handbook", "none", "physical", "intellectual", "mental"),
        integer("handbook_grade", "等級", "grade", 0, 7),
    ),
    _fact("medical_aid", "medical-aid", choice("medical_aid", "ひとり親家庭等医療費助成", "single-parent medical aid", "none", "granted", "ended")),
    _fact(
        "insurance", "medical-insurance",
        choice("insurance", "国民健康保険の資格", "national health insurance", "none", "national-health", "left"),
    ),
    _fact(
        "premium_relief", "medical-insurance",
        choice("premium_relief", "国保料の法定軽減の状態", "premium relief", "none", "granted", "ended"),
        yen("premium_relief_yen", "国保料の軽減額（年）", "premium relief a year"),
    ),
    _fact(
        "special_allowance", "special-child-rearing-allowance",
        choice("special_allowance_status", "特別児童扶養手当の状態", "special child-rearing allowance", "none", "granted", "ended"),
        yen("special_allowance_yen", "特別児童扶養手当の月額", "special child-rearing allowance a month"),
    ),
    _fact("disability_aid", "disability-medical-aid",
          choice("disability_aid", "重度心身障害者医療費助成の状態", "disability medical aid", "none", "granted", "ended")),
    _fact("benefit", "public-benefit", choice("benefit", "給付金の状態", "benefit", "none", "informed", "confirmed", "declined", "paid")),
    _fact("application", None, *APPLICATION, period="duty"),
    _fact(
        "premium", "medical-insurance",
        choice("premium_arrears", "国保料の滞納", "arrears of the insurance premium", "none", "overdue", "demanded", "talk-offered"),
    ),
    _fact(
        "reported_earnings", "child-rearing-allowance",
        yen("reported_earnings", "就労収入の申告（月）", "earnings reported for the month"), period="month",
    ),
)  # fmt: skip

CHILD = _named(
    "child",
    _fact(
        "enrolment", "enrolment",
        choice("enrolment", "在籍", "enrolment", "none", "enrolled", "left"),
        text("school", "学校名", "school"),
    ),
    _fact("absence", "attendance", boolean("absent", "欠席", "absent"), period="day"),
    _fact("achievement", "achievement", integer("standard_score", "偏差値", "standard score", 0, 100), period="year", absent="unknown"),
    _fact("health_room", "school-health", boolean("health_room_visit", "保健室来室", "health-room visit"), period="day"),
    _fact("counselling", "school-counselling", choice("counselling", "教育相談", "counselling", "none", "open", "closed", "unfounded"), period="number"),
    _fact(
        "consultation", "child-consultation",
        choice("consultation", "児童相談", "consultation", "none", "received", "safe", "founded", "not-founded", "closed"),
        text("consultation_note", "相談の要旨", "note", optional=True),
        period="number",
    ),
    _fact("bullying", "school-counselling", choice("bullying", "いじめ認知", "bullying", "none", "recognised", "resolved", "not-founded"), period="number"),
    _fact("nursery", "childcare", choice("nursery", "保育", "nursery", "none", "applied", "waiting", "placed", "left")),
    _fact("childcare_fee", "childcare", choice("childcare_fee", "保育料の無償（0～2歳児クラス）", "childcare fee waived", "none", "granted", "ended")),
    _fact("checkup", "maternal-child-health", choice("checkup", "乳幼児健診", "infant check-up", "none", "attended", "missed"), period="number"),
    _fact("lunch", "school-lunch", boolean("lunch_arrears", "給食費の滞納", "lunch fees owed")),
    _fact(
        "school_aid", "school-aid",
        choice("school_aid_status", "就学援助の状態", "school aid", "none", "granted", "denied", "ended"),
        date("school_aid_since", "就学援助の認定日", "school aid since"),
    ),
    _fact("application", None, *APPLICATION, period="duty"),
)  # fmt: skip

FACTS: dict[str, Fact] = {fact.id: fact for fact in REGISTER + TAX + WELFARE + CHILD}
"""All facts by id, offices in order."""
