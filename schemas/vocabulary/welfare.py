"""What the welfare office (福祉) tells: 生活保護, 児童扶養手当, 児童手当, 手帳, 医療費助成, 給付金, and applications for them."""

from __future__ import annotations

from schemas.vocabulary.declare import DUTIES, EFFECTIVE, EventType, Sets, event, sets


def _event(type_: str, ja: str, en: str, *parts: Sets) -> EventType:
    return event(f"welfare.{type_}", "welfare", ja, en, *parts)


def assistance(word: str) -> Sets:
    """The state of public assistance (生活保護)."""
    return sets("welfare.public_assistance", assistance_status=word, assistance_since=EFFECTIVE)


def rearing(word: str) -> Sets:
    """A child-rearing allowance (児童扶養手当) that is not in payment."""
    return sets("welfare.child_rearing_allowance", rearing_allowance_status=word, rearing_allowance_yen=0, rearing_allowance_since=EFFECTIVE)


def premium(word: str) -> Sets:
    """How far the collection of an unpaid insurance premium (国保料) has come, on the record of the head who owes it."""
    return sets("welfare.premium", premium_arrears=word)


def application(word: str) -> Sets:
    """The end of an application, and so of its case."""
    return sets("welfare.application", application=word, applied_on=EFFECTIVE, tax_consent=False)


RENEWAL = sets("welfare.application", period=DUTIES.index("child-rearing-allowance"), application="open", applied_on=EFFECTIVE)
"""The yearly report (現況届) opens the case anew."""

EVENTS = (
    _event("application-received", "申請の受理", "application received", sets("welfare.application", application="open", applied_on=EFFECTIVE)),
    _event("application-withdrawn", "申請の取下げ", "application withdrawn", application("withdrawn")),
    _event("application-rejected", "申請の却下", "application rejected", application("rejected")),
    _event("application-ended", "受給の終了", "case ended", application("ended")),
    _event("assistance-started", "生活保護 開始", "public assistance started", assistance("in-force")),
    _event("assistance-suspended", "生活保護 停止", "public assistance suspended", assistance("suspended")),
    _event("assistance-ended", "生活保護 廃止", "public assistance ended", assistance("ended")),
    _event("earnings-recognised", "就労収入認定", "earnings recognised", sets("welfare.earnings")),
    _event("inquiry-made", "扶養照会・資産調査", "inquiry made", sets("welfare.inquiry", inquiry="asked")),
    _event("inquiry-answered", "調査の回答", "inquiry answered", sets("welfare.inquiry", inquiry="answered")),
    _event("repayment-ordered", "63条返還・78条徴収", "repayment ordered", sets("welfare.repayment")),
    _event("rearing-allowance-granted", "児童扶養手当 認定", "child-rearing allowance granted",
           sets("welfare.child_rearing_allowance", rearing_allowance_since=EFFECTIVE)),
    _event("rearing-allowance-changed", "児童扶養手当 額改定", "child-rearing allowance changed",
           sets("welfare.child_rearing_allowance", rearing_allowance_since=EFFECTIVE)),
    _event("rearing-allowance-suspended", "児童扶養手当 支給停止", "child-rearing allowance suspended", rearing("suspended")),
    _event("rearing-allowance-ended", "児童扶養手当 資格喪失", "child-rearing allowance ended", rearing("ended")),
    _event("annual-report-received", "現況届", "annual report received", sets("welfare.annual_report", annual_report="received"), RENEWAL),
    _event("annual-report-missing", "現況届未提出", "annual report missing", sets("welfare.annual_report", annual_report="missing")),
    _event("child-support-declared", "養育費の申告", "child support declared", sets("welfare.child_support")),
    _event("child-allowance-granted", "児童手当 認定", "child allowance granted", sets("welfare.child_allowance", child_allowance_status="granted")),
    _event("child-allowance-changed", "児童手当 額改定", "child allowance changed", sets("welfare.child_allowance", child_allowance_status="granted")),
    _event("child-allowance-ended", "児童手当 消滅", "child allowance ended",
           sets("welfare.child_allowance", child_allowance_status="ended", child_allowance_yen=0)),
    _event("handbook-issued", "手帳 交付", "handbook issued", sets("welfare.handbook")),
    _event("handbook-regraded", "手帳 等級変更", "handbook regraded", sets("welfare.handbook")),
    _event("handbook-returned", "手帳 返還", "handbook returned", sets("welfare.handbook", handbook="none", handbook_grade=0)),
    _event("medical-aid-granted", "ひとり親医療費助成 資格取得", "medical aid granted", sets("welfare.medical_aid", medical_aid="granted")),
    _event("medical-aid-ended", "ひとり親医療費助成 資格喪失", "medical aid ended", sets("welfare.medical_aid", medical_aid="ended")),
    _event("insurance-joined", "国保 資格取得", "national health insurance joined",
           sets("welfare.insurance", insurance="national-health")),
    _event("insurance-left", "国保 資格喪失", "national health insurance left",
           sets("welfare.insurance", insurance="left")),
    _event("premium-relief-granted", "国保料の軽減 決定", "premium relief granted", sets("welfare.premium_relief", premium_relief="granted")),
    _event("premium-relief-changed", "国保料の軽減 変更", "premium relief changed", sets("welfare.premium_relief", premium_relief="granted")),
    _event("premium-relief-ended", "国保料の軽減 終了", "premium relief ended",
           sets("welfare.premium_relief", premium_relief="ended", premium_relief_yen=0)),
    _event("special-allowance-granted", "特別児童扶養手当 認定（都道府県）", "special child-rearing allowance granted",
           sets("welfare.special_allowance", special_allowance_status="granted")),
    _event("special-allowance-changed", "特別児童扶養手当 額改定（都道府県）", "special child-rearing allowance changed",
           sets("welfare.special_allowance", special_allowance_status="granted")),
    _event("special-allowance-ended", "特別児童扶養手当 資格喪失・支給停止（都道府県）", "special child-rearing allowance ended",
           sets("welfare.special_allowance", special_allowance_status="ended", special_allowance_yen=0)),
    _event("disability-aid-granted", "重度心身障害者医療費助成 資格取得", "disability medical aid granted",
           sets("welfare.disability_aid", disability_aid="granted")),
    _event("disability-aid-ended", "重度心身障害者医療費助成 資格喪失", "disability medical aid ended",
           sets("welfare.disability_aid", disability_aid="ended")),
    _event("benefit-informed", "給付金 支給案内", "benefit: told", sets("welfare.benefit", benefit="informed")),
    _event("benefit-confirmed", "給付金 確認書返送", "benefit: confirmed", sets("welfare.benefit", benefit="confirmed")),
    _event("benefit-declined", "給付金 受給辞退", "benefit: declined", sets("welfare.benefit", benefit="declined")),
    _event("benefit-paid", "給付金 支給", "benefit: paid", sets("welfare.benefit", benefit="paid")),
    _event("premium-fell-overdue", "国保料 滞納", "insurance premium overdue", premium("overdue")),
    _event("premium-demanded", "国保料 督促", "insurance premium demanded", premium("demanded")),
    _event("premium-talk-offered", "国保料 納付相談の機会", "insurance premium: a chance to talk given", premium("talk-offered")),
    _event("premium-cleared", "国保料 完納", "insurance premium cleared", premium("none")),
    _event("earnings-reported", "就労収入の申告（現況届）", "earnings reported with the annual report", sets("welfare.reported_earnings")),
)  # fmt: skip
