"""
The server that an experienced developer would write by hand for these requests, with only Starlette, asyncpg and
orjson. It verifies the token, applies row-level security, and returns the same data as ours.
"""

import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import jwt
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.environment import benchmark_storage
from storage.images.keys import thumbnail_key

FIELDS = (
    'id, task_type AS "taskType", status, prompt, tokens_used AS "tokensUsed", credits_deducted AS "creditsDeducted", '
    'aspect_ratio AS "aspectRatio", model_version AS "modelVersion", generation_time_ms AS "generationTimeMs", '
    'created_at AS "createdAt", updated_at AS "updatedAt", completed_at AS "completedAt"'
)
IMAGES = "aws_original_key, aws_generated_key"
OWN = "user_id = $1 AND deleted_at IS NULL"
ORDER = "ORDER BY created_at DESC, id DESC LIMIT 51"
TOTALS = (
    'period_type AS "period", period_date AS "periodDate", total_tasks AS "totalTasks", '
    'successful_tasks AS "successfulTasks", failed_tasks AS "failedTasks", total_tokens_used AS "totalTokensUsed", '
    'total_credits_deducted AS "totalCreditsDeducted", avg_generation_time_ms AS "avgGenerationTimeMs"'
)
STATEMENTS = {
    "page": f"SELECT {FIELDS} FROM user_task_history WHERE {OWN} AND status = $2 {ORDER}",
    "images": f"SELECT {FIELDS}, {IMAGES} FROM user_task_history WHERE {OWN} AND status = $2 {ORDER}",
    "all": f"SELECT {FIELDS} FROM user_task_history WHERE {OWN} {ORDER}",
    "after": f"SELECT {FIELDS} FROM user_task_history WHERE {OWN} AND (created_at, id) < ($2, $3) {ORDER}",
    # With `= $2` and `ILIKE $4`, PostgreSQL expects few matches and reads all tasks of the user: 34 ms instead of 0.4.
    "search": f"SELECT {FIELDS} FROM user_task_history WHERE {OWN} AND status = ANY($2) AND task_type = ANY($3)"
    f" AND prompt ILIKE '%' || $4 || '%' ESCAPE '/' {ORDER}",
    "task": f"SELECT {FIELDS} FROM user_task_history WHERE {OWN} AND id = $2",
    "statistics": f"SELECT {TOTALS} FROM user_task_statistics WHERE user_id = $1 AND period_type = 'all_time'",
    "history": f"SELECT {TOTALS} FROM user_task_statistics WHERE user_id = $1 AND period_type = 'day'"
    " AND period_date >= $2 AND period_date < $3 ORDER BY period_date",
    "create": "INSERT INTO user_task_history (user_id, id, prompt, aspect_ratio, model_version) VALUES"
    f" ($1, $2, $3, $4, $5) RETURNING {FIELDS}",
}
Rows = list[asyncpg.Record]


class Handlers:
    def __init__(self, pool: asyncpg.Pool, secret: str) -> None:
        self.pool, self.secret, self.storage = pool, secret, benchmark_storage()

    async def rows(self, request: Request, statement: str, *arguments: Any) -> Rows:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        user = UUID(jwt.decode(token, self.secret, algorithms=["HS256"], audience="authenticated")["sub"])
        claims = json.dumps({"sub": str(user), "role": "authenticated"})
        async with self.pool.acquire() as connection:
            # Safe to format: only the UUID comes from outside.
            await connection.execute(f"BEGIN; SET LOCAL ROLE authenticated; SET LOCAL request.jwt.claims = '{claims}'")
            rows: Rows = await connection.fetch(STATEMENTS[statement], user, *arguments)
            await connection.execute("COMMIT")
        return rows

    async def tasks(self, request: Request) -> Response:
        query = request.query_params
        if "search" in query:
            status, task_type = [query["status"]], [query["taskType"]]
            rows = await self.rows(request, "search", status, task_type, query["search"])
        elif "after" in query:
            created_at, _, task_id = query["after"].partition(" ")
            rows = await self.rows(request, "after", datetime.fromisoformat(created_at), UUID(task_id))
        elif "status" in query:
            rows = await self.rows(request, "page", query["status"])
        else:
            rows = await self.rows(request, "all")
        return answer({"nodes": list(map(dict, rows[:50])), "hasNextPage": len(rows) > 50})

    async def images(self, request: Request) -> Response:
        nodes = [dict(row) for row in (await self.rows(request, "images", request.query_params["status"]))[:50]]
        url_of = self.storage.url_maker().url
        for node in nodes:
            for name, column in (("originalImage", "aws_original_key"), ("generatedImage", "aws_generated_key")):
                key = node.pop(column)
                node[name] = key and {
                    "url": url_of(key),
                    "thumbnail": url_of(thumbnail_key(key)),
                }
        return answer({"nodes": nodes})

    async def task(self, request: Request) -> Response:
        rows = await self.rows(request, "task", UUID(request.path_params["id"]))
        return answer(dict(rows[0]) if rows else None)

    async def statistics(self, request: Request) -> Response:
        return answer(dict((await self.rows(request, "statistics"))[0]))

    async def history(self, request: Request) -> Response:
        days = [date.fromisoformat(request.query_params[name]) for name in ("from", "to")]
        return answer(list(map(dict, await self.rows(request, "history", *days))))

    async def create(self, request: Request) -> Response:
        task = orjson.loads(await request.body())
        values = [task[name] for name in ("prompt", "aspectRatio", "modelVersion")]
        return answer(dict((await self.rows(request, "create", uuid4(), *values))[0]))


def answer(content: object) -> Response:
    return Response(orjson.dumps({"data": content}, default=str), media_type="application/json")


async def keep(_: object) -> None:
    """
    Replaces asyncpg's reset of a connection that returns to the pool, which costs a round trip: a transaction leaves
    nothing to reset.
    """


def create_app(url: str, secret: str) -> Starlette:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with asyncpg.create_pool(url, min_size=8, max_size=20, reset=keep) as pool:
            handlers = Handlers(pool, secret)
            async with handlers.storage:
                app.state.handlers = handlers
                yield

    def handler(name: str) -> Callable[[Request], Awaitable[Response]]:
        async def handle(request: Request) -> Response:
            response: Response = await getattr(request.app.state.handlers, name)(request)
            return response

        return handle

    return Starlette(
        routes=[
            Route("/tasks", handler("tasks")),
            Route("/tasks", handler("create"), methods=["POST"]),
            Route("/images", handler("images")),
            Route("/tasks/{id}", handler("task")),
            Route("/statistics", handler("statistics")),
            Route("/history", handler("history")),
        ],
        lifespan=lifespan,
    )


def application() -> Starlette:
    return create_app(os.environ["DATABASE_URL"], os.environ["JWT_SECRET"])
