"""
Measures the bytes of disk and of write-ahead log that PostgreSQL needs for a task: the figures of docs/scaling.md.

    .venv/bin/python -c "from benchmarks.scale import main; main(200_000)"

It cannot be run by `-m`: the processes that decode images would import it as their main module, which exceeds their
memory limit.
"""

import asyncio
from statistics import median

import asyncpg

from benchmarks.table import table
from server.development.embedded.embedded_servers import EmbeddedServers
from server.development.migrated import migrate_embedded
from tests.api import Client
from tests.application import in_process
from tests.pictures import data_url, picture
from tests.services import ObjectStorageService, create_bucket, service_directory, settings_of

TASKS_OF_USER, TASKS_OF_SITTING, INSERT_BATCH = 100, 5, 1_000
"""Tasks that each user records in all, and in one sitting; and tasks that one statement here changes."""
LIVES = (
    # All tasks, numbered in the order of time. A sitting lasts an hour, at a random time of the past year.
    """
CREATE TABLE public.invented AS
SELECT row_number() OVER (ORDER BY at) AS n, * FROM (
  SELECT gen_random_uuid() AS id, user_id, began + random() * interval '1 hour' AS at,
    'A portrait of ' || repeat(md5(random()::text) || ' ', 3) AS prompt, random() < 0.05 AS fails
  FROM (
    SELECT md5('user ' || one)::uuid AS user_id, now() - interval '1 hour' - random() * interval '364 days' AS began
    FROM generate_series(1, $1::integer) AS one, generate_series(1, $2::integer)
  ) AS sittings, generate_series(1, $3::integer)
) AS tasks
""",
    """
INSERT INTO user_task_history (id, user_id, prompt, aspect_ratio, created_at, updated_at)
SELECT id, user_id, prompt, '1:1', at, at FROM public.invented WHERE n > $1 AND n <= $2
""",
    """
UPDATE user_task_history AS task SET status = 'processing', updated_at = now()
FROM public.invented WHERE n > $1 AND n <= $2 AND task.id = invented.id
""",
    """
UPDATE user_task_history AS task SET status = CASE WHEN fails THEN 'failed' ELSE 'completed' END,
  updated_at = now(), completed_at = at + interval '8 seconds', model_version = 'gemini-2.5-flash-image',
  tokens_used = 1290, credits_deducted = 1, generation_time_ms = 8000,
  error_message = CASE WHEN fails THEN 'The model refused the prompt' END,
  aws_generated_key = CASE WHEN NOT fails
    THEN format('task-history/%s/%s/generated-%s', task.user_id, task.id, gen_random_uuid()) END,
  generated_content_type = CASE WHEN NOT fails THEN 'image/png' END,
  generated_width = CASE WHEN NOT fails THEN 1024 END, generated_height = CASE WHEN NOT fails THEN 1024 END,
  generated_size = CASE WHEN NOT fails THEN 1500000 END,
  generated_sha256 = CASE WHEN NOT fails THEN md5(task.prompt) || md5(task.prompt) END,
  generated_thumb_hash = CASE WHEN NOT fails THEN left(md5(task.prompt), 32) END
FROM public.invented WHERE n > $1 AND n <= $2 AND task.id = invented.id
""",
)
COMPLETED: dict[str, object] = {"tokensUsed": 1290, "generationTimeMs": 8000}
SIZES = """
SELECT relation.relname AS of, relation.reltuples::bigint AS rows, pg_table_size(relation.oid) AS table_bytes,
  pg_indexes_size(relation.oid) AS index_bytes
FROM pg_class AS relation WHERE relkind = 'r' AND relname <> 'invented'
  AND relnamespace IN ('public'::regnamespace, 'auth'::regnamespace, 'task_record'::regnamespace)
  AND pg_total_relation_size(relation.oid) > 200000
ORDER BY pg_total_relation_size(relation.oid) DESC
"""
TRANSACTIONS = "SELECT CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS bigint)"
INDEXES = """
SELECT relname AS of, pg_relation_size(pg_class.oid) AS bytes FROM pg_class JOIN pg_index ON indexrelid = pg_class.oid
WHERE indrelid = 'user_task_history'::regclass ORDER BY bytes DESC
"""


async def live(superuser: asyncpg.Connection, tasks: int) -> None:
    """Record, start and end so many tasks in order, and do the worker's part after every 1,000."""
    invent, *steps = LIVES
    await superuser.execute(invent, tasks // TASKS_OF_USER, TASKS_OF_USER // TASKS_OF_SITTING, TASKS_OF_SITTING)
    await superuser.execute("CREATE INDEX ON public.invented (n)")
    for first in range(0, tasks, INSERT_BATCH):
        for step in steps:
            await superuser.execute(step, first, first + INSERT_BATCH)
        await superuser.execute("SELECT task_record.count_changes()")
        await superuser.execute("DELETE FROM task_record.notifications")
    await superuser.execute("VACUUM ANALYZE")


async def log_position(superuser: asyncpg.Connection) -> int:
    """Return the bytes of write-ahead log from its beginning."""
    return int(await superuser.fetchval("SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn"))


async def written(superuser: asyncpg.Connection, clients: list[Client], *, cold: bool) -> dict[str, list[int]]:
    """
    Record, start and complete a task of each client through the API. Return the bytes of write-ahead log that each step
    took. `cold` makes a checkpoint before each step, so that each changed page is logged whole.
    """
    taken: dict[str, list[int]] = {}
    image = {"dataUrl": data_url(picture())}
    for client in clients:
        steps: tuple[tuple[str, dict[str, object]], ...] = (
            ("createTask", {"prompt": "A lighthouse in a storm", "modelVersion": "gemini-2.5-flash-image"}),
            ("startTask", {}),
            ("completeTask", COMPLETED),
        )
        found: dict[str, object] = {}
        for name, values in steps:
            if cold:
                await superuser.execute("CHECKPOINT")
            before = await log_position(superuser)
            given = values | ({"image": image} if name == "completeTask" else {}) | found
            found = {"id": (await client.task(name, **given))["id"]}
            taken.setdefault(name, []).append(await log_position(superuser) - before)
    return taken


async def log_table(servers: EmbeddedServers, superuser: asyncpg.Connection) -> list[str]:
    storage = ObjectStorageService(
        servers.object_storage.endpoint_url,
        servers.object_storage.access_key_id,
        servers.object_storage.secret_access_key,
        servers.object_storage.region,
    )
    await create_bucket(storage)
    settings = settings_of(storage, servers.postgres.owner_url, servers.postgres.application_url)
    users = await superuser.fetch("SELECT DISTINCT user_id FROM public.invented ORDER BY user_id LIMIT 60")
    columns: dict[str, dict[str, list[int]]] = {}
    async with in_process(settings) as application:
        clients = [application.new_client(row["user_id"]) for row in users]
        await written(superuser, clients, cold=False)
        began = await superuser.fetchval(TRANSACTIONS)
        columns["pages in the log already"] = await written(superuser, clients, cold=False)
        transactions = await superuser.fetchval(TRANSACTIONS) - began
        columns["each page whole"] = await written(superuser, clients, cold=True)
        await superuser.execute("ALTER SYSTEM SET wal_compression = 'pglz'")
        await superuser.execute("SELECT pg_reload_conf()")
        columns["each page whole, wal_compression = pglz"] = await written(superuser, clients, cold=True)
    steps = [*columns["each page whole"]]
    rows = [[step, *(f"{median(column[step]):,.0f}" for column in columns.values())] for step in steps]
    summary = f"Transactions that write: {transactions / len(clients):.1f} a task."
    return [*table(["median bytes of the log", *columns], rows), "", summary]


async def measure(tasks: int) -> list[str]:
    with service_directory() as directory, EmbeddedServers(directory) as servers:
        await migrate_embedded(servers.postgres)
        superuser = await asyncpg.connect(servers.postgres.superuser_url)
        await live(superuser, tasks)
        sizes = await superuser.fetch(SIZES)
        rows = [
            [
                row["of"],
                *(
                    f"{row[name] / tasks:.{digits}f}"
                    for name, digits in (("rows", 2), ("table_bytes", 0), ("index_bytes", 0))
                ),
            ]
            for row in sizes
        ]
        total = sum(row["table_bytes"] + row["index_bytes"] for row in sizes)
        indexes = [[row["of"], f"{row['bytes'] / tasks:.0f}"] for row in await superuser.fetch(INDEXES)]
        return [
            *table(["table", "rows a task", "bytes a task", "and of its indexes"], rows),
            "",
            f"In all: {total / tasks:.0f} bytes a task.",
            "",
            *table(["index of user_task_history", "bytes a task"], indexes),
            "",
            *await log_table(servers, superuser),
        ]


def main(tasks: int) -> None:
    print("\n".join(asyncio.run(measure(tasks))))
