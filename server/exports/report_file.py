"""Writes a report on tasks as one HTML file with small pictures."""

import re
from base64 import b64encode
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from urllib.parse import quote
from uuid import UUID

from models.boards.board_statements import BoardRow
from models.exports.export_statements import OPINIONS, ExportedTask
from models.placement.databases import Databases
from server.exports.report_figures import ReportFigures
from server.exports.report_page import PICTURES, ReportPage
from server.requests.body import Charge
from server.requests.language import Language
from storage.failures import ObjectNotFound, ObjectTooLarge
from storage.images.keys import thumbnail_key
from storage.objects import Storage

MAX_THUMBNAIL = 512 * 1024
"""Bytes of a picture in a report. Thumbnails have a tenth."""
MAX_NAME = 60
"""Characters of a board's name in the name of a file, which has 255 bytes at most."""


async def report_file(
    batches: AsyncIterator[list[ExportedTask]],
    figures: ReportFigures,
    board: BoardRow | None,
    language: Language,
    currency: str,
    storage: Storage,
    charge: Charge,
) -> AsyncGenerator[bytes]:
    """
    Yield the file: the totals, once all tasks are read, then the pictures one by one. A picture that is missing from
    storage is omitted. `board` is the board of the tasks, if any, as its reader sees it.
    """
    async for tasks in batches:
        figures.add(tasks)
    page = ReportPage(figures, board, language, currency, datetime.now(UTC))
    pictures, heading = figures.best(), None
    if pictures:
        is_chosen = pictures[0].is_starred or pictures[0].rating
        heading = ("ownBest" if board else "best") if is_chosen else "latest"
    before, _, after = page.html(heading).partition(PICTURES)
    yield before.encode()
    for picture in pictures:
        file = BytesIO()
        try:
            await storage.get(thumbnail_key(picture.image.key or ""), file, at_most=MAX_THUMBNAIL)
        except (ObjectNotFound, ObjectTooLarge):
            continue
        await charge(file.tell())
        yield page.picture(picture, b64encode(file.getvalue()).decode()).encode()
    yield after.encode()


def file_name(board: str) -> str:
    """Return the parameter of Content-Disposition that names the file after the board."""
    name = " ".join(re.sub(r'[\x00-\x1f\x7f/\\:*?"<>|]', " ", board).split())[:MAX_NAME]
    return f"filename*=UTF-8''{quote(f'{name} {datetime.now(UTC):%Y-%m-%d}.html'.strip(), safe='')}"


async def with_opinions(database: Databases, tasks: Sequence[ExportedTask], reader: UUID) -> list[ExportedTask]:
    """Return tasks of a board with only the reader's own stars and ratings."""
    own = [task.id for task in tasks if task.user_id == reader]
    found = await database.rows(OPINIONS.bind(ids=own, user_id=reader), reader) if own else []
    opinions = {one.id: {"starred_at": one.starred_at, "rating": one.rating} for one in found}
    return [task._replace(**opinions.get(task.id, {})) for task in tasks]  # type: ignore[attr-defined]
