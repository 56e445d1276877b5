"""The cost of credits: recording and completing tasks on a plan with prices, compared with a plan without them."""

import asyncio
import os
import time
from uuid import uuid4

import httpx2

from benchmarks.contenders import processor_time
from benchmarks.environment import JWT_SECRET
from benchmarks.memory import descendants
from benchmarks.options import Options
from benchmarks.table import ratio, table
from benchmarks.uploads import COMPLETE, CREATE, REQUEST_TIMEOUT, data_of, serving
from server.development.demo.demo_user import DEMO_PLAN
from server.development.signed_token import sign_token

PLANS = {"with credits": DEMO_PLAN, "without": "pro"}
GRANT = "mutation ($input: GrantCreditsInput!) { grantCredits(input: $input) { errors { message } } }"
TASKS = 100
"""Tasks that are recorded, then completed, in a turn."""
IMAGE = {"dataUrl": "data:image/gif;base64,R0lGODdhAQABAIEAADx4yAAAAAAAAAAAACwAAAAAAQABAAAIBAABBAQAOw=="}
Taken = dict[tuple[str, str], tuple[list[float], list[float]]]
"""By work and plan, for each round, the seconds of processor time and of the clock for one task."""


def keeping_credits(options: Options) -> list[str]:
    with serving(with_plans=True) as (server, _):
        taken = asyncio.run(measured(server.address, options.rounds))
    rows = []
    for work in ("recorded", "completed"):
        ours, theirs = (taken[work, plan] for plan in PLANS)
        rows.append([work, *map(ratio, ours, theirs)])
    return [
        f"A task on a plan that keeps credits, to one on a plan that does not: {TASKS} of each in a turn, one after "
        "the other. The processor's time is that of server, PostgreSQL and storage together.",
        "",
        *table(["a task", "processor time", "time"], rows),
    ]


async def ask(http: httpx2.AsyncClient, token: str, query: str, **given: object) -> None:
    request = {"query": query, "variables": {"input": given}}
    answer = await http.post("/graphql", json=request, headers={"Authorization": f"Bearer {token}"})
    [payload] = data_of(answer).values()
    refused = [*payload["errors"], *(error for one in payload.get("results", ()) for error in one["errors"])]
    assert refused == [], refused


async def measured(address: str, rounds: int) -> Taken:
    taken: Taken = {}

    async def record(user: str, task_id: str) -> None:
        await ask(http, user, CREATE, id=task_id, prompt="A lighthouse")

    async def complete(user: str, task_id: str) -> None:
        await ask(http, user, COMPLETE, id=task_id, image=IMAGE, creditsDeducted=1)

    async with httpx2.AsyncClient(base_url=address, timeout=REQUEST_TIMEOUT) as http:
        users = {plan: uuid4() for plan in PLANS}
        service = sign_token(JWT_SECRET, uuid4(), role="service", plan=DEMO_PLAN)
        for user in users.values():
            await ask(http, service, GRANT, id=str(uuid4()), userId=str(user), amount=10**9, reason="To be measured")
        for number in range(rounds + 1):
            for plan, name in PLANS.items():
                token = sign_token(JWT_SECRET, users[plan], plan=name)
                ids = [str(uuid4()) for _ in range(TASKS)]
                for work, call in (("recorded", record), ("completed", complete)):
                    before, started = everyones_time(), time.perf_counter()
                    for task_id in ids:
                        await call(token, task_id)
                    if number:  # the first round warms up
                        costs, times = taken.setdefault((work, plan), ([], []))
                        costs.append((everyones_time() - before) / TASKS)
                        times.append((time.perf_counter() - started) / TASKS)
    return taken


def everyones_time() -> float:
    """Seconds of processor time that all processes started by this one have used so far."""
    return sum(map(processor_time, descendants(os.getpid()))) - processor_time(os.getpid())
