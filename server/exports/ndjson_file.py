"""Writes tasks as lines of JSON, for programs."""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from datetime import UTC, datetime

import orjson

from models.exports.export_statements import ExportedTask
from resolvers.images.recorded_image import RecordedImage, image_urls, urls_expire_at
from server.exports.described_task import Locate, line
from storage.objects import Storage


async def ndjson_file(
    batches: AsyncIterator[list[ExportedTask]], locate: Locate, currency: str, views: Sequence[dict[str, object]]
) -> AsyncGenerator[bytes]:
    """Yield a line for each task, then the last one, with their number, the currency and the user's saved views."""
    exported_at, count = datetime.now(UTC), 0
    async for tasks in batches:
        count += len(tasks)
        yield b"".join([line(task, locate) for task in tasks])
    summary: dict[str, object] = {"tasks": count, "exportedAt": exported_at, "currency": currency}
    if views:
        summary["savedViews"] = views
    yield orjson.dumps({"summary": summary}, option=orjson.OPT_APPEND_NEWLINE)


def by_address(storage: Storage) -> Locate:
    """Return a function that returns the address of an image, and when it expires."""

    def locate(_: ExportedTask, image: RecordedImage, __: str) -> dict[str, object]:
        # Called for each image, since an export may outlast the hour in which URLs stay the same.
        return {"url": image_urls(storage)(image), "expiresAt": urls_expire_at(storage)(image)}

    return locate
