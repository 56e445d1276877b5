"""
Lists of erased users, which are stored next to the backups. A user who was erased after a backup is erased again when
it is restored.
"""

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
    """An erasure as the lists have it: the receipt of the erased user, or the user's id where no more is known."""

    id: UUID | None = None
    user_id: UUID
    tasks: int = 0
    images: int = 0
    requested_at: datetime = Field(default_factory=lambda: datetime.now(UTC))


async def store_erasures(connection: asyncpg.Connection, vault: Vault) -> ErasureList:
    """
    Write a list of all erasures of the database next to the backups, under its SHA-256, and record that it is the
    latest.
    """
    as_of: datetime = await connection.fetchval("SELECT now()")
    content = b""
    if await connection.fetchval("SELECT to_regclass('task_record.erasures') IS NOT NULL"):
        content = "".join(f"{line}\n" for (line,) in await connection.fetch(ALL)).encode()
    noted = ErasureList(as_of=as_of, sha256=sha256(content).hexdigest())
    await vault.write_record(name_of(noted.sha256), content)
    await vault.write_record(LATEST, noted.model_dump_json().encode())
    return noted


def name_of(digest: str) -> str:
    return f"{FOLDER}/{digest}.ndjson"


async def latest_list(vault: Vault) -> ErasureList | None:
    """
    Return the last list that `store_erasures` recorded; None in a new place. Raise BackupFailed when it is not signed
    as it must be: all that is in one place is signed, or nothing is.
    """
    try:
        return ErasureList.model_validate_json(await vault.read_record(LATEST))
    except FileNotFoundError:
        return None
    except ValidationError:
        raise BackupFailed(f"{LATEST} does not say which list is the latest. The backup is damaged.") from None


async def stored_erasures(
    vault: Vault, backups: Sequence[BackupManifest]
) -> tuple[dict[UUID, ListedErasure], datetime]:
    """
    Return the erasures of all lists beside these backups, by id, or by user where a line has only the user's id; and
    the time until which they are all there are. Raise BackupFailed when a list is missing that one of the backups or
    the note of the latest names.
    """
    latest = await latest_list(vault)
    noted = [backup.erasures for backup in backups] + ([latest] if latest else [])
    if latest is None or latest.as_of < max(one.as_of for one in noted):
        raise BackupFailed(
            f"{LATEST} is gone, or older than the last backup. Later erasures are no longer known. {REMEDY}"
        )
    names = {file.name async for file in vault.place.files(FOLDER)} - {LATEST}
    if lost := {name_of(one.sha256) for one in noted} - names:
        raise BackupFailed(f"{min(lost)} is gone. Later erasures are no longer known. {REMEDY}")
    erasures: dict[UUID, ListedErasure] = {}
    for name in sorted(names):
        content = await vault.read_record(name)
        if name != name_of(sha256(content).hexdigest()):
            raise BackupFailed(f"{name} is not what was stored: its SHA-256 differs. {REMEDY}")
        erasures |= by_id(content.decode())
    return erasures, latest.as_of


def erasures_of(files: Sequence[Path]) -> dict[UUID, ListedErasure]:
    """Return the erasures of the operator's own files, as `stored_erasures` does."""
    return by_id("\n".join(map(text_of, files)))


def by_id(text: str) -> dict[UUID, ListedErasure]:
    return {erasure.id or erasure.user_id: erasure for erasure in parsed(text)}


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BackupFailed(f"{path} is not a text file of users who were erased.") from None


def parsed(text: str) -> Iterator[ListedErasure]:
    """Read a list with a user's id or a line of JSON for each erasure. Raise BackupFailed for any other line."""
    for line in filter(None, map(str.strip, text.splitlines())):
        try:
            yield ListedErasure.model_validate_json(line if line.startswith("{") else f'{{"user_id": "{line}"}}')
        except ValidationError:
            raise BackupFailed(f"{line!r} is neither a user's id nor an erasure as backups list it.") from None


async def of_moved_users(
    connection: asyncpg.Connection, erasures: dict[UUID, ListedErasure], since: datetime
) -> dict[UUID, ListedErasure]:
    """
    Return those of the erasures, recorded elsewhere and later than `since`, whose users are here: they were moved away
    after this database was backed up.
    """
    later = {key: erasure for key, erasure in erasures.items() if erasure.requested_at > since}
    users = [erasure.user_id for erasure in later.values()]
    there = {user_id for (user_id,) in await connection.fetch("SELECT id FROM auth.users WHERE id = ANY ($1)", users)}
    return {key: erasure for key, erasure in later.items() if erasure.user_id in there}


async def erase_again(connection: asyncpg.Connection, erasures: dict[UUID, ListedErasure]) -> AsyncIterator[UUID]:
    """Erase the users of those erasures that the restored database does not know yet; yield each user's id."""
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
