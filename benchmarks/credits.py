"""What keeping credits costs: tasks recorded and completed on a plan with prices, and on one like it without."""

import asyncio
import os
import time
from typing import Any
from uuid import uuid4

import orjson

from benchmarks.contenders import processor_time
from benchmarks.in_process import asking
from benchmarks.memory import descendants
from benchmarks.options import Options
from benchmarks.table import ratio, table
from benchmarks.uploads import COMPLETE, CREATE, services
from benchmarks.work import Request
from server.app import create_app
from server.development.demo import DEMO_PLAN
from server.development.signed_token import sign_token
from server.settings.settings import Settings

PLANS = {"with credits": DEMO_PLAN, "without": "pro"}
GRANT = "mutation ($input: GrantCreditsInput!) { grantCredits(input: $input) { errors { message } } }"
TASKS = 100
"""Recorded, then completed, in a turn."""
IMAGE = {"dataUrl": "data:image/gif;base64,R0lGODdhAQABAIEAADx4yAAAAAAAAAAAACwAAAAAAQABAAAIBAABBAQAOw=="}
Taken = dict[tuple[str, str], tuple[list[float], list[float]]]
"""By work and plan: of each round, seconds of all processors, and of the clock, for a task."""


def keeping_credits(options: Options) -> list[str]:
    with services() as settings:
        taken = asyncio.run(measured(settings, options.rounds))
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


async def measured(settings: Settings, rounds: int) -> Taken:
    assert settings.jwt_secret
    secret = settings.jwt_secret.get_secret_value()
    app: Any = create_app(
        settings.model_copy(update={"requests_per_user": None, "cost_per_user": None, "execution_timeout": 600})
    )
    taken: Taken = {}

    async def ask(token: str, query: str, **given: object) -> Any:
        body = orjson.dumps({"query": query, "variables": {"input": given}}).decode()
        answer = orjson.loads(await asking(app, Request("/graphql", body), token)())
        assert "data" in answer, answer
        [payload] = answer["data"].values()
        assert payload["errors"] == [], answer
        return payload

    async def record(user: str, task_id: str) -> None:
        await ask(user, CREATE, id=task_id, prompt="A lighthouse")

    async def complete(user: str, task_id: str) -> None:
        await ask(user, COMPLETE, id=task_id, image=IMAGE, creditsDeducted=1)

    async with app.router.lifespan_context(app):
        users = {plan: uuid4() for plan in PLANS}
        service = sign_token(secret, uuid4(), role="service", plan=DEMO_PLAN)
        for user in users.values():
            await ask(service, GRANT, id=str(uuid4()), userId=str(user), amount=10**9, reason="To be measured")
        for number in range(rounds + 1):
            for plan, name in PLANS.items():
                token = sign_token(secret, users[plan], plan=name)
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
    """Seconds that this process and all that it has started have used so far."""
    return sum(map(processor_time, descendants(os.getpid())))
