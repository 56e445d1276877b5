"""Writes tasks as CSV, for spreadsheets."""

import csv
import re
from collections.abc import AsyncGenerator, AsyncIterator
from datetime import datetime
from io import StringIO

from models.exports.export_statements import ExportedTask
from resolvers.images.recorded_image import images_of
from server.exports.described_task import FIELDS, described

BYTE_ORDER_MARK = "\ufeff"
"""Without it, Excel does not recognise UTF-8, and garbles Chinese."""
SEPARATORS = r"\t\r\n\v\f\x1c-\x1f\x85\u2028\u2029"
FORMULA = re.compile(rf"""(^|[;|"{SEPARATORS}])(?=(?:[^\S{SEPARATORS}]|[\u200b\ufeff])*[=+\-@＝＋－＠|%])""")
"""
The places where a spreadsheet may evaluate a formula: at the beginning of a text, and after a separator. Some
spreadsheets separate by `;` or a tab instead of commas, and then treat quotes as text, and end a line within them.
https://owasp.org/www-community/attacks/CSV_Injection
"""
RATIO = re.compile(r"[\d.]+:[\d.]+")
"""An aspect ratio, which a spreadsheet parses as a time of day."""


async def csv_file(batches: AsyncIterator[list[ExportedTask]]) -> AsyncGenerator[bytes]:
    """Yield a header, then a row for each task. Times are in UTC."""
    yield written([[BYTE_ORDER_MARK + FIELDS[0], *FIELDS[1:], "images"]])
    async for tasks in batches:
        yield written([[*map(cell, described(task).values()), len(images_of(task))] for task in tasks])


def written(rows: list[list[object]]) -> bytes:
    text = StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def cell(value: object) -> object:
    """Return the value such that a spreadsheet shows it unchanged, and evaluates nothing."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, str):
        return value.replace(":", "x") if RATIO.fullmatch(value) else FORMULA.sub(r"\1'", value)
    return value
