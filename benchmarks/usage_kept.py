"""`.venv/bin/python -m benchmarks.usage_kept`: what it costs to keep usage when a task is completed, or fails."""

import argparse
import asyncio
from dataclasses import replace
from statistics import median
from typing import Any

import asyncpg

from benchmarks.contenders import BOTH_CORES, OURS, Running, running
from benchmarks.table import ratio, table
from benchmarks.uploads import Client, client, picture, services, told, variables
from server.settings.settings import Settings

FAIL = "mutation ($input: FailTaskInput!) { failTask(input: $input) { task { id status } errors { message } } }"
NAMES = ("insert", "update")
PICTURE = picture(1_000)


async def complete(one: Client, task_id: str) -> None:
    await one.complete(task_id, PICTURE)


async def fail(one: Client, task_id: str) -> None:
    given = {"id": task_id, "errorMessage": "no", "tokensUsed": 7, "creditsDeducted": 1, "generationTimeMs": 900}
    answer = told(await one.http.post("/graphql", json={"query": FAIL, "variables": {"input": given}}))
    assert answer["failTask"]["task"]["status"] == "FAILED", answer


WORK = {"completing a task with a small picture": complete, "failing a task": fail}


def processor_time(server: Running) -> float:
    """Seconds of the server and of PostgreSQL, with all processes that they have."""
    return server.processor_time() + server.postgres_time()


async def measured(settings: Settings, server: Running, rounds: int, times: int) -> dict[str, Any]:
    """By work, of each round the seconds that one took with usage kept, and without."""
    owner = await asyncpg.connect(settings.database_owner_url.get_secret_value())
    found: dict[str, tuple[list[float], list[float]]] = {work: ([], []) for work in WORK}
    async with client(f"http://127.0.0.1:{server.port}", 1) as one:
        for number in range(rounds + 1):
            for kept in (True, False) if number % 2 else (False, True):
                for name in NAMES:
                    how = "ENABLE" if kept else "DISABLE"
                    await owner.execute(f"ALTER TABLE user_task_history {how} TRIGGER count_usage_of_{name}")
                for work, do in WORK.items():
                    made = [await one.create() for _ in range(times)]
                    before = processor_time(server)
                    for task_id in made:
                        await do(one, task_id)
                    if number:  # the first round warms up
                        found[work][not kept].append((processor_time(server) - before) / times)
    await owner.close()
    return found


def usage_kept(rounds: int, times: int) -> list[str]:
    with services() as settings:
        url = settings.database_url.get_secret_value()
        with running(replace(OURS, cores=BOTH_CORES), url, **variables(settings)) as server:
            found = asyncio.run(measured(settings, server, rounds, times))
    return [
        "Completing a task, and failing one, with the triggers of usage and without, in turns.",
        "",
        *table(
            ["processor ms of server and PostgreSQL", "with usage", "without", "ratio"],
            [
                [work, f"{median(kept) * 1e3:.2f}", f"{median(without) * 1e3:.2f}", ratio(kept, without)]
                for work, (kept, without) in found.items()
            ],
        ),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.usage_kept", description="Measure what usage costs.")
    parser.add_argument("--rounds", type=int, default=10, help="of a turn with usage and one without")
    parser.add_argument("--times", type=int, default=50, help="tasks of a turn")
    options = parser.parse_args()
    print("\n".join(usage_kept(options.rounds, options.times)))


if __name__ == "__main__":
    main()
