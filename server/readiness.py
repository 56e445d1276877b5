"""Checks a server's dependencies."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable
from functools import partial
from time import perf_counter
from typing import Self

from models.background import SUPERVISED
from models.connection import DatabaseSilent
from models.database import Database
from models.placement.databases import Databases
from server.operations.checking.capacity import capacity_problems
from server.operations.checking.check import by_itself, database_problems, named, storage_problems, unusable
from server.operations.checking.problem import Problem, Severity
from server.operations.checking.replica_problems import REMEDY, replica_problems
from server.operations.checking.trial import REDIS_REMEDY, redis_problems
from server.settings.settings import Settings
from server.stores.shared_store import SharedStore
from storage.objects import Storage
from storage.virus_scan import Antivirus

REUSED_FOR = 1.0
"""Seconds for which the result of a check is reused: a check takes connections that users also need."""
CAPACITY_REUSED_FOR = 10.0
"""Seconds for which the check of PostgreSQL's capacity is reused, since it opens a connection."""
ANSWER_WITHIN = 2.5
"""Seconds after which a dependency counts as not answering."""
GIVEN_UP_AFTER = 15.0
"""Seconds after which an unanswered check is started again."""
PARTS = ("database", "capacity", "storage", "scanner", "replica", "redis")
"""A server's dependencies, by the values of `exclude` in the address of `/readyz`."""
Unanswered = Callable[[float], list[Problem]]
"""Returns the problems of a dependency that has not answered since that time, by `perf_counter()`."""


class Check:
    """A check of one dependency, which runs once at a time, however many requests need it."""

    def __init__(
        self,
        check: Callable[[], Awaitable[list[Problem]]],
        unanswered: Unanswered,
        reused_for: Callable[[], float] = lambda: REUSED_FOR,
    ) -> None:
        """`reused_for` returns the seconds for which the result is reused."""
        self.check, self.unanswered, self.reused_for = check, unanswered, reused_for
        self.began = self.ended = 0.0
        self.checking: asyncio.Task[list[Problem]] | None = None

    async def problems(self) -> list[Problem]:
        """Return the result of a check that ended a moment ago, or ends within ANSWER_WITHIN."""
        if self.checking is None or (self.checking.done() and perf_counter() >= self.ended + self.reused_for()):
            self.began = perf_counter()
            self.checking = asyncio.create_task(self.limited())
        await asyncio.wait([self.checking], timeout=max(0.0, self.began + ANSWER_WITHIN - perf_counter()))
        return self.checking.result() if self.checking.done() else self.unanswered(self.began)

    async def limited(self) -> list[Problem]:
        try:
            async with asyncio.timeout(GIVEN_UP_AFTER):
                return await self.check()
        except TimeoutError:
            return self.unanswered(self.began)
        finally:
            self.ended = perf_counter()


class Readiness:
    """Checks all dependencies of a server at once, and names those that do not answer in time."""

    def __init__(self, settings: Settings, database: Databases, storage: Storage, shared: SharedStore | None) -> None:
        self.database = database
        pairs = by_itself(settings, database)
        self.checks: dict[str, list[Check]] = {
            "database": [Check(partial(database_problems, *pair), partial(silent_database, *pair)) for pair in pairs],
            "capacity": [
                Check(partial(capacity_problems, one), no_login, lambda: CAPACITY_REUSED_FOR) for _, one in pairs
            ],
            "storage": [Check(partial(storage_problems, storage), partial(silent_storage, storage))],
            "replica": [Check(partial(replica_problems, database.replicas), silent_replica)],
        }
        if storage.antivirus:
            silent = partial(silent_scanner, storage.antivirus)
            self.checks["scanner"] = [Check(partial(storage_problems, storage.antivirus), silent)]
        if shared:
            self.checks["redis"] = [Check(partial(redis_problems, shared), silent_redis)]

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        """End the running checks, since the database and the storage are closed next."""
        checks = (check.checking for each in self.checks.values() for check in each)
        under_way = [checking for checking in checks if checking and not checking.done()]
        for checking in under_way:
            checking.cancel()
        if under_way:
            await asyncio.wait(under_way)

    async def by_part(self) -> dict[str, list[Problem]]:
        return dict(zip(self.checks, await asyncio.gather(*map(self.of_part, self.checks)), strict=True))

    async def of_part(self, part: str) -> list[Problem]:
        each = await asyncio.gather(*(check.problems() for check in self.checks[part]))
        return named(self.database, each) if part in {"database", "capacity"} else each[0]

    async def problems(self, excluded: Collection[str]) -> list[Problem]:
        """Return all problems. Those of excluded parts and of Redis are warnings: servers continue without it."""
        found = await self.by_part()
        of_parts = [
            problem._replace(severity=Severity.WARNING) if part in {"redis", *excluded} else problem
            for part in PARTS
            for problem in found.get(part, ())
        ]
        return [*of_parts, *failing_work()]

    async def are_right(self) -> dict[str, bool]:
        """Whether each part of this server is right, except for warnings."""
        return {part: is_right(found) for part, found in (await self.by_part()).items()}


def is_right(found: Iterable[Problem]) -> bool:
    return all(problem.severity is Severity.WARNING for problem in found)


def silent_database(settings: Settings, database: Database, since: float) -> list[Problem]:
    """Return that the database does not answer; a warning if it has answered others since, and so is only busy."""
    if database.watch.answered_at < since:
        return [unusable(settings, DatabaseSilent())]
    what = f"PostgreSQL is busy: its check took longer than {ANSWER_WITHIN:g} seconds."
    return [Problem(what, "find the slow statements: docs/operations.md#taskrecordslow", Severity.WARNING)]


def no_login(_: float) -> list[Problem]:
    what = f"PostgreSQL opens no further connection within {ANSWER_WITHIN:g} seconds."
    return [Problem(what, "find out whether it is busy, or stopped", Severity.WARNING)]


def silent_storage(storage: Storage, _: float) -> list[Problem]:
    where = storage.endpoint_url or f"Amazon S3 in {storage.region}"
    remedy = "AWS_ENDPOINT_URL_S3=https://s3.example.com, of a storage that runs"
    return [Problem(f"Object storage ({where}) does not answer.", remedy)]


def silent_scanner(scanner: Antivirus, _: float) -> list[Problem]:
    error = scanner.unavailable("it does not answer")
    return [Problem(error.what, error.remedy)]


def silent_replica(_: float) -> list[Problem]:
    return [Problem("The replica does not answer.", REMEDY, Severity.WARNING)]


def silent_redis(_: float) -> list[Problem]:
    return [Problem("Redis (REDIS_URL) does not answer, so each process counts for itself.", REDIS_REMEDY)]


def failing_work() -> list[Problem]:
    """Return a warning for each failing background work: this process answers requests, and others do the work."""
    failing = sorted({(one.work, one.error) for one in SUPERVISED if one.is_failing})
    remedy = "read the log of this process: docs/operations.md#taskrecordbackgroundfailing"
    return [
        Problem(f"The background work {work!r} failed and was started again: {error}.", remedy, Severity.WARNING)
        for work, error in failing
    ]
