"""What the child database (こども) tells: school, health, counselling, nursery, school aid. Every allegation has its 非該当."""

from __future__ import annotations

from schemas.vocabulary.declare import EFFECTIVE, EventType, Sets, event, sets


def _event(type_: str, ja: str, en: str, *parts: Sets) -> EventType:
    return event(f"child.{type_}", "child", ja, en, *parts)


def aid(word: str) -> Sets:
    """The state of school aid (就学援助)."""
    return sets("child.school_aid", school_aid_status=word, school_aid_since=EFFECTIVE)


def application(word: str) -> Sets:
    """The end of an application, and so of its case."""
    return sets("child.application", application=word, applied_on=EFFECTIVE, tax_consent=False)


def consultation(word: str) -> Sets:
    """A step of a child consultation (児童相談・通告)."""
    return sets("child.consultation", consultation=word)


EVENTS = (
    _event("enrolled", "就学通知・入学", "enrolled", sets("child.enrolment", enrolment="enrolled")),
    _event("transferred", "転校", "changed school", sets("child.enrolment", enrolment="enrolled")),
    _event("left-school", "卒業・退学", "left school", sets("child.enrolment", enrolment="left")),
    _event("absence-recorded", "欠席", "absence recorded", sets("child.absence", absent=True)),
    _event("absence-corrected", "欠席の訂正", "absence corrected", sets("child.absence", absent=False)),
    _event("achievement-recorded", "学力調査結果", "achievement recorded", sets("child.achievement")),
    _event("health-room-visited", "保健室来室", "health-room visit", sets("child.health_room", health_room_visit=True)),
    _event("counselling-opened", "教育相談 開始", "counselling opened", sets("child.counselling", counselling="open")),
    _event("counselling-closed", "教育相談 終結", "counselling closed", sets("child.counselling", counselling="closed")),
    _event("counselling-unfounded", "教育相談 非該当", "counselling: nothing found", sets("child.counselling", counselling="unfounded")),
    _event("consultation-received", "児童相談・通告の受付", "consultation received", consultation("received")),
    _event("safety-confirmed", "安全確認", "safety confirmed", consultation("safe")),
    _event("consultation-founded", "児童相談 該当", "consultation founded", consultation("founded")),
    _event("consultation-not-founded", "児童相談 非該当", "consultation not founded", consultation("not-founded")),
    _event("consultation-closed", "児童相談 終結", "consultation closed", consultation("closed")),
    _event("bullying-recognised", "いじめ認知", "bullying recognised", sets("child.bullying", bullying="recognised")),
    _event("bullying-resolved", "いじめ解消", "bullying resolved", sets("child.bullying", bullying="resolved")),
    _event("bullying-not-founded", "いじめ 非該当", "bullying not founded", sets("child.bullying", bullying="not-founded")),
    _event("nursery-applied", "保育所 申込", "nursery applied for", sets("child.nursery", nursery="applied")),
    _event("nursery-waiting", "保育所 待機", "nursery: waiting", sets("child.nursery", nursery="waiting")),
    _event("nursery-placed", "保育所 入所", "nursery: placed", sets("child.nursery", nursery="placed")),
    _event("nursery-left", "保育所 退所", "nursery: left", sets("child.nursery", nursery="left")),
    _event("fee-waiver-granted", "保育料の無償 認定", "childcare fee waived", sets("child.childcare_fee", childcare_fee="granted")),
    _event("fee-waiver-ended", "保育料の無償 終了", "childcare fee no longer waived", sets("child.childcare_fee", childcare_fee="ended")),
    _event("checkup-attended", "乳幼児健診 受診", "check-up attended", sets("child.checkup", checkup="attended")),
    _event("checkup-missed", "乳幼児健診 未受診", "check-up missed", sets("child.checkup", checkup="missed")),
    _event("lunch-fees-overdue", "給食費滞納", "lunch fees overdue", sets("child.lunch", lunch_arrears=True)),
    _event("lunch-fees-cleared", "給食費完納", "lunch fees cleared", sets("child.lunch", lunch_arrears=False)),
    _event("application-received", "申請の受理", "application received", sets("child.application", application="open", applied_on=EFFECTIVE)),
    _event("application-withdrawn", "申請の取下げ", "application withdrawn", application("withdrawn")),
    _event("application-rejected", "申請の却下", "application rejected", application("rejected")),
    _event("application-ended", "認定期間の終了", "case ended", application("ended")),
    _event("school-aid-granted", "就学援助 認定", "school aid granted", aid("granted")),
    _event("school-aid-denied", "就学援助 否認定", "school aid denied", aid("denied")),
    _event("school-aid-ended", "就学援助 終了", "school aid ended", aid("ended")),
)
