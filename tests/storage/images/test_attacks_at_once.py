"""During many attacks at once, the server's memory is bounded, and it answers other users."""

import asyncio
import os
import time
from pathlib import Path

import httpx2
import pytest
from PIL import Image

from benchmarks.memory import PeakMemory
from server.settings.settings import Settings
from storage.images.decoders import TIME_LIMIT
from storage.images.image_content import TOO_COSTLY
from tests.api import Client, mutation
from tests.application import ApplicationProcess, new_process
from tests.pictures import data_url
from tests.storage.images.attacks import REFUSED, encoded, jpeg_of_scans, plain, png

MOST = 400 * 1024 * 1024
LONGEST_BEAT = TIME_LIMIT / 2
"""Seconds: half the time to decode the slowest image, for which it would block the event loop."""
PATIENCE = 600

pytestmark = pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="only Linux reports its memory")


def largest() -> list[list[bytes]]:
    """Return the images of two attackers: the largest that are accepted, which take the most memory to decode."""
    transparent = (200, 100, 50, 100)
    return [
        [
            png(7_000, 7_000, rows=7_000, transparent=True),
            encoded(Image.new("RGBA", (4_096, 4_096), transparent), "WEBP", method=0, quality=10),
            encoded(Image.new("P", (7_000, 7_000), 3), "GIF"),
        ],
        [
            encoded(Image.new("RGB", (5_700, 5_700), "teal"), "JPEG", progressive=True, subsampling=0),
            encoded(Image.new("RGBA", (4_096, 4_096), transparent), "AVIF", speed=10, quality=10),
            png(7_000, 7_100, rows=7_100),
        ],
    ]


async def attack(http: httpx2.AsyncClient, images: list[bytes]) -> list[str]:
    """Create a task with each image, and return the outcomes: "ACCEPTED", or code and message."""
    user = Client(http)
    outcomes = []
    for content in images:
        given = {"prompt": "An attack", "originalImage": {"dataUrl": data_url(content)}}
        while "errors" in (answer := await user.post(mutation("createTask"), input=given)):
            assert answer["errors"][0]["extensions"]["code"] == "UNAVAILABLE"  # no decoder was free for 5 seconds
        [refused] = answer["data"]["createTask"]["errors"] or [None]
        outcomes.append(f"{refused['code']}: {refused['message']}" if refused else "ACCEPTED")
    return outcomes


def main_thread_seconds(process_id: int) -> float:
    """Seconds of processor time of the thread that runs the event loop."""
    stat = Path(f"/proc/{process_id}/task/{process_id}/stat").read_text().rpartition(")")[2].split()
    return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


async def heartbeats(server: ApplicationProcess, ended: asyncio.Event) -> list[tuple[float, float]]:
    """
    Call `/healthz` until `ended` is set. Return the seconds that each call took, and those for which the server's event
    loop was at work meanwhile.
    """
    beats = []
    while not ended.is_set():
        started, worked = time.perf_counter(), main_thread_seconds(server.process.pid)
        assert (await server.http.get("/healthz")).status_code == 200
        beats.append((time.perf_counter() - started, main_thread_seconds(server.process.pid) - worked))
        await asyncio.sleep(0.05)
    return beats


@pytest.mark.slow
async def test_memory_stays_within_bounds_and_others_are_answered(settings: Settings) -> None:
    accepted, refused = largest(), [make() for make, _ in REFUSED.values()]
    limits = {"EXECUTION_TIMEOUT": str(PATIENCE), "COST_PER_USER": "none"}
    async with (
        new_process(settings, **limits) as server,
        httpx2.AsyncClient(base_url=server.url, timeout=PATIENCE) as http,
    ):
        ended = asyncio.Event()
        beating = asyncio.create_task(heartbeats(server, ended))
        with PeakMemory(server.process.pid) as memory:
            *outcomes, of_refused, slow = await asyncio.gather(
                *(attack(http, images) for images in accepted),
                attack(http, refused),
                attack(http, [jpeg_of_scans(3_000), plain("JPEG")]),
            )
        ended.set()
        took, worked = (sorted(seconds) for seconds in zip(*await beating, strict=True))
    assert outcomes == [["ACCEPTED"] * len(images) for images in accepted]
    assert [one.partition(":")[0] for one in of_refused] == ["INVALID_IMAGE"] * len(refused)
    assert slow == [f"INVALID_IMAGE: {TOO_COSTLY}", "ACCEPTED"]
    assert memory.peak < MOST
    assert worked[-1] < LONGEST_BEAT, worked[-10:]
    assert took[-3] < LONGEST_BEAT, took[-10:]  # a busy machine may keep the server from running once or twice
