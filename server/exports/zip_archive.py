"""Writes tasks and their images as a ZIP archive, which is created while it is sent."""

from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import IO, Any

import orjson
from zipstream import ZIP_DEFLATED, ZipStream

from models.exports.export_statements import ExportedTask
from resolvers.images.recorded_image import RecordedImage
from server.exports.ndjson_file import ndjson_file
from server.requests.body import Charge
from storage.failures import ObjectNotFound
from storage.objects import CHUNK_SIZE, Storage

IN_MEMORY = 1024**2
"""Bytes up to which an image, or a list of all images, stays in memory. A larger one is on disk."""
TEXT = {"compress_type": ZIP_DEFLATED, "compress_level": 1}
"""The compression of text. Images, which are compressed already, are stored."""
LARGEST = 2**31 - 1
"""The most bytes of an image that a plan can allow."""


class ZipArchive:
    """
    An archive of `tasks.ndjson`, written from one snapshot, then each image that it names, without thumbnails, then
    `manifest.json` with the size and SHA-256 of each file. The manifest lists images that are missing from storage, and
    both hashes of an image that differs from its record. Any other error on an image ends the archive.

    The list of images is on disk, so that the snapshot ends before the first image is sent.
    """

    def __init__(self, storage: Storage, currency: str, charge: Charge, views: Sequence[dict[str, object]]) -> None:
        self.storage, self.currency, self.charge, self.views = storage, currency, charge, views
        self.zip = ZipStream()
        self.to_send: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed by `chunks`
        self.files: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
        self.tasks = self.images = self.missing = 0

    async def chunks(self, batches: AsyncIterator[list[ExportedTask]]) -> AsyncGenerator[bytes]:
        """Yield the bytes of the archive of these tasks. May be called only once."""
        exported_at = datetime.now(UTC)
        with self.to_send, self.files:
            tasks = ndjson_file(self.counted(batches), self.locate, self.currency, self.views)
            async with aclosing(tasks) as lines:
                async for piece in self.member("tasks.ndjson", lines, **TEXT):
                    yield piece
            self.to_send.seek(0)
            for line in self.to_send:
                async for piece in self.image(**orjson.loads(line)):
                    yield piece
            async for piece in self.member("manifest.json", self.manifest(exported_at), **TEXT):
                yield piece
            for piece in self.zip.footer():
                yield piece

    async def counted(self, batches: AsyncIterator[list[ExportedTask]]) -> AsyncGenerator[list[ExportedTask]]:
        async for tasks in batches:
            self.tasks += len(tasks)
            yield tasks

    def locate(self, task: ExportedTask, image: RecordedImage, which: str) -> dict[str, object]:
        """
        Return the path that the image will have in the archive, and add it to `to_send`. For an image outside our
        storage, return its address.
        """
        if image.key is None:
            return {"url": image.recorded_url}
        kind = (image.content_type or image.key).replace("/", ".").rpartition(".")[2]
        path = f"images/{task.created_at:%Y-%m}/{task.id}-{which}.{kind}"
        append(self.to_send, {"path": path, "key": image.key, "recorded": image.sha256})
        return {"file": path}

    async def image(self, path: str, key: str, recorded: str | None) -> AsyncGenerator[bytes]:
        """
        Yield the archive's bytes for one image. The image is completely fetched first, so that a slow client does not
        hold a connection to storage.
        """
        with SpooledTemporaryFile(IN_MEMORY) as file:
            try:
                await self.storage.get(key, file, at_most=LARGEST)
            except ObjectNotFound:
                self.missing += 1
                append(self.files, {"path": path, "missing": True, "sha256": recorded})
                return
            await self.charge(file.tell())
            self.images += 1
            file.seek(0)
            async for piece in self.member(path, read(file), recorded):
                yield piece

    async def member(
        self, path: str, content: AsyncIterator[bytes], recorded: str | None = None, **how: int
    ) -> AsyncGenerator[bytes]:
        """
        Yield the archive's bytes for one file, and add it to `files`. ZipStream makes one piece of each chunk that it
        takes from `waiting`, so the next chunk is always there before it is needed.
        """
        waiting: deque[bytes | None] = deque()
        chunks: Iterator[Any] = iter(waiting.popleft, None)
        self.zip.add(chunks, path, **how)
        pieces = self.zip.file()
        size, digest = 0, sha256()
        yield next(pieces)
        async for chunk in content:
            size += len(chunk)
            digest.update(chunk)
            waiting.append(chunk)
            yield next(pieces)
        waiting.append(None)
        for piece in pieces:
            yield piece
        differs = recorded not in (None, digest.hexdigest())
        as_recorded = {"recordedSha256": recorded} if differs else {}
        append(self.files, {"path": path, "size": size, "sha256": digest.hexdigest(), **as_recorded})

    async def manifest(self, exported_at: datetime) -> AsyncGenerator[bytes]:
        """Yield `manifest.json`: the numbers of tasks and images, then an entry for each file."""
        counts = {"tasks": self.tasks, "images": self.images, "missing": self.missing, "exportedAt": exported_at}
        yield orjson.dumps(counts)[:-1] + b',"files":['
        self.files.seek(0)
        separator = b"\n"
        for line in self.files:
            yield separator + line.rstrip()
            separator = b",\n"
        yield b"\n]}\n"


async def read(file: IO[bytes]) -> AsyncGenerator[bytes]:
    while chunk := file.read(CHUNK_SIZE):
        yield chunk


def append(file: IO[bytes], entry: dict[str, object]) -> None:
    file.write(orjson.dumps(entry, option=orjson.OPT_APPEND_NEWLINE))
