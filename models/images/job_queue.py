import asyncpg
from pgqueuer import AsyncpgDriver, Queries


async def queries(connection: asyncpg.Connection) -> Queries:
    """
    Return PgQueuer's statements on `connection`, whose search path becomes the schema of PgQueuer's tables. Supabase's
    Data API does not show that schema.
    """
    await connection.execute("SET search_path TO task_record")
    return Queries(AsyncpgDriver(connection))
