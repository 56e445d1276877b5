import asyncio
from collections.abc import Sequence

from migrations.revisions import head
from models.administration.isolation import isolation_problems
from models.claims import NOBODY
from models.connection import UNUSABLE
from models.placement.replica import Replica
from server.operations.checking.problem import Problem, Severity

VERSION = "SELECT version_num FROM task_record.alembic_version"
ENDS_EXPORTS = """
SELECT pg_is_in_recovery() AND current_setting('hot_standby_feedback') = 'off'
  AND current_setting('max_standby_streaming_delay') <> '-1'
"""
REMEDY = "DATABASE_READ_URL=postgresql://role:password@host:5432/database, of a replica that runs, or none"


async def replica_problems(replicas: Sequence[Replica]) -> list[Problem]:
    """Query all replicas concurrently and return their problems. With several, each begins with the replica's name."""
    each = await asyncio.gather(*map(problems_of_one, replicas))
    if len(replicas) == 1:
        return each[0]
    named = zip(replicas, each, strict=True)
    return [problem._replace(what=f"{one.database.name}: {problem.what}") for one, found in named for problem in found]


async def problems_of_one(replica: Replica) -> list[Problem]:
    """
    Return a warning when the replica is not read, since servers then read the database, or when it ends long reads, and
    an error when its row-level security is wrong.
    """
    if not await replica.is_near():
        what = (
            f"does not answer ({replica.failure})" if replica.failure else f"lags by {await replica.lag():.0f} seconds"
        )
        return [Problem(f"The replica {what}, and is not read.", REMEDY, Severity.WARNING)]
    try:
        async with replica.database.transaction(NOBODY, "none", "READ ONLY") as transaction:
            connection = transaction.connection
            if await connection.fetchval(VERSION) != head():
                return []  # the replica has not received a migration yet, or none was run, which others report
            ends_exports = await connection.fetchval(ENDS_EXPORTS)
        found = [
            Problem(f"The replica: {what}", remedy)
            for what, remedy in await isolation_problems(replica.database, [head()])
        ]
    except UNUSABLE as error:
        return [Problem(f"The replica cannot be used ({type(error).__name__}).", REMEDY, Severity.WARNING)]
    if ends_exports:
        what = "The replica ends reads that take longer than max_standby_streaming_delay, such as exports."
        remedy = "hot_standby_feedback = on, in the replica's postgresql.conf"
        found.append(Problem(what, remedy, Severity.WARNING))
    return found
