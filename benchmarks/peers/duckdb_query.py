"""The join as SQL over the whole log at once: no stream, but what a nightly query costs. DuckDB takes all cores."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from benchmarks.reading import Phases, paths
from benchmarks.work import (
    ALLOWANCE_TYPES,
    BITS,
    FIRST_YEAR,
    GONE_TYPES,
    HOME_TYPES,
    INCOME_TYPES,
    LOW_BITS,
    LOW_INCOME,
    PUPIL_TYPES,
    YEAR_BITS,
    Answer,
    Run,
)


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in sorted(words))


def _flagged(types: dict[str, int]) -> str:
    """The packed flag of an event of some types."""
    on = _listed(type_ for type_, flag in types.items() if flag)
    return f"max((data.sequence << 1) | (type IN ({on}))::BIGINT) FILTER (type IN ({_listed(types)}))"


LOAD = """
CREATE TABLE events AS
SELECT type, subject, data FROM read_json(?, format = 'newline_delimited', columns = {
    type: 'VARCHAR', subject: 'VARCHAR',
    data: 'STRUCT(sequence BIGINT, household BIGINT, year BIGINT, total_income BIGINT)'
})
"""

QUERY = f"""
WITH slots AS (
    SELECT
        max((data.sequence << {BITS}) | CASE WHEN type IN ({_listed(GONE_TYPES)}) THEN 0 ELSE data.household END)
            FILTER (type IN ({_listed(HOME_TYPES | GONE_TYPES)})) & {LOW_BITS} AS home,
        max(((data.year - {FIRST_YEAR}) << {YEAR_BITS}) | (data.sequence << {BITS}) | data.total_income)
            FILTER (type IN ({_listed(INCOME_TYPES)})) & {LOW_BITS} AS income,
        {_flagged(ALLOWANCE_TYPES)} & 1 AS allowance,
        {_flagged(PUPIL_TYPES)} & 1 AS pupil
    FROM events
    GROUP BY subject
),
homes AS (
    SELECT
        count(*) AS members, coalesce(sum(income), 0) < {LOW_INCOME} AS low,
        coalesce(sum(allowance), 0) > 0 AS allowance, coalesce(sum(pupil), 0) AS pupils
    FROM slots
    WHERE home > 0
    GROUP BY home
)
SELECT
    coalesce(sum(members), 0), count(*), count(*) FILTER (low), count(*) FILTER (allowance),
    coalesce(sum(pupils) FILTER (low OR allowance), 0)
FROM homes
"""


def run(folder: Path) -> Run:
    """Loads the four files of a folder into a table (`parse`), then asks one query (`work`)."""
    phases = Phases()
    with duckdb.connect() as database:
        with phases.of("parse"):
            database.execute(LOAD, [[str(path) for path in paths(folder)]])
        with phases.of("work"):
            found = database.execute(QUERY).fetchone()
        counted = database.execute("SELECT count(*) FROM events").fetchone()
    assert found and counted
    return Run(counted[0], phases.seconds, Answer(*(int(value) for value in found)))
