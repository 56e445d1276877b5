"""
Attacks by a few accounts that stay within all limits, and occupy shared resources: memory, disk, connections, senders.
Each runs alone, and then all at once. Meanwhile another user, the bystander, loads pages, completes tasks with images,
and receives events.
"""

import asyncio
import json
import shutil
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache
from multiprocessing import get_context
from statistics import median
from typing import NamedTuple
from uuid import UUID

import trustme
from aiohttp import web

from benchmarks.attacker import Attacker, Target
from benchmarks.bystander import DELETE, HOOK, HOST, WORK, Place, Waits, look_in_process, receiving
from benchmarks.contenders import BOTH_CORES, OURS, Contender, running
from benchmarks.data import Data, prepared, user
from benchmarks.environment import BUCKET, JWT_SECRET
from benchmarks.options import Options
from benchmarks.table import table
from server.development.embedded.directories import temporary_directory
from server.development.embedded.seaweedfs import EmbeddedObjectStorage
from server.development.signed_token import sign_token
from storage.objects import Storage

DEFAULT_LIMITS = {"REQUESTS_PER_USER": "1200/minute", "COST_PER_USER": "100000/minute"}
TASKS = 20_000
SERVER = Contender("held", "Task Record, held", OURS.command, cores=BOTH_CORES)
CREATE = 'mutation { createTask(input: {prompt: "x"}) { task { id } } }'
SEARCH = '{ tasks(where: {search: "lighthouse %s"}) { totalCount { value } } }'
STALLED, STALLS_EACH, ANNOUNCED = 6, 3, 53_000_000
"""Accounts that announce uploads and do not send them, connections of each, and bytes that are announced."""
BALLASTED, OPERATIONS, BALLAST, LISTS = 2, 10, 8_000_000, 45_000
"""Accounts that send batches, searches in each batch, and bytes of text and empty lists in its unused parts."""
SLOW, HOOKS_EACH, LATE = 8, 3, 14.0
"""Accounts whose receivers are slow, webhooks of each, and seconds after which they answer."""


async def stalled(attacker: Attacker, _: str) -> None:
    """Announce an upload, send five bytes, and wait until it is cut off."""
    async with attacker.connection() as (reader, writer):
        writer.write(attacker.head("multipart/form-data; boundary=b", ANNOUNCED) + b"--b\r\n")
        answer = await reader.read()
    attacker.target.answers[f"stalled {answer[9:12].decode() or 'cut off'}"] += 1


@cache
def batch() -> bytes:
    requests: list[dict[str, object]] = [{"query": SEARCH % number} for number in range(OPERATIONS)]
    requests[0]["extensions"] = {"text": "x" * BALLAST, "lists": [[]] * LISTS}
    return json.dumps(requests).encode()


async def ballast(attacker: Attacker, _: str) -> None:
    await attacker.post("ballast", batch())


async def slow_receivers(attacker: Attacker, receiver: str) -> None:
    for _ in range(HOOKS_EACH):
        await attacker.ask("webhook", HOOK, input={"url": f"{receiver}/late", "events": ["TASK_CREATED"]})
    while True:
        await attacker.ask("event", CREATE)
        await asyncio.sleep(0.2)


class Holding(NamedTuple):
    run: Callable[[Attacker, str], Awaitable[None]]
    accounts: int
    at_once: int
    """How many each account runs at once."""


ATTACKS = {
    "stalled uploads": Holding(stalled, STALLED, STALLS_EACH),
    "ballast": Holding(ballast, BALLASTED, 2),
    "slow receivers": Holding(slow_receivers, SLOW, 1),
}


async def repeat(attack: Holding, attacker: Attacker, receiver: str) -> None:
    while True:
        with suppress(OSError, EOFError, ValueError):  # the server has closed the connection
            await attack.run(attacker, receiver)
        await asyncio.sleep(0.05)


async def answer_late(_: web.Request) -> web.Response:
    await asyncio.sleep(LATE)
    return web.Response(status=204)


async def held(
    place: Place, token: str, names: Sequence[str], seconds: float, process: Executor, answers: Counter[str]
) -> Waits:
    """
    Return how long the bystander, in another process, waited during these attacks. Their answers are added to
    `answers`.
    """
    target = Target(place.port, answers)
    async with receiving(answer_late, place) as url:
        holding = [
            asyncio.create_task(repeat(ATTACKS[name], attacker, url))
            for name in names
            for attacker in (Attacker(target, token_of(user(1 + n))) for n in range(ATTACKS[name].accounts))
            for _ in range(ATTACKS[name].at_once)
        ]
        await asyncio.sleep(min(LATE, seconds) if holding else 0)
        waits = await asyncio.get_running_loop().run_in_executor(process, look_in_process, place, token, seconds)
        for task in holding:
            task.cancel()
        await asyncio.gather(*holding, return_exceptions=True)
        for number in range(SLOW):
            await delete_webhooks(Attacker(target, token_of(user(1 + number))))
    return waits


async def delete_webhooks(owner: Attacker) -> None:
    """Delete an account's webhooks, so that no events of theirs wait to be sent when the next attack begins."""
    found = json.loads(await owner.ask("list", "{ viewer { webhooks { id } } }"))
    for webhook in ((found.get("data") or {}).get("viewer") or {}).get("webhooks", []):
        await owner.ask("delete", DELETE, id=webhook["id"])


def token_of(user_id: UUID) -> str:
    return sign_token(JWT_SECRET, user_id, plan="pro", seconds=86_400)


@contextmanager
def serving(data: Data) -> Iterator[Place]:
    """Start the server with an object storage, and with this machine's receivers trusted."""
    directory = temporary_directory()
    directory.chmod(0o711)  # the storage is another user's process
    try:
        authority, certificate = trustme.CA(), directory / "certificate.pem"
        authority.cert_pem.write_to_path(directory / "authority.pem")
        authority.issue_cert(HOST).private_key_and_cert_chain_pem.write_to_path(certificate)
        with EmbeddedObjectStorage(directory, durable=False) as storage:
            variables = {
                "AWS_ACCESS_KEY_ID": storage.access_key_id,
                "AWS_SECRET_ACCESS_KEY": storage.secret_access_key,
                "AWS_ENDPOINT_URL_S3": storage.endpoint_url,
                "WEBHOOK_NETWORKS": "127.0.0.0/8",
                "SSL_CERT_FILE": str(directory / "authority.pem"),
            }
            asyncio.run(make_bucket(storage))
            with running(SERVER, data.url, **DEFAULT_LIMITS, **variables) as server:
                yield Place(server.port, str(certificate))
    finally:
        shutil.rmtree(directory)


async def make_bucket(storage: EmbeddedObjectStorage) -> None:
    async with Storage(
        bucket=BUCKET["S3_BUCKET_NAME"],
        region=BUCKET["AWS_REGION"],
        endpoint_url=storage.endpoint_url,
        access_key_id=storage.access_key_id,
        secret_access_key=storage.secret_access_key,
    ) as opened:
        await opened.create_bucket()


def holding(options: Options) -> list[str]:
    """Measure how long the bystander waits without an attack, during each, and during all of them."""
    seconds, answers = options.attack_seconds / 4, Counter[str]()
    rows = []
    with (
        prepared(options.data, min(TASKS, options.tasks)) as data,
        serving(data) as place,
        ProcessPoolExecutor(1, get_context("spawn")) as process,
    ):

        def measured(names: Sequence[str], seconds: float) -> Waits:
            return asyncio.run(held(place, data.token, names, seconds, process, answers))

        measured([], 1)  # the first ones wait for imports
        for attack, names in {**{name: [name] for name in ATTACKS}, "all three": [*ATTACKS]}.items():
            alone = measured([], seconds / 2)
            meanwhile = measured(names, seconds)
            rows.append([attack, *(cell(meanwhile[work], alone[work]) for work in WORK)])
    return [
        f"A few accounts that hold what all share, for {seconds:g} s each way. What another user waits for, in ms: "
        "median alone just before, median meanwhile, **their ratio**, the longest.",
        "",
        *table(["", *WORK.values()], rows),
        "",
        f"What the attacks came to: {', '.join(f'{name} {number:,}' for name, number in sorted(answers.items()))}.",
    ]


def cell(meanwhile: Sequence[float], alone: Sequence[float]) -> str:
    before, after = 1_000 * median(alone), 1_000 * median(meanwhile)
    return f"{before:,.0f}, {after:,.0f}, **{after / before:.1f}**, {1_000 * max(meanwhile):,.0f}"
