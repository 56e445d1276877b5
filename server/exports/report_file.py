"""Writes a report on tasks as one HTML file, with small pictures in it."""

from base64 import b64encode
from collections.abc import AsyncGenerator, AsyncIterator
from datetime import UTC, datetime
from io import BytesIO

from models.boards.board_statements import BoardRow
from models.exports.export_statements import ExportedTask
from server.exports.report_figures import ReportFigures
from server.exports.report_page import ReportPage
from server.requests.body import Charge
from server.requests.language import Language
from storage.failures import ObjectNotFound, ObjectTooLarge
from storage.images.keys import thumbnail_key
from storage.objects import Storage

MAX_THUMBNAIL = 512 * 1024
"""Bytes of a picture in a report; thumbnails have a tenth of that."""


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
    Yield the file: once all tasks are read, what they add up to; then picture after picture. The one that is no longer
    in storage is left out. `board` is the one that it is of, as its reader sees it.
    """
    async for tasks in batches:
        figures.add(tasks)
    page = ReportPage(figures, board, language, currency, datetime.now(UTC))
    yield "".join(page.top()).encode()
    pictures = figures.best()
    if pictures:
        chosen = pictures[0].is_starred or pictures[0].rating
        best = "ownBest" if board else "best"
        yield f'<h2>{page.say(best if chosen else "latest")}</h2><div class="pictures">'.encode()
        for picture in pictures:
            file = BytesIO()
            try:
                await storage.get(thumbnail_key(picture.image.key or ""), file, at_most=MAX_THUMBNAIL)
            except (ObjectNotFound, ObjectTooLarge):
                continue
            await charge(file.tell())
            yield page.picture(picture, b64encode(file.getvalue()).decode()).encode()
        yield b"</div>"
    yield b"</main></body></html>\n"
