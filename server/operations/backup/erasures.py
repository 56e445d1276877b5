"""Lists of erased users next to the backups. A restore erases users again who were erased after the backup."""

from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import asyncpg
from pydantic import BaseModel, Field, ValidationError

from server.operations.backup.places.backup_manifest import BackupManifest, ErasureList
from server.operations.backup.places.place import BackupFailed
from server.operations.backup.places.vault import Vault

FOLDER = "erasures"
LATEST = f"{FOLDER}/latest"
REMEDY = "Take the folder erasures/ from another copy of the backups."
ALL = """
SELECT row_to_json(erasure)::text FROM (
  SELECT id, user_id, tasks, images, requested_at FROM task_record.erasures ORDER BY requested_at, id
) AS erasure"""
ERASE = "SELECT id, tasks FROM task_record.erase_user($1)"
STORE_RECEIPT = """
UPDATE task_record.erasures
SET id = $2, tasks = $3, images = $4, requested_at = $5 WHERE id = $1"""
AUDIT = """
INSERT INTO task_record.audit_entries (action, user_id, count, detail)
VALUES ('erase_user', $1, $2, 'tasks of a restored backup')"""


class ListedErasure(BaseModel):
    """An erasure in the lists: the receipt, or only the id of the erased user if nothing else is known."""

    id: UUID | None = None
    user_id: UUID
    tasks: int = 0
    images: int = 0
    requested_at: datetime = Field(default_factory=lambda: datetime.now(UTC))


async def store_erasures(connection: asyncpg.Connection, vault: Vault) -> ErasureList:
    """Write a list of all erasures of the database next to the backups, named by its SHA-256, as the latest."""
    as_of: datetime = await connection.fetchval("SELECT now()")
    content = b""
    if await connection.fetchval("SELECT to_regclass('task_record.erasures') IS NOT NULL"):
        content = "".join(f"{line}\n" for (line,) in await connection.fetch(ALL)).encode()
    written = ErasureList(as_of=as_of, sha256=sha256(content).hexdigest())
    await vault.write_record(name_of(written.sha256), content)
    await vault.write_record(LATEST, written.model_dump_json().encode())
    return written


def name_of(digest: str) -> str:
    return f"{FOLDER}/{digest}.ndjson"


async def latest_list(vault: Vault) -> ErasureList | None:
    """
    Return the last list that `store_erasures` wrote, or None in a new place. Raise BackupFailed when its signature is
    wrong: either all files of a place are signed, or none.
    """
    try:
        return ErasureList.model_validate_json(await vault.read_record(LATEST))
    except FileNotFoundError:
        return None
    except ValidationError:
        raise BackupFailed(f"{LATEST} does not name the latest list. The backup is damaged.") from None


async def stored_erasures(
    vault: Vault, backups: Sequence[BackupManifest]
) -> tuple[dict[UUID, ListedErasure], datetime]:
    """
    Return the erasures of all lists next to these backups, by id, or by user where only the user's id is known, and the
    time until which they are complete. Raise BackupFailed when a list is missing that a backup or LATEST names.
    """
    latest = await latest_list(vault)
    named = [backup.erasures for backup in backups] + ([latest] if latest else [])
    if latest is None or latest.as_of < max(one.as_of for one in named):
        raise BackupFailed(f"{LATEST} is missing, or older than the last backup, so erasures are missing. {REMEDY}")
    names = {file.name async for file in vault.place.files(FOLDER)} - {LATEST}
    if lost := {name_of(one.sha256) for one in named} - names:
        raise BackupFailed(f"{min(lost)} is missing, so erasures are missing. {REMEDY}")
    erasures: dict[UUID, ListedErasure] = {}
    for name in sorted(names):
        content = await vault.read_record(name)
        if name != name_of(sha256(content).hexdigest()):
            raise BackupFailed(f"{name} was changed: its SHA-256 differs. {REMEDY}")
        erasures |= by_id(content.decode())
    return erasures, latest.as_of


def erasures_of(files: Sequence[Path]) -> dict[UUID, ListedErasure]:
    """Return the erasures of the operator's own files, as `stored_erasures` does."""
    erasures: dict[UUID, ListedErasure] = {}
    for path in files:
        try:
            erasures |= by_id(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            raise BackupFailed(f"{path} is not a text file of erased users.") from None
    return erasures


def by_id(text: str) -> dict[UUID, ListedErasure]:
    return {erasure.id or erasure.user_id: erasure for erasure in parsed(text)}


def parsed(text: str) -> Iterator[ListedErasure]:
    """Parse a list with a user's id or a JSON object on each line. Raise BackupFailed for any other line."""
    for line in filter(None, map(str.strip, text.splitlines())):
        try:
            yield ListedErasure.model_validate_json(line if line.startswith("{") else f'{{"user_id": "{line}"}}')
        except ValidationError:
            raise BackupFailed(f"{line!r} is neither a user's id nor a line of a backup's list of erasures.") from None


async def of_moved_users(
    connection: asyncpg.Connection, erasures: dict[UUID, ListedErasure], since: datetime
) -> dict[UUID, ListedErasure]:
    """
    Return the erasures after `since`, recorded in other databases, whose users are in this database: they were moved
    after it was backed up.
    """
    later = {key: erasure for key, erasure in erasures.items() if erasure.requested_at > since}
    users = [erasure.user_id for erasure in later.values()]
    found = {user_id for (user_id,) in await connection.fetch("SELECT id FROM auth.users WHERE id = ANY ($1)", users)}
    return {key: erasure for key, erasure in later.items() if erasure.user_id in found}


async def erase_again(connection: asyncpg.Connection, erasures: dict[UUID, ListedErasure]) -> AsyncIterator[UUID]:
    """Erase the users whose erasures the restored database does not have, and yield their ids."""
    for erasure in erasures.values():
        if await connection.fetchval("SELECT EXISTS (SELECT FROM task_record.erasures WHERE id = $1)", erasure.id):
            continue
        async with connection.transaction():
            new_id, tasks = await connection.fetchrow(ERASE, erasure.user_id)
            if erasure.id:
                receipt = (erasure.id, erasure.tasks, erasure.images, erasure.requested_at)
                await connection.execute(STORE_RECEIPT, new_id, *receipt)
            await connection.execute(AUDIT, erasure.user_id, tasks)
        yield erasure.user_id
