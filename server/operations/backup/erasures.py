"""
Lists of erased users, which are kept beside the backups: who was erased after a backup was made is erased again when it
is restored.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import asyncpg
from pydantic import BaseModel, Field, ValidationError

from server.operations.backup.places.backup_failed import BackupFailed
from server.operations.backup.places.vault import Vault

FOLDER = "erasures"
ALL = """
SELECT row_to_json(erasure)::text FROM (
  SELECT id, user_id, tasks, images, requested_at FROM task_record.erasures ORDER BY requested_at, id
) AS erasure"""
ERASE = "SELECT id, tasks FROM task_record.erase_user($1)"
KEEP_RECEIPT = """
UPDATE task_record.erasures
SET id = $2, tasks = $3, images = $4, requested_at = $5 WHERE id = $1"""
AUDIT = """
INSERT INTO task_record.audit_entries (action, user_id, count, detail)
VALUES ('erase_user', $1, $2, 'tasks of a restored backup')"""


class NotedErasure(BaseModel):
    """An erasure as the lists have it: the receipt of the erased user, or the user's id where no more is known."""

    id: UUID | None = None
    user_id: UUID
    tasks: int = 0
    images: int = 0
    requested_at: datetime = Field(default_factory=lambda: datetime.now(UTC))


async def keep_erasures(connection: asyncpg.Connection, vault: Vault) -> None:
    """
    Write a list of all erasures of the database beside the backups. Its name is the SHA-256 of its content, so that the
    same list is not kept twice.
    """
    if await connection.fetchval("SELECT to_regclass('task_record.erasures') IS NOT NULL"):
        content = "".join(f"{line}\n" for (line,) in await connection.fetch(ALL)).encode()
        await vault.write_text(f"{FOLDER}/{sha256(content).hexdigest()[:16]}.ndjson", content)


async def kept_erasures(vault: Vault, files: Sequence[Path]) -> dict[UUID, NotedErasure]:
    """
    Return the erasures of all lists beside the backups and of these files, by id, or by user where a line has only the
    user's id. Raise BackupFailed when a line is neither.
    """
    texts = [text_of(path) for path in files]
    texts += [(await vault.read_text(kept.name)).decode() async for kept in vault.place.files(FOLDER)]
    return {erasure.id or erasure.user_id: erasure for text in texts for erasure in parsed(text)}


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BackupFailed(f"{path} is no text of users who were erased.") from None


def parsed(text: str) -> Iterator[NotedErasure]:
    """Read a list with a user's id or a line of JSON for each erasure. Raise BackupFailed for any other line."""
    for line in filter(None, map(str.strip, text.splitlines())):
        try:
            yield NotedErasure.model_validate_json(line if line.startswith("{") else f'{{"user_id": "{line}"}}')
        except ValidationError:
            raise BackupFailed(f"{line!r} is neither a user's id nor an erasure as backups note it.") from None


async def of_moved_users(
    connection: asyncpg.Connection, erasures: dict[UUID, NotedErasure], since: datetime
) -> dict[UUID, NotedErasure]:
    """
    Return those of the erasures, noted elsewhere and later than `since`, whose users are here: they were moved away
    after this database was backed up.
    """
    later = {key: erasure for key, erasure in erasures.items() if erasure.requested_at > since}
    users = [erasure.user_id for erasure in later.values()]
    there = {user_id for (user_id,) in await connection.fetch("SELECT id FROM auth.users WHERE id = ANY ($1)", users)}
    return {key: erasure for key, erasure in later.items() if erasure.user_id in there}


async def erase_again(connection: asyncpg.Connection, erasures: dict[UUID, NotedErasure]) -> AsyncIterator[UUID]:
    """Erase the users of those erasures that the restored database does not know yet; yield each user's id."""
    for erasure in erasures.values():
        if await connection.fetchval("SELECT EXISTS (SELECT FROM task_record.erasures WHERE id = $1)", erasure.id):
            continue
        async with connection.transaction():
            new_id, tasks = await connection.fetchrow(ERASE, erasure.user_id)
            if erasure.id:
                receipt = (erasure.id, erasure.tasks, erasure.images, erasure.requested_at)
                await connection.execute(KEEP_RECEIPT, new_id, *receipt)
            await connection.execute(AUDIT, erasure.user_id, tasks)
        yield erasure.user_id
