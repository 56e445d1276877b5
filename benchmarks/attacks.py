"""
All attacks that have ever hurt the server, at the same time, by ten users who stay within all limits, and by strangers
without a token. Measures the server's memory during the attacks and a minute later, and how long another user, the
bystander, waits for a page. `benchmarks/holding.py` then measures attacks by accounts that occupy shared resources.
"""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from statistics import median
from typing import NamedTuple
from uuid import uuid4

from benchmarks.attacker import Attacker, Target, frame, multipart
from benchmarks.contenders import BOTH_CORES, OURS, Contender, running
from benchmarks.data import prepared
from benchmarks.environment import JWT_SECRET
from benchmarks.holding import DEFAULT_LIMITS, TASKS, holding
from benchmarks.memory import PeakMemory, memory_of
from benchmarks.options import Options
from benchmarks.table import table
from server.development.signed_token import sign_token

ATTACKERS = 10
PAGE = "{ tasks(first: 50) { nodes { id prompt status createdAt } } }"
ALONE, LATER = 10, 60
"""
Seconds for which the bystander loads the page before the attacks, and after the attacks until memory is measured again.
"""
LARGE = 15_000_000  # bytes
SERVER = Contender("attacked", "Task Record, attacked", OURS.command, cores=BOTH_CORES)
PING = frame(b'{"type":"ping","payload":[' + b"[]," * (16 * 1024 * 1024 // 3 - 20) + b"[]]}")
COMMENT = json.dumps({"query": f"#{'x' * LARGE}\n{{ viewer {{ id }} }}"}).encode()
NAME = json.dumps({"query": f"{{ {'x' * LARGE} }}"}).encode()
ESCAPES = json.dumps({"query": '{ task(id: "%s") { id } }' % (r"\u0041" * 2_200_000)}).encode()
PUNYCODE = multipart("punycode", operations=b"a" * 1_000_000, map=b"{}")
EMPTY_LISTS = multipart(
    "utf-8", operations=b'{"query":"{ viewer { id } }","variables":{"a":[' + b"[]," * 330_000 + b"[]]}}", map=b"{}"
)


def selection(fields: Iterable[str]) -> str:
    return f"{{ {' '.join(fields)} }}"


PROMPTS = selection(f"a{number}: tasks(first: 100) {{ ...F }}" for number in range(3)) + (
    f" fragment F on TaskConnection {{ nodes {selection(f'p{number}: prompt' for number in range(20))} }}"
)
SEARCHES = selection(
    f'a{number}: tasks(where: {{search: "x{number}"}}) {{ totalCount {{ value }} }}' for number in range(20)
)
HISTORY = selection(
    f'a{number}: statisticsHistory(period: DAY, from: "0001-01-01", to: "0001-01-03") {{ totalTasks }}'
    for number in range(11)
)
UPLOAD = "mutation ($input: CreateImageUploadInput!) { createImageUpload(input: $input) { errors { code } } }"
CREATE = 'mutation { createTask(input: {prompt: "x"}) { task { id } } }'


async def endless_trailers(attacker: Attacker) -> None:
    async with attacker.connection() as (_, writer):
        writer.write(attacker.head("application/json", None, token=False) + b"0\r\n")
        with suppress(OSError):
            while True:
                writer.write(b"a:\r\n" * 10_000)
                await writer.drain()
    attacker.target.answers["trailers cut off"] += 1


async def slow_body(attacker: Attacker) -> None:
    async with attacker.connection() as (reader, writer):
        writer.write(attacker.head("application/json", 1_000_000, token=False))
        answered = asyncio.create_task(reader.read())
        with suppress(OSError):
            while not answered.done():
                writer.write(b"x")
                await writer.drain()
                await asyncio.wait([answered], timeout=1)
        await answered
    attacker.target.answers["slow body cut off"] += 1


async def large_pings(attacker: Attacker) -> None:
    async with attacker.websocket(greeting=False) as (reader, writer):
        with suppress(OSError):
            while not reader.at_eof():
                writer.write(PING)
                await writer.drain()
                await reader.read(1_000)
    attacker.target.answers["pings cut off"] += 1


async def invalid_over_websocket(attacker: Attacker) -> None:
    async with attacker.websocket(greeting=True) as (reader, writer):
        with suppress(OSError):
            for number in range(1_000):
                message = {"id": str(number), "type": "subscribe", "payload": {"query": "{ viewer { nothing } }"}}
                writer.write(frame(json.dumps(message).encode()))
                await writer.drain()
                if not await reader.read(10_000):
                    return


async def does_not_read(attacker: Attacker) -> None:
    body = json.dumps({"query": PROMPTS}).encode()
    async with attacker.connection() as (_, writer):
        writer.write(attacker.head("application/json", len(body)) + body)
        await asyncio.sleep(10)


async def punycode(attacker: Attacker) -> None:
    await attacker.post("punycode", *PUNYCODE)


async def empty_lists(attacker: Attacker) -> None:
    await asyncio.gather(*(attacker.post("empty lists", *EMPTY_LISTS) for _ in range(6)))


async def large_documents(attacker: Attacker) -> None:
    for body in (COMMENT, NAME, ESCAPES):
        await attacker.post("large document", body)


async def searches(attacker: Attacker) -> None:
    await attacker.ask("searches", SEARCHES)


async def history(attacker: Attacker) -> None:
    await attacker.ask("history", HISTORY)


async def uploads(attacker: Attacker) -> None:
    created = json.loads(await attacker.ask("create", CREATE))
    task = (created.get("data") or {}).get("createTask", {}).get("task")
    while task:
        upload = {"taskId": task["id"], "contentType": "image/png", "size": 10_000_000, "sha256": "0" * 64}
        answer = json.loads(await attacker.ask("upload", UPLOAD, input=upload))
        if "data" not in answer or not answer["data"] or answer["data"]["createImageUpload"]["errors"]:
            return


async def compiled_documents(attacker: Attacker) -> None:
    """Send a new document three times, so that the server compiles it."""
    number = next(attacker.numbers)
    fields = " ".join(f"a{number}_{one}: tokensUsed" for one in range(28))
    for _ in range(3):
        await attacker.ask("compiled", f"query q{number} {{ tasks(first: 1) {{ nodes {{ {fields} }} }} }}")


async def distinct_documents(attacker: Attacker) -> None:
    number = next(attacker.numbers)
    versions = ",".join(['"a"'] * 970)
    where = f"where: {{modelVersion: [{versions}]}}"
    await attacker.ask("distinct", f"query q{number} {{ tasks(first: 1, {where}) {{ nodes {{ id }} }} }}")


async def odd_values(attacker: Attacker) -> None:
    await attacker.ask("digits", "{ tasks(first: %s) { totalCount { value } } }" % ("9" * 5_000))
    await attacker.ask("directives", "{ __typename %s }" % ("@aa " * 50))


async def readiness(attacker: Attacker) -> None:
    async with attacker.connection() as (reader, writer):
        for _ in range(100):
            writer.write(b"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            await writer.drain()
            if not await reader.read(10_000):
                return


class Attack(NamedTuple):
    run: Callable[[Attacker], Awaitable[None]]
    at_once: int = 1
    """How many each attacker runs at once."""


ATTACKS = [
    Attack(endless_trailers),
    Attack(slow_body),
    Attack(large_pings),
    Attack(invalid_over_websocket),
    Attack(does_not_read, 5),
    Attack(punycode),
    Attack(empty_lists),
    Attack(large_documents),
    Attack(searches, 3),
    Attack(history),
    Attack(uploads),
    Attack(compiled_documents),
    Attack(distinct_documents, 2),
    Attack(odd_values),
    Attack(readiness, 5),
]


async def repeat(attack: Attack, attacker: Attacker, until: float) -> None:
    while time.monotonic() < until:
        try:
            async with asyncio.timeout_at(asyncio.get_running_loop().time() + max(until - time.monotonic(), 0)):
                await attack.run(attacker)
        except TimeoutError:
            return
        except (OSError, EOFError, ValueError):  # the server has closed the connection: try again
            await asyncio.sleep(0.05)


async def look(bystander: Attacker, until: float) -> list[float]:
    """Load the page five times a second, and once at least. Return the seconds that each took."""
    waits: list[float] = []
    while not waits or time.monotonic() < until:
        before = time.monotonic()
        answer = json.loads(await bystander.ask("bystander", PAGE))
        waits.append(time.monotonic() - before)
        assert len(answer["data"]["tasks"]["nodes"]) > 0, answer
        await asyncio.sleep(0.2)
    return waits


def look_in_process(port: int, token: str, until: float) -> list[float]:
    return asyncio.run(look(Attacker(Target(port), token), until))


async def attack_all(
    port: int, bystander_token: str, seconds: float, bystander: Executor
) -> tuple[list[float], list[float], Counter[str]]:
    """
    Attack for so many seconds. Return how long the bystander, in another process, waited for each page before and
    during the attacks, and how often each attack got each answer.
    """
    target = Target(port)
    attackers = [Attacker(target, sign_token(JWT_SECRET, uuid4(), plan="free")) for _ in range(ATTACKERS)]
    loop = asyncio.get_running_loop()
    before = time.monotonic() + min(ALONE, seconds)
    alone = await loop.run_in_executor(bystander, look_in_process, port, bystander_token, before)
    until = time.monotonic() + seconds
    meanwhile = loop.run_in_executor(bystander, look_in_process, port, bystander_token, until)
    repeating = [
        repeat(attack, attacker, until) for attacker in attackers for attack in ATTACKS for _ in range(attack.at_once)
    ]
    await asyncio.gather(meanwhile, *repeating)
    return alone, await meanwhile, target.answers


def attacks(options: Options) -> list[str]:
    with (
        prepared(options.data, min(TASKS, options.tasks)) as data,
        running(SERVER, data.url, **DEFAULT_LIMITS) as server,
        # In another process, because here the bystander would also wait for the attackers' code.
        ProcessPoolExecutor(1, get_context("fork")) as bystander,
    ):
        bystander.submit(int).result()  # forks now, before there are threads
        before = memory_of(server.process_id)
        with PeakMemory(server.process_id) as memory:
            alone, meanwhile, answers = asyncio.run(
                attack_all(server.port, data.token, options.attack_seconds, bystander)
            )
        time.sleep(min(LATER, options.attack_seconds))
        after = memory_of(server.process_id)
    counts = ", ".join(f"{name} {number:,}" for name, number in sorted(answers.items()))
    rows = [
        ["memory before, at most, later", *(f"{size / 1_000_000:,.0f} MB" for size in (before, memory.peak, after))],
        ["a page alone: median, longest", f"{median(alone) * 1000:.0f} ms", f"{max(alone) * 1000:.0f} ms", ""],
        ["a page meanwhile", f"{median(meanwhile) * 1000:.0f} ms", f"{max(meanwhile) * 1000:.0f} ms", ""],
    ]
    return [
        f"{len(ATTACKS)} attacks at once by {ATTACKERS} users for {options.attack_seconds} s, on default settings.",
        "",
        *table(["", "", "", ""], rows),
        "",
        f"What they came to: {counts}.",
        "",
        *holding(options),
    ]
