"""Another server, into which exports are imported."""

import asyncio
import io
import json
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from server.operations.importing.export_lines import RefusedFile
from server.operations.importing.import_tasks import import_tasks
from server.settings.settings import Settings
from tests.api import Client
from tests.application import Application, in_process
from tests.bucket import own_bucket
from tests.models.connections import as_owner
from tests.server.exports.exporting import exported

CHANGED = """SELECT (SELECT count(*) FROM user_task_history) + (SELECT count(*) FROM auth.users)
  + (SELECT count(*) FROM task_record.image_uploads) + (SELECT count(*) FROM task_record.audit_entries)"""


@dataclass
class Elsewhere:
    """A server with an empty database and an empty bucket."""

    settings: Settings
    application: Application
    owner: asyncpg.Connection
    """A connection to its database as the owner of the tables."""

    async def import_file(self, path: Path, user_id: UUID | None = None, *, dry_run: bool = False) -> list[str]:
        """Import the file, and return the printed lines."""
        lines: list[str] = []
        await import_tasks(self.settings, path, user_id, lines.append, dry_run=dry_run)
        return lines

    def client_of(self, user: Client) -> Client:
        return self.application.new_client(user.id)


@asynccontextmanager
async def another_server(with_database: Settings) -> AsyncIterator[Elsewhere]:
    """Run a server on the database of these settings, with a bucket of its own."""
    async with (
        own_bucket(with_database) as settings,
        in_process(settings) as application,
        as_owner(settings) as owner,
    ):
        yield Elsewhere(settings, application, owner)


async def saved(client: Client, kind: str, path: Path, **input: Any) -> Path:
    """Download an export of the client's tasks to the path."""
    content = (await exported(client, kind, **input)).content
    await asyncio.to_thread(path.write_bytes, content)
    return path


def files_of(path: Path) -> dict[str, bytes]:
    """Return the contents of an archive by name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def lines_of(content: bytes) -> list[dict[str, Any]]:
    """Return the tasks of an export's lines."""
    return [json.loads(line) for line in content.splitlines()[:-1]]


def packed(path: Path, files: dict[str, bytes]) -> Path:
    """Write an archive of the files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, one in files.items():
            archive.writestr(name, one)
    path.write_bytes(content.getvalue())
    return path


async def refusal(elsewhere: Elsewhere, path: Path) -> str:
    """Return the one line with which the import is refused. Nothing has changed."""
    with pytest.raises(RefusedFile) as refused:
        await elsewhere.import_file(path)
    assert await elsewhere.owner.fetchval(CHANGED) == 0
    assert "\n" not in str(refused.value)
    return str(refused.value)
