"""The contenders' database: one user with a tenth of all tasks, and nine others with the rest."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid5

import asyncpg

from benchmarks.environment import JWT_SECRET, USER
from models.cursor import Cursor
from server.development.embedded.postgres import EmbeddedPostgres
from server.development.migrated import migrated_postgres
from server.development.seed import seed
from server.development.signed_token import sign_token

PAGE = 50  # tasks
USERS = 10
PICTURED = 1_000  # tasks with images

# The newest tasks have both images, so that the first page is full of them.
PICTURE = """
UPDATE user_task_history SET
  aws_original_key = 'task-history/' || user_id || '/' || id || '/original-' || id, original_thumb_hash = 'benchmark',
  aws_generated_key = 'task-history/' || user_id || '/' || id || '/generated-' || id, original_sha256 = repeat('0', 64),
  generated_sha256 = repeat('0', 64), generated_thumb_hash = 'benchmark'
WHERE id IN (SELECT id FROM user_task_history WHERE user_id = $1 ORDER BY created_at DESC LIMIT $2)
"""
# Tasks that earlier runs recorded would come before those of the first page.
RECORDED = "DELETE FROM user_task_history WHERE user_id = $1 AND prompt = $2"
PROMPT = "A lighthouse in a storm"
PLACE = """
SELECT id, created_at FROM user_task_history WHERE user_id = $1 AND deleted_at IS NULL
ORDER BY created_at DESC, id DESC OFFSET $2 LIMIT 1
"""


@dataclass(frozen=True)
class Data:
    url: str
    tasks: int
    user: UUID
    deep_page: int
    deep_id: UUID
    deep_created_at: datetime
    """The last task before the deep page."""

    @property
    def owned(self) -> int:
        return self.tasks // USERS

    @property
    def token(self) -> str:
        return sign_token(JWT_SECRET, self.user, plan="pro", seconds=86_400)

    @property
    def our_cursor(self) -> str:
        return Cursor(self.deep_created_at, self.deep_id).encode("created_at desc")


@contextmanager
def prepared(directory: Path, tasks: int) -> Iterator[Data]:
    """Start the database with so many tasks. The first call creates the data in `directory` for later runs."""
    with migrated_postgres(directory / str(tasks)) as postgres:
        yield asyncio.run(prepare(postgres, tasks))


async def prepare(postgres: EmbeddedPostgres, tasks: int) -> Data:
    connection = await asyncpg.connect(postgres.owner_url)
    try:
        if not await connection.fetchval("SELECT EXISTS (SELECT FROM user_task_history)"):
            for number in range(USERS):
                await seed(postgres.owner_url, user(number), tasks // USERS)
            await connection.execute(PICTURE, USER, PICTURED)
            await connection.execute("VACUUM (ANALYZE)")
        if await connection.execute(RECORDED, USER, PROMPT) != "DELETE 0":
            await connection.execute("VACUUM (ANALYZE) user_task_history")
        deep_page = min(2_000, tasks // USERS // PAGE)
        place = await connection.fetchrow(PLACE, USER, (deep_page - 1) * PAGE - 1)
    finally:
        await connection.close()
    return Data(postgres.application_url, tasks, USER, deep_page, place["id"], place["created_at"])


def user(number: int) -> UUID:
    return USER if number == 0 else uuid5(USER, str(number))
