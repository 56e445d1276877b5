import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any

import asyncpg
import structlog

from models.background import begin
from models.statement import BoundStatement

log = structlog.get_logger()
PLAN_EVERY = 600.0
"""Seconds between two plans of statements with the same name."""
MAX_LINES, MAX_LINE_LENGTH = 100, 300
"""How many lines of a plan are logged, and how many characters of each."""
PLAN_TIMEOUT = 5.0
"""Seconds that a plan may take, including the wait for a connection."""


class SlowStatements:
    """
    Logs statements that took longer than `after` seconds, by name, with PostgreSQL's plan: one plan for each name in
    ten minutes, and one at a time. A plan is generic, so it contains no user's values.
    """

    def __init__(self, after: float) -> None:
        self.after = after
        self.planned: dict[str, float] = {}
        """When the last plan was made, by the statement's name, in seconds of `monotonic()`."""
        self.planning: asyncio.Task[None] | None = None

    def report(self, name: str, seconds: float, explain: Callable[[], Awaitable[list[str]]]) -> None:
        """Log a slow statement. When a plan is due, also log the lines that `explain` returns."""
        log.warning("slow statement", statement=name, duration_ms=round(seconds * 1000, 1))
        now = monotonic()
        busy = self.planning is not None and not self.planning.done()
        if not busy and self.planned.get(name, -PLAN_EVERY) + PLAN_EVERY <= now:
            self.planned[name] = now
            self.planning = begin("plan of a slow statement", self.log_plan(name, explain))

    async def log_plan(self, name: str, explain: Callable[[], Awaitable[list[str]]]) -> None:
        try:
            async with asyncio.timeout(PLAN_TIMEOUT):
                lines = await explain()
        except Exception as error:
            log.info("no plan of a slow statement", statement=name, error=type(error).__name__)
        else:
            plan = "\n".join(line[:MAX_LINE_LENGTH] for line in lines[:MAX_LINES])
            log.warning("plan of a slow statement", statement=name, plan=plan)


async def explain(connection: asyncpg.Connection, statement: BoundStatement[Any]) -> list[str]:
    """Return PostgreSQL's generic plan, line by line, without values and without running the statement."""
    nulls = ", ".join(["NULL"] * len(statement.arguments))
    await connection.execute(f"SET LOCAL plan_cache_mode = force_generic_plan; PREPARE explained AS {statement.text}")
    records = await connection.fetch(f"EXPLAIN EXECUTE explained {nulls and f'({nulls})'}")
    await connection.execute("DEALLOCATE explained")
    return [str(record[0]) for record in records]
