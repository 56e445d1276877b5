import asyncpg
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.qb import (
    QueryBuilderEnvironment,
    QueryQueueBuilder,
    QuerySchedulerBuilder,
)
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.domain.settings import DBSettings

SETTINGS = DBSettings(db_schema="task_record")


def queries(connection: asyncpg.Connection) -> Queries:
    """PgQueuer on `connection`, its tables in the schema `task_record`, out of reach of Supabase's Data API."""
    return Queries(
        AsyncpgDriver(connection),
        QueryBuilderEnvironment(SETTINGS),
        QueryQueueBuilder(SETTINGS),
        QuerySchedulerBuilder(SETTINGS),
    )
