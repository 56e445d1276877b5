"""Users who were erased after a backup was made: kept beside the backups, and erased again when one is restored."""

import json
from collections.abc import AsyncIterator, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import asyncpg

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
SET id = $2, tasks = $3, images = $4, requested_at = $5::text::timestamptz WHERE id = $1"""
AUDIT = """
INSERT INTO task_record.audit_entries (action, user_id, count, detail)
VALUES ('erase_user', $1, $2, 'tasks of a restored backup')"""


async def keep_erasures(connection: asyncpg.Connection, vault: Vault) -> None:
    """Keep a list of all that there have been. It is named for what is in it: the same is not written twice."""
    if await connection.fetchval("SELECT to_regclass('task_record.erasures') IS NOT NULL"):
        content = "".join(f"{line}\n" for (line,) in await connection.fetch(ALL)).encode()
        await vault.write_text(f"{FOLDER}/{sha256(content).hexdigest()[:16]}.ndjson", content)


async def kept_erasures(vault: Vault, files: Sequence[Path]) -> dict[str, dict[str, object]]:
    """By id, all that lists beside the backups and these files tell of; by user, where a file has no more than that."""
    texts = [path.read_text(encoding="utf-8") for path in files]
    texts += [(await vault.read_text(kept.name)).decode() async for kept in vault.place.files(FOLDER)]
    return {str(erasure.get("id", erasure["user_id"])): erasure for text in texts for erasure in parsed(text)}


def parsed(text: str) -> Iterator[dict[str, object]]:
    for line in filter(None, map(str.strip, text.splitlines())):
        try:
            erasure = json.loads(line) if line.startswith("{") else {"user_id": line}
            UUID(erasure["user_id"])
        except (ValueError, KeyError):
            raise BackupFailed(f"{line!r} is neither a user's id nor an erasure as backups keep it.") from None
        yield erasure


async def erase_again(connection: asyncpg.Connection, erasures: dict[str, dict[str, object]]) -> AsyncIterator[UUID]:
    """The users of those erasures that the restored database does not know of, once each is erased."""
    for key, erasure in erasures.items():
        if await connection.fetchval("SELECT EXISTS (SELECT FROM task_record.erasures WHERE id = $1)", UUID(key)):
            continue
        user_id = UUID(str(erasure["user_id"]))
        async with connection.transaction():
            new_id, tasks = await connection.fetchrow(ERASE, user_id)
            if "id" in erasure:
                receipt = [UUID(key), erasure["tasks"], erasure["images"], erasure["requested_at"]]
                await connection.execute(KEEP_RECEIPT, new_id, *receipt)
            await connection.execute(AUDIT, user_id, tasks)
        yield user_id
