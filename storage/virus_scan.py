import asyncio
from typing import BinaryIO
from urllib.parse import urlsplit

from aioclamd import ClamdAsyncClient, ClamdError

from storage.failures import ScannerUnavailable
from storage.images.image_content import InfectedImage
from storage.images.image_measures import INFECTED, UNSCANNED

PORT = 3310
CHUNK_SIZE = 256 * 1024
SCAN_TIMEOUT = 20  # seconds
CHECK_TIMEOUT = 5  # seconds


class Antivirus:
    """A client of `clamd`, ClamAV's daemon, at an address such as `tcp://clamav:3310`."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.url = url
        self.client = ClamdAsyncClient(parts.hostname, parts.port or PORT)

    async def scan(self, file: BinaryIO) -> None:
        """
        Have clamd scan the file, within 20 seconds. Raise InfectedImage when it finds a virus, and ScannerUnavailable
        when it returns no verdict.
        """
        file.seek(0)
        try:
            async with asyncio.timeout(SCAN_TIMEOUT):
                found = await self.client.instream(InLargeChunks(file))
        except (ClamdError, OSError) as error:
            UNSCANNED.inc()
            raise self.unavailable(error) from error
        status, name = (found or {}).get("stream", ("nothing", None))
        if status == "FOUND":
            INFECTED.inc()
            raise InfectedImage(f"The virus scanner has found {name} in this image.")
        if status != "OK":
            UNSCANNED.inc()
            raise self.unavailable(f"it answers {status}: {name}")

    async def check(self) -> None:
        """Raise ScannerUnavailable, with the remedy, unless the daemon answers within 5 seconds."""
        try:
            async with asyncio.timeout(CHECK_TIMEOUT):
                answer = await self.client.ping()
        except (ClamdError, OSError) as error:
            raise self.unavailable(error) from error
        if answer != "PONG":
            raise self.unavailable(f"it answers {answer!r}")

    def unavailable(self, reason: object) -> ScannerUnavailable:
        return ScannerUnavailable(
            f"The virus scanner cannot be used ({reason or 'no answer in time'}), and without it no image is taken.",
            f"CLAMAV_URL=tcp://host:3310, of a clamd that runs; it is {self.url}",
        )


class InLargeChunks:
    """
    Reads a file for aioclamd in chunks of 256 KiB: aioclamd asks a thread for a kilobyte at a time, but sends any
    length.
    """

    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    def read(self, _: int) -> bytes:
        return self.file.read(CHUNK_SIZE)
