import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any

import asyncpg
import structlog

from models.statement import BoundStatement

log = structlog.get_logger()
PLANNED_EVERY = 600.0
"""Seconds between two plans of statements of one name."""
LINES, LONGEST_LINE = 100, 300
TAKES = 5.0
"""Seconds that a plan may take, PostgreSQL's and what it waits for a connection."""


class SlowStatements:
    """
    Tells the log of statements that took longer than `after` seconds, by name, and how PostgreSQL plans them: a plan a
    name in ten minutes, and one at a time. It is for whatever values, so that none is in it.
    """

    def __init__(self, after: float) -> None:
        self.after = after
        self.planned: dict[str, float] = {}
        """When the last plan was made, by name."""
        self.planning: asyncio.Task[None] | None = None

    def tell(self, name: str, seconds: float, explain: Callable[[], Awaitable[list[str]]]) -> None:
        """`explain` returns the lines of the plan."""
        log.warning("slow statement", statement=name, duration_ms=round(seconds * 1000, 1))
        now = monotonic()
        busy = self.planning is not None and not self.planning.done()
        if not busy and self.planned.get(name, -PLANNED_EVERY) + PLANNED_EVERY <= now:
            self.planned[name] = now
            self.planning = asyncio.create_task(self.tell_plan(name, explain))

    async def tell_plan(self, name: str, explain: Callable[[], Awaitable[list[str]]]) -> None:
        try:
            async with asyncio.timeout(TAKES):
                lines = await explain()
        except Exception as error:
            log.info("no plan of a slow statement", statement=name, error=type(error).__name__)
        else:
            plan = "\n".join(line[:LONGEST_LINE] for line in lines[:LINES])
            log.warning("plan of a slow statement", statement=name, plan=plan)


async def explain(connection: asyncpg.Connection, statement: BoundStatement[Any]) -> list[str]:
    """The plan as PostgreSQL writes it, for whatever values: it is told none. The statement is not run."""
    nulls = ", ".join(["NULL"] * len(statement.arguments))
    await connection.execute(f"SET LOCAL plan_cache_mode = force_generic_plan; PREPARE explained AS {statement.text}")
    records = await connection.fetch(f"EXPLAIN EXECUTE explained {nulls and f'({nulls})'}")
    await connection.execute("DEALLOCATE explained")
    return [str(record[0]) for record in records]
