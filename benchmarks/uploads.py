"""
The cost of images. Measures the server's peak memory during many uploads, and the time to complete a task with an
image. The comparison does that by hand: it puts image and thumbnail into storage and updates the same row, without
decoding.
"""

import asyncio
import io
import json
import shutil
import time
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from random import Random
from statistics import median
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx2
from PIL import Image

from benchmarks.contenders import BOTH_CORES, OURS, Running, running
from benchmarks.environment import JWT_SECRET, USER
from benchmarks.memory import PeakMemory, memory_of
from benchmarks.options import Options
from benchmarks.table import ratio, table
from server.development.development_server import embedded_settings
from server.development.embedded.directories import temporary_directory
from server.development.embedded.embedded_servers import EmbeddedServers
from server.development.migrated import migrate_embedded
from server.development.signed_token import sign_token
from server.settings.settings import Settings
from server.stores.connections import create_bucket, open_storage
from storage.images.describe_image import read_content
from storage.images.image_content import ImageContent
from storage.objects import Storage

MB = 1_000_000
REQUEST_TIMEOUT = 1800  # seconds
CREATE = "mutation ($input: CreateTaskInput!) { createTask(input: $input) { task { id } errors { message } } }"
COMPLETE = """mutation ($input: CompleteTaskInput!) { completeTask(input: $input) {
  task { id status tokensUsed creditsDeducted completedAt } errors { message }
} }"""
UPDATE = """UPDATE user_task_history SET status = 'completed', completed_at = now(), tokens_used = 1,
  credits_deducted = 1, aws_generated_key = $2, generated_content_type = $3, generated_width = $4,
  generated_height = $5, generated_size = $6, generated_sha256 = $7, generated_thumb_hash = $8
  WHERE id = $1 AND status IN ('pending', 'processing') RETURNING *"""


def picture(size: int, seed: int = 0) -> bytes:
    """Return a PNG of about `size` bytes: of noise, which does not compress."""
    side = int((size / 3) ** 0.5)
    file = io.BytesIO()
    Image.frombytes("RGB", (side, side), Random(seed).randbytes(side * side * 3)).save(file, "PNG", compress_level=1)
    return file.getvalue()


@dataclass(frozen=True)
class Client:
    http: httpx2.AsyncClient

    async def create(self) -> str:
        task = {"query": CREATE, "variables": {"input": {"prompt": "A lighthouse"}}}
        return str(data_of(await self.http.post("/graphql", json=task))["createTask"]["task"]["id"])

    async def complete(self, task_id: str, image: bytes) -> None:
        """Complete the task. If the server has no room, repeat it after the time that it names."""
        given = {"id": task_id, "tokensUsed": 1, "creditsDeducted": 1, "image": {"file": None}}
        fields = {
            "operations": json.dumps({"query": COMPLETE, "variables": {"input": given}}),
            "map": json.dumps({"0": ["variables.input.image.file"]}),
        }
        answer = await self.http.post("/graphql", data=fields, files={"0": ("image.png", image, "image/png")})
        if seconds := retry_after(answer):
            await asyncio.sleep(seconds)
            return await self.complete(task_id, image)
        assert data_of(answer)["completeTask"]["task"]["status"] == "COMPLETED", answer.text
        return None


def retry_after(answer: httpx2.Response) -> Any:
    """Return the seconds after which the server allows a retry; None if it does not."""
    [error] = answer.json().get("errors") or [{}]
    return error.get("extensions", {}).get("retryAfter")


def data_of(answer: httpx2.Response) -> Any:
    """Return the `data` of an answer without errors."""
    body = answer.json()
    assert "errors" not in body, body
    return body["data"]


@dataclass(frozen=True)
class ByHand:
    """Completes a task directly in storage and PostgreSQL, with a prepared thumbnail and measures."""

    storage: Storage
    connection: asyncpg.Connection
    image: bytes
    content: ImageContent

    async def complete(self, task_id: str) -> None:
        content = self.content
        key = f"task-history/{USER}/{task_id}/generated-{uuid4()}"
        await asyncio.gather(
            self.put(key, self.image, content.content_type),
            self.put(f"{key}-thumbnail", content.thumbnail, "image/webp"),
        )
        claims = json.dumps({"sub": str(USER), "role": "authenticated"})
        await self.connection.execute(f"BEGIN; SET LOCAL ROLE authenticated; SET LOCAL request.jwt.claims = '{claims}'")
        values = (content.content_type, content.width, content.height, content.size, content.sha256, content.thumb_hash)
        assert await self.connection.fetchrow(UPDATE, UUID(task_id), key, *values)
        await self.connection.execute("COMMIT")

    async def put(self, key: str, data: bytes, content_type: str) -> None:
        digest = sha256(data).hexdigest()
        await self.storage.put(key, io.BytesIO(data), content_type=content_type, size=len(data), sha256_hex=digest)


@contextmanager
def services() -> Iterator[Settings]:
    directory = temporary_directory()
    directory.chmod(0o711)
    try:
        with EmbeddedServers(directory) as servers:
            asyncio.run(migrate_embedded(servers.postgres))
            settings = embedded_settings(servers)
            asyncio.run(create_bucket(settings))
            yield settings
    finally:
        shutil.rmtree(directory)


def variables(settings: Settings) -> dict[str, str]:
    assert settings.aws_secret_access_key
    return {
        "S3_BUCKET_NAME": settings.s3_bucket_name,
        "AWS_REGION": settings.aws_region,
        "AWS_ACCESS_KEY_ID": str(settings.aws_access_key_id),
        "AWS_SECRET_ACCESS_KEY": settings.aws_secret_access_key.get_secret_value(),
        "AWS_ENDPOINT_URL_S3": str(settings.aws_endpoint_url_s3),
        "EXECUTION_TIMEOUT": str(REQUEST_TIMEOUT),
        "UPLOAD_TIMEOUT": str(REQUEST_TIMEOUT),
    }


@contextmanager
def serving(*, with_plans: bool = False) -> Iterator[tuple[Running, Settings]]:
    """Run our server with its own services, and yield it; `with_plans`: with the demo's plans."""
    with services() as settings:
        url = settings.database_url.get_secret_value()
        plans = {"PLANS_FILE": str(settings.plans_file)} if with_plans else {}
        with running(replace(OURS, cores=BOTH_CORES), url, **variables(settings), **plans) as server:
            yield server, settings


def uploads(options: Options) -> list[str]:
    """Measure uploads of 10 MB at once, then completing a task with 200 kB by our server and by hand."""
    with serving() as (server, settings):
        idle = memory_of(server.process_id)
        with PeakMemory(server.process_id) as memory:
            seconds = asyncio.run(at_once(server.address, options.uploads, picture(10 * MB)))
        ours, theirs = asyncio.run(side_by_side(server.address, settings, options.rounds * options.seconds))
    return [
        *table(
            [f"{options.uploads} uploads of 10 MB at once", "memory before", "peak", "seconds"],
            [["", f"{idle / MB:.0f} MB", f"{memory.peak / MB:.0f} MB", f"{seconds:.0f}"]],
        ),
        "",
        *table(
            ["completing a task with 200 kB", "ours", "by hand", "ratio of times"],
            [["ms, median", f"{median(ours) * 1000:.1f}", f"{median(theirs) * 1000:.1f}", ratio(ours, theirs)]],
        ),
    ]


async def at_once(address: str, number: int, image: bytes) -> float:
    async with client(address, number) as one:
        tasks = [await one.create() for _ in range(number)]
        started = time.perf_counter()
        await asyncio.gather(*(one.complete(task, image) for task in tasks))
        return time.perf_counter() - started


async def side_by_side(address: str, settings: Settings, rounds: int) -> tuple[list[float], list[float]]:
    image = picture(200_000)
    ours, theirs = [], []
    connection = await asyncpg.connect(settings.database_url.get_secret_value())
    async with client(address, 1) as one, open_storage(settings) as storage:
        by_hand = ByHand(storage, connection, image, read_content(io.BytesIO(image)))
        for number in range(rounds + 1):
            took = [await seconds(one.complete(await one.create(), image))]
            took.append(await seconds(by_hand.complete(await one.create())))
            if number:  # the first round warms up
                ours.append(took[0])
                theirs.append(took[1])
    await connection.close()
    return ours, theirs


async def seconds(work: Awaitable[None]) -> float:
    started = time.perf_counter()
    await work
    return time.perf_counter() - started


@asynccontextmanager
async def client(address: str, connections: int) -> AsyncIterator[Client]:
    headers = {"Authorization": f"Bearer {sign_token(JWT_SECRET, USER, plan='pro', seconds=86_400)}"}
    limits = httpx2.Limits(max_connections=connections)
    async with httpx2.AsyncClient(base_url=address, headers=headers, timeout=REQUEST_TIMEOUT, limits=limits) as http:
        yield Client(http)
