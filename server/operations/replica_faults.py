import asyncio
from collections.abc import Sequence

from migrations.revisions import head
from models.administration.isolation import isolation_problems
from models.claims import NOBODY
from models.connection import UNUSABLE
from resolvers.replica import Replica
from server.operations.fault import Fault, Flaw

VERSION = "SELECT version_num FROM task_record.alembic_version"
ENDS_EXPORTS = """
SELECT pg_is_in_recovery() AND current_setting('hot_standby_feedback') = 'off'
  AND current_setting('max_standby_streaming_delay') <> '-1'
"""
MEND = "DATABASE_READ_URL=postgresql://role:password@host:5432/database, of a replica that runs, or none"


async def replica_faults(replicas: Sequence[Replica]) -> list[Fault]:
    """What is wrong with them, of several by their names."""
    each = await asyncio.gather(*map(faults_of_one, replicas))
    if len(replicas) == 1:
        return each[0]
    named = zip(replicas, each, strict=True)
    return [fault._replace(what=f"{one.database.name}: {fault.what}") for one, found in named for fault in found]


async def faults_of_one(replica: Replica) -> list[Fault]:
    """
    Why the replica is not read, or fails those who read it: nothing that a server should not serve for. But it must
    keep users apart as the database does.
    """
    if not await replica.is_near():
        what = (
            f"does not answer ({replica.failure})" if replica.failure else f"lags by {await replica.lag():.0f} seconds"
        )
        return [Flaw(f"The replica {what}, and is not read.", MEND)]
    try:
        async with replica.database.transaction(NOBODY, "none", "READ ONLY") as transaction:
            connection = transaction.connection
            if await connection.fetchval(VERSION) != head():
                return []  # a migration is on its way there, or to be run here
            ends_exports = await connection.fetchval(ENDS_EXPORTS)
        found = [Fault(f"The replica: {what}", mend) for what, mend in await isolation_problems(replica.database)]
    except UNUSABLE as error:
        return [Flaw(f"The replica cannot be used ({type(error).__name__}).", MEND)]
    if ends_exports:
        what = "The replica ends what reads it for longer than max_standby_streaming_delay, as exports do."
        found.append(Flaw(what, "hot_standby_feedback = on, in the replica's postgresql.conf"))
    return found
