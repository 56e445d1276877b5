"""What a report of a board has beside that of one's own tasks."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import quote
from uuid import UUID

from models.exports.export_statements import OPINIONS, ExportedTask
from models.placement.databases import Databases

MAX_NAME = 60
"""Characters of a board's name in a file's, which has 255 bytes at most."""


def file_name(board: str) -> str:
    """Return the parameter of Content-Disposition that names the file after the board, for today's browsers."""
    name = " ".join(re.sub(r'[\x00-\x1f\x7f/\\:*?"<>|]', " ", board).split())[:MAX_NAME]
    return f"filename*=UTF-8''{quote(f'{name} {datetime.now(UTC):%Y-%m-%d}.html'.strip(), safe='')}"


async def with_opinions(database: Databases, tasks: Sequence[ExportedTask], reader: UUID) -> list[ExportedTask]:
    """Return tasks on a board with the stars and ratings of the reader's own. Those of others only they see."""
    own = [task.id for task in tasks if task.user_id == reader]
    found = await database.rows(OPINIONS.bind(ids=own, user_id=reader), reader) if own else []
    opinions = {one.id: {"starred_at": one.starred_at, "rating": one.rating} for one in found}
    return [task._replace(**opinions.get(task.id, {})) for task in tasks]  # type: ignore[attr-defined]
