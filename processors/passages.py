"""From gate to assess by message: disclosures of some households, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from processors.disclosures import Disclosures, DutyDisclosures
from processors.shards import shard_of
from processors.texts import TextPool
from processors.wire import pack, unpack


def outgoing(disclosures: Disclosures, shards: int, texts: TextPool) -> Iterator[tuple[int, bytes]]:
    """Messages (assess shard, bytes)."""
    of_home, of_gone = shard_of(disclosures.homes, shards), shard_of(disclosures.gone, shards)
    for shard in range(shards):
        chosen = of_home == shard
        if chosen.any() or (of_gone == shard).any():
            yield shard, _message(disclosures, chosen, disclosures.gone[of_gone == shard], texts)


def _message(d: Disclosures, chosen: np.ndarray, gone: np.ndarray, texts: TextPool) -> bytes:
    who = chosen[d.place]
    columns = {
        "day": np.array([d.day]), "homes": d.homes[chosen], "counts": d.counts[chosen], "members": d.members[who],
        "place": (np.cumsum(chosen) - 1)[d.place[who]], "gone": gone,
    }  # fmt: skip
    for (name, year), (values, states) in d.columns.items():
        columns[f"value/{name}/{year or ''}"] = values[who]
        if states is not None:
            columns[f"state/{name}/{year or ''}"] = states[who]
    for lane, duties in d.lanes.items():
        for duty, said in duties.items():
            columns |= _of_duty(f"lane/{lane}/{duty}/", said, chosen, who)
    return pack(columns, texts)


def _of_duty(path: str, said: DutyDisclosures, chosen: np.ndarray, who: np.ndarray) -> dict[str, np.ndarray]:
    columns = {f"{path}asked/": said.asked[chosen], f"{path}since/": said.since[chosen], f"{path}contexts/": said.contexts[who]}
    for i, kind in enumerate(said.kinds):
        columns[f"{path}kind/{kind}"] = np.column_stack([said.codes[:, i], said.allowed[:, i].astype(np.uint8)])
    return columns | {f"{path}hidden/{name}": np.array(contexts) for name, contexts in said.hidden.items()}


def read(message: bytes, texts: TextPool) -> Disclosures:
    """What `outgoing` sent."""
    columns = unpack(message, texts)
    homes, counts, members, place, gone = (columns[name] for name in ("homes", "counts", "members", "place", "gone"))
    made = Disclosures(int(columns["day"][0]), homes, counts, members, place, gone)
    said: dict[tuple[str, str], dict[str, dict[str, np.ndarray]]] = {}
    for path, column in columns.items():
        what, _, rest = path.partition("/")
        if what == "value":
            name, _, year = rest.partition("/")
            made.columns[name, int(year) if year else None] = (column, columns.get(f"state/{rest}"))
        elif what == "lane":
            lane, duty, part, of = rest.split("/")
            said.setdefault((lane, duty), {}).setdefault(part, {})[of] = column
    for (lane, duty), parts in said.items():
        made.lanes.setdefault(lane, {})[duty] = _read_duty(parts)
    return made


def _read_duty(parts: dict[str, dict[str, np.ndarray]]) -> DutyDisclosures:
    kinds = parts.get("kind", {})
    both = np.stack(list(kinds.values())) if kinds else np.empty((0, 1, 2), dtype=np.uint8)
    hidden = {name: contexts.tolist() for name, contexts in parts.get("hidden", {}).items()}
    return DutyDisclosures(
        tuple(kinds), parts["asked"][""], parts["contexts"][""], both[:, :, 0].T, both[:, :, 1].T.astype(bool), parts["since"][""], hidden
    )
