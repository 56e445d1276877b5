"""The cost of administrators' queries with few tasks and users, and with many."""

import asyncio
from collections import defaultdict
from statistics import median
from typing import Any
from uuid import UUID

import asyncpg

from benchmarks.contenders import Running
from benchmarks.environment import JWT_SECRET
from benchmarks.options import Options
from benchmarks.table import table
from benchmarks.uploads import Client, client, data_of, serving
from models.cursor import Cursor
from server.development.signed_token import sign_token
from server.settings.settings import Settings

# Writes the totals of all time that the triggers would, which take minutes for a million tasks.
TASKS = """
ALTER TABLE user_task_history DISABLE TRIGGER USER;
INSERT INTO auth.users (id) SELECT md5(n::text)::uuid FROM generate_series(1, {users}) AS n ON CONFLICT DO NOTHING;
INSERT INTO user_task_history (user_id, prompt, status, completed_at, created_at, tokens_used, credits_deducted,
  generation_time_ms, error_message)
SELECT md5((1 + n % {users})::text)::uuid, 'A lighthouse in a storm, number ' || n,
  CASE WHEN n % 10 = 0 THEN 'failed' ELSE 'completed' END, time, time, n % 500, n % 7, 1000 + n % 9000,
  CASE WHEN n % 10 = 0 THEN 'No' END
FROM generate_series({first}, {last}) AS n,
  LATERAL (SELECT now() - interval '300 days' * (n::bigint * 7919 % 1000003) / 1000003 AS time) AS created;
ALTER TABLE user_task_history ENABLE TRIGGER USER;
TRUNCATE user_task_statistics;
INSERT INTO user_task_statistics (user_id, period_type, period_date, {sums})
SELECT user_id, period_type, period_date, {sums} FROM task_record.computed_statistics WHERE period_type = 'all_time';
"""
SUMS = (
    "total_tasks, successful_tasks, failed_tasks, total_tokens_used, total_credits_deducted, total_generation_time_ms, "
    "timed_tasks, completed_generation_time_ms, images_size"
)
TASK = "id userId prompt status tokensUsed creditsDeducted createdAt"
WORK = {
    "totals over all users, of all time": "statistics { totalTasks successRate totalTokensUsed updatedAt }",
    "of each day of 300": "statisticsHistory(period: DAY, from: $from, to: $to) { periodDate totalTasks }",
    "the first 50 users by credits": "users(first: 50) { nodes { userId totalTasks credits { held } } }",
    "50 of them from the middle": "users(first: 50, after: $user) { nodes { userId totalTasks } }",
    "the newest 50 tasks of all users": f"tasks(first: 50) {{ nodes {{ {TASK} }} pageInfo {{ hasNextPage }} }}",
    "50 of them from the middle of time": f"tasks(first: 50, after: $task) {{ nodes {{ {TASK} }} }}",
    "10 tasks of one user": f"tasks(userId: $whose, first: 10) {{ nodes {{ {TASK} }} }}",
}
DECLARED = {"from": "Date!", "to": "Date!", "user": "String!", "task": "String!", "whose": "ID!"}
REQUESTS = 20
"""Requests in a round, one after the other."""
MIDDLE_USER = """SELECT total_credits_deducted, user_id FROM task_record.user_ranking
  ORDER BY total_credits_deducted DESC, user_id DESC OFFSET $1 LIMIT 1"""


async def ask(one: Client, selection: str, given: dict[str, str]) -> Any:
    used = [name for name in DECLARED if f"${name}" in selection]
    declared = f"({', '.join(f'${name}: {DECLARED[name]}' for name in used)})" if used else ""
    query = f"query {declared} {{ admin {{ {selection} }} }}"
    answer = await one.http.post("/graphql", json={"query": query, "variables": {name: given[name] for name in used}})
    return data_of(answer)["admin"]


async def fill(owner: asyncpg.Connection, first: int, last: int, users: int) -> dict[str, str]:
    """Insert the tasks numbered `first` to `last`, spread over the users. Return the variables of the queries."""
    await owner.execute(TASKS.format(first=first, last=last, users=users, sums=SUMS))
    await owner.execute("SELECT task_record.count_overall()")
    await owner.execute("VACUUM (ANALYZE)")
    place = await owner.fetchrow(MIDDLE_USER, users // 2)
    middle = await owner.fetchval("SELECT now() - interval '150 days'")
    return {
        "from": str(await owner.fetchval("SELECT current_date - 300")),
        "to": str(await owner.fetchval("SELECT current_date")),
        "user": Cursor(place[0], UUID(str(place[1]))).encode("users total_credits_deducted"),
        "task": Cursor(middle, UUID(int=0)).encode("created_at desc"),
        "whose": str(await owner.fetchval("SELECT md5('7')::uuid")),
    }


async def measured(settings: Settings, server: Running, sizes: list[tuple[int, int]], rounds: int) -> dict[str, Any]:
    """
    Return, by kind of work, the median milliseconds of processor time that a request takes of server and PostgreSQL,
    for each size.
    """
    owner = await asyncpg.connect(settings.database_owner_url.get_secret_value())
    found: dict[str, Any] = defaultdict(list)
    first = 1
    token = sign_token(JWT_SECRET, UUID(int=1), role="admin", plan="pro", seconds=86_400)
    async with client(server.address, 1) as one:
        one.http.headers["Authorization"] = f"Bearer {token}"
        for tasks, users in sizes:
            given = await fill(owner, first, tasks, users)
            first = tasks + 1
            for name, selection in WORK.items():
                spent = []
                for number in range(rounds + 1):
                    before = server.processor_time() + server.postgres_time()
                    for _ in range(REQUESTS):
                        await ask(one, selection, given)
                    if number:  # the first round warms up
                        now = server.processor_time() + server.postgres_time()
                        spent.append((now - before) / REQUESTS * 1e3)
                found[name].append(median(spent))
    await owner.close()
    return found


def administration(options: Options) -> list[str]:
    """Measure with a hundredth of the tasks, then with all. There is a user for every ten tasks."""
    sizes = [(tasks, tasks // 10) for tasks in (options.tasks // 100, options.tasks)]
    with serving() as (server, settings):
        found = asyncio.run(measured(settings, server, sizes, options.rounds))
    return table(
        [
            "processor ms of server and PostgreSQL",
            *(f"{tasks:,} tasks of {users:,} users" for tasks, users in sizes),
            "ratio",
        ],
        [[name, *(f"{one:.2f}" for one in spent), f"**{spent[-1] / spent[0]:.2f}**"] for name, spent in found.items()],
    )
