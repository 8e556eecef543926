"""Part I, 基本情報: duties, stages and their stores, files, flows, the ground for using the number, offices."""

from __future__ import annotations

from collections.abc import Iterator

from processors.kafka.topology import NODES, TOPICS, Topic
from processors.parts.log import ASSESSMENTS, in_custody
from schemas.catalogue import Duty, catalogue
from schemas.exports.asyncapi import TOPICS as NAMED
from schemas.law import law
from workshop.pia.draft import Draft
from workshop.pia.joins import period, permitted_duties
from workshop.pia.markdown import row_name, table

_FOR_EVER = "-1"
_A_DAY = 24 * 3600 * 1000


def part(draft: Draft) -> list[str]:
    """The part."""
    words = draft.words
    sections = {
        "duties": _duties(draft), "stages": _stages(draft), "files": _files(draft), "flows": _flows(draft), "number": _number(draft),
        "network": ["", words("pia.network")], "offices": _offices(draft),
    }  # fmt: skip
    lines = ["", f"## {words('pia.part_basics')}"]
    for name, section in sections.items():
        lines += ["", f"### {words(f'pia.section.{name}')}", *section]
    return lines


def _head(draft: Draft, *names: str) -> list[str]:
    return [draft.words(f"pia.column.{name}") for name in names]


def _duties(draft: Draft) -> list[str]:
    rows = (
        [draft.label(duty), draft.label(catalogue().organs[duty.organ]), draft.label(catalogue().offices[duty.office]),
         draft.words(f"pia.nature.{duty.nature}"), _by_act(draft, duty)]
        for duty in catalogue().duties.values()
    )  # fmt: skip
    return table(_head(draft, "duty", "organ", "office", "nature", "by_act"), rows, draft.words("pia.nothing"))


def _by_act(draft: Draft, duty: Duty) -> str:
    return duty.statutory or duty.basis or draft.words("pia.by_ordinance")


def _stages(draft: Draft) -> list[str]:
    words = draft.words
    rows = (
        [words(f"pia.stage.{node.stage}"), words(f"pia.does.{node.stage}"), draft.several(_topic_name(draft, t) for t in node.reads),
         draft.several(_topic_name(draft, t) for t in node.writes), words(f"pia.store.{node.stage}"), words(f"pia.custody.{node.custody}")]
        for node in NODES
    )  # fmt: skip
    return table(_head(draft, "stage", "does", "reads", "writes", "store", "custody"), rows, words("pia.nothing"))


def _files(draft: Draft) -> list[str]:
    rows = [*_office_files(draft), *_duty_files(draft)]
    return table(_head(draft, "file", "organ", "office", "holds"), rows, draft.words("pia.nothing"))


def _office_files(draft: Draft) -> Iterator[list[str]]:
    """What an office records, apart by the organ that holds it."""
    for office in catalogue().offices.values():
        for organ in catalogue().organs.values():
            kinds = [k for k in catalogue().kinds.values() if (k.office, k.holder) == (office.id, organ.id)]
            if kinds:
                name = draft.words("pia.office_file", office=draft.label(office))
                yield [name, draft.label(organ), draft.label(office), draft.several(draft.label(k) for k in kinds)]


def _duty_files(draft: Draft) -> Iterator[list[str]]:
    for duty in catalogue().duties.values():
        name, organ = draft.words("pia.duty_file", duty=draft.label(duty)), draft.label(catalogue().organs[duty.organ])
        yield [name, organ, draft.label(catalogue().offices[duty.office]), draft.words("pia.joined")]


def _flows(draft: Draft) -> list[str]:
    rows = ([_topic_name(draft, t.name), *_ends(draft, t), _key(draft, t.name), _kept(draft, t), draft.words(f"pia.custody.{in_custody(t.name)}")]
            for t in TOPICS if _named(t.name) or _office_of(t.name) or t.name == ASSESSMENTS)  # fmt: skip
    return table(_head(draft, "flow", "from", "to", "key", "kept", "custody"), rows, draft.words("pia.nothing"))


def _named(topic: str) -> str:
    return next((t.message for t in NAMED if t.address == topic), "")


def _office_of(topic: str) -> str:
    office = topic.partition(".")[0]
    return office if office in catalogue().offices and in_custody(topic) else ""


def _topic_name(draft: Draft, topic: str) -> str:
    if office := _office_of(topic):
        return draft.words("pia.events_of", office=draft.label(catalogue().offices[office]))
    if topic == ASSESSMENTS:
        return draft.words("pia.assessments")
    named = next(t for t in NAMED if t.address == topic)
    return named.label_ja if draft.words.lang == "ja" else named.label_en


def _ends(draft: Draft, topic: Topic) -> list[str]:
    """Who writes it and who reads it."""
    words, office = draft.words, _office_of(topic.name)
    writers = [words(f"pia.stage.{node.stage}") for node in NODES if topic.name in node.writes]
    readers = [words(f"pia.stage.{node.stage}") for node in NODES if topic.name in node.reads]
    outside = draft.label(catalogue().offices[office]) if office else words("pia.people")
    return [draft.several(writers or [outside]), draft.several(readers or [words("pia.watchers")])]


def _key(draft: Draft, topic: str) -> str:
    if _office_of(topic):
        return draft.words("pia.key.my_number")
    named = next((t for t in NAMED if t.address == topic), None)
    return ((named.key_ja if draft.words.lang == "ja" else named.key_en) if named else "") or draft.words("pia.none")


def _kept(draft: Draft, topic: Topic) -> str:
    if topic.cleanup == "compact":
        return draft.words("pia.kept_newest")
    if topic.retention == _FOR_EVER:
        return draft.words("pia.kept_always")
    return draft.words("pia.kept_days", days=int(topic.retention) // _A_DAY)


def _number(draft: Draft) -> list[str]:
    """Why each duty may use the number, then the rows of table 1 by themselves."""
    words = draft.words
    grounds = ([draft.label(duty), _grounds(draft, duty)] for duty in catalogue().duties.values())
    listed = (
        [row_name(row.row), draft.label(catalogue().duties[row.duty]), draft.label(catalogue().organs[row.organ]), period(draft, row.valid_from, row.valid_to)]
        for row in draft.ordinance.rows if row.table == "table1"
    )  # fmt: skip
    return [
        *table(_head(draft, "duty", "number_ground"), grounds, words("pia.nothing")), words("pia.table1"),
        *table(_head(draft, "row", "duty", "organ", "period"), listed, words("pia.nothing")),
    ]  # fmt: skip


def _grounds(draft: Draft, duty: Duty) -> str:
    words, articles = draft.words, law().articles
    found = [words("pia.under", article=words.label(articles["number-9-1"]), where=duty.statutory)] if duty.statutory else []
    for row in permitted_duties(draft.ordinance, duty):
        article = articles["number-9-2" if row.table == "table1" else law().permits[row.table].article]
        found.append(words("pia.under", article=words.label(article), where=row_name(row.row)))
    if not duty.statutory and "statutory-table-row" in draft.ordinance.assumes:
        found.append(words.label(law().assumptions["statutory-table-row"]))
    return draft.several(found) if found else words("pia.no_ground")


def _offices(draft: Draft) -> list[str]:
    rows = ([draft.label(office), draft.label(catalogue().organs[office.organ])] for office in catalogue().offices.values())
    return table(_head(draft, "office", "organ"), rows, draft.words("pia.nothing"))
