"""Reads the schema that migrations have made, for comparison."""

import asyncpg

from server.operations.backup.postgres_programs import running
from server.settings.settings import Settings
from tests.models.connections import as_owner

# All that migrations make, without rows that PgQueuer or a server writes.
STATE = """
SELECT 'column' AS what, attrelid::regclass::text AS of, attname::text AS name,
  concat_ws(' ', format_type(atttypid, atttypmod), attnotnull, attacl::text) AS definition
FROM pg_attribute WHERE attnum > 0 AND attrelid::regclass::text ~ '^(task_record\\.|user_task)'
UNION ALL
SELECT 'table', relname::text, relkind::text, concat_ws(' ', relacl::text, relrowsecurity, relforcerowsecurity)
FROM pg_class WHERE relnamespace::regnamespace::text IN ('public', 'task_record')
UNION ALL
SELECT 'policy', polrelid::regclass::text, polname::text, concat_ws(' ', polcmd, polroles::text,
  pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) FROM pg_policy
UNION ALL
SELECT 'trigger', tgrelid::regclass::text, tgname::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL
SELECT 'function', pronamespace::regnamespace::text, proname::text, pg_get_functiondef(oid)
FROM pg_proc WHERE pronamespace::regnamespace::text IN ('public', 'task_record')
UNION ALL
SELECT 'view', relnamespace::regnamespace::text, relname::text, pg_get_viewdef(oid)
FROM pg_class WHERE relnamespace::regnamespace::text = 'task_record' AND relkind = 'v'
UNION ALL
SELECT 'constraint', conrelid::regclass::text, conname::text, pg_get_constraintdef(oid)
FROM pg_constraint WHERE conrelid <> 0 AND connamespace::regnamespace::text IN ('public', 'task_record')
UNION ALL
SELECT 'index', indrelid::regclass::text, indexrelid::regclass::text,
  concat_ws(' ', pg_get_indexdef(indexrelid), indisvalid)
FROM pg_index WHERE indrelid::regclass::text ~ '^(task_record\\.|user_task)'
UNION ALL
SELECT 'comment', classoid::regclass::text, objoid::regproc::text, description
FROM pg_description WHERE objoid = to_regprocedure('task_record.time_zone()')
ORDER BY 1, 2, 3, 4"""


async def state(settings: Settings) -> list[asyncpg.Record]:
    async with as_owner(settings) as owner:
        return list(await owner.fetch(STATE))


async def dumped(settings: Settings) -> list[str]:
    """Return the lines of a dump of the schema, in an order that does not depend on that of the columns."""
    url = settings.database_owner_url.get_secret_value()
    async with as_owner(settings) as owner:
        major = owner.get_server_version().major
    async with running("pg_dump", major, url, "--schema-only") as (_, output):
        lines = (await output.read()).decode().splitlines()
    return sorted(line.rstrip(",") for line in lines if "restrict " not in line)  # by a key of each dump's own
