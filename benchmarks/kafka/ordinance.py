"""One row of the ordinance in force is changed: how long until all changed verdicts are on their topic. All times are the broker's own."""

from __future__ import annotations

from pathlib import Path

from pydantic_core import from_json

from benchmarks.kafka.reading import Reader, stamped_by_broker
from benchmarks.kafka.standing import Figure, standing
from benchmarks.ordinances import toml_of
from processors.parts.log import DISCLOSURES, ORDINANCES, VERDICTS

ROW = 'row = "3-1"'
KIND = '"local-tax", '
AIM = 3.0


def without_tax() -> str:
    """Arrangement C, where row 3-1 gives no tax data to school aid any more."""
    before, _, after = toml_of("C").partition(ROW)
    return before + ROW + after.replace(KIND, "", 1)


def measure(broker: str, folder: Path, residents: int) -> list[Figure]:
    """The figure, one worker."""
    with standing(broker, folder, residents) as town:
        prefix = town.ground.prefix
        topics = [prefix + topic for topic in (DISCLOSURES, VERDICTS)]
        stamped_by_broker(broker, [*topics, prefix + ORDINANCES])
        with Reader(broker, topics) as reader, Reader(broker, [prefix + ORDINANCES], partitions=1) as ordinances:
            town.ground.put_in_force("C", 2, without_tax())
            began = ordinances.read_until(len, 10)[0].timestamp
            seen = reader.read_until(lambda found: bool(found), 30)
            quiet = seen
            while quiet:
                quiet = reader.read_until(lambda found: False, 2)
                seen += quiet
    verdicts = [r for r in seen if r.topic == prefix + VERDICTS and from_json(r.value)["version"][0] == 2]
    said = [r for r in seen if r.topic == prefix + DISCLOSURES]
    last = (max(r.timestamp for r in verdicts) - began) / 1000
    whole = (max(r.timestamp for r in seen) - began) / 1000
    what = f"a row changed, {residents:,} residents: the last of {len(verdicts):,} changed verdicts ({len(said):,} disclosures said anew, the last after {whole:.1f} s)"
    return [Figure(what, f"{last:.1f} s", f"{AIM:.0f} s", last <= AIM)]
