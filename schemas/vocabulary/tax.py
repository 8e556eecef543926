"""What the tax office (税) tells: 個人住民税 from the return to the arrears. `year` is the year of the income."""

from __future__ import annotations

from schemas.facts import FACTS
from schemas.vocabulary.declare import EFFECTIVE, EventType, Sets, event, sets


def _event(type_: str, ja: str, en: str, *parts: Sets) -> EventType:
    return event(f"tax.{type_}", "tax", ja, en, *parts)


def returned(word: str) -> Sets:
    """How the income of a year came to be known."""
    return Sets(FACTS["tax.return"], {"return": word})


EVENTS = (
    _event("return-filed", "申告受付", "return filed", returned("filed")),
    _event("pay-report-received", "給与支払報告書受理", "pay report received", returned("pay-report")),
    _event("pension-report-received", "公的年金等支払報告書受理", "pension report received", returned("pension-report")),
    _event("non-filer-found", "未申告把握", "non-filer found", returned("not-filed")),
    _event("assessed", "当初賦課", "assessed", sets("tax.income", levy="taxed")),
    _event("exempted", "非課税判定", "found exempt", sets("tax.income", levy="exempt", levy_yen=0)),
    _event("per-capita-assessed", "均等割のみ課税", "per-capita levy only", sets("tax.income", levy="per-capita")),
    _event("corrected", "税額更正", "corrected", sets("tax.income")),
    _event("dependants-changed", "扶養異動", "dependants changed", sets("tax.income")),
    _event("reduced", "減免", "reduced", sets("tax.reduction", tax_reduced=True)),
    _event("assistance-noted", "生活扶助の把握（1月1日）", "livelihood aid noted", sets("tax.assistance")),
    _event("taxed-elsewhere-noted", "他団体課税の把握", "taxed elsewhere", sets("tax.place")),
    _event("fell-overdue", "滞納", "overdue", sets("tax.arrears", arrears="overdue")),
    _event("demanded", "督促", "demanded", sets("tax.arrears", arrears="demanded")),
    _event("seized", "差押", "seized", sets("tax.arrears", arrears="seized")),
    _event("seizure-suspended", "執行停止", "seizure suspended", sets("tax.arrears", arrears="suspended")),
    _event("arrears-cleared", "完納", "arrears cleared", sets("tax.arrears", arrears="none")),
    _event("certificate-issued", "証明書発行", "certificate issued", sets("tax.certificate", certificate_on=EFFECTIVE)),
)
