import asyncio
import logging
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from models.administration.integrity import BACKUP, FINDINGS, IntegrityFinding
from models.administration.server_figures import (
    CONNECTIONS,
    JOBS,
    TOTALS_OF_ALL,
    ConnectionsRow,
    JobsRow,
    TotalsOfAll,
)
from models.claims import NOBODY
from models.database import Database
from models.placement.databases import Databases
from server.observation.build_info import BuildInfo, build_info

logger = logging.getLogger(__name__)

READ_EVERY = 10.0
"""Seconds between two readings of the figures, however often they are requested."""
READ_TIMEOUT = 2.0
"""Seconds for which a request waits for PostgreSQL; after that it returns older figures, or none."""
SHOWN_FOR = 60.0
"""Seconds for which figures are shown while PostgreSQL does not answer."""


class Figures(NamedTuple):
    """Figures read from one database, or added up from several; `read_at` is by time.monotonic()."""

    jobs: list[JobsRow]
    totals: TotalsOfAll
    findings: list[IntegrityFinding]
    connections: ConnectionsRow
    read_at: float


def added(each: Sequence[Figures]) -> Figures:
    """Add up the figures of several databases. Ages are the highest, connections those of the fullest database."""
    rows = [row for figures in each for row in figures.jobs]
    jobs = [
        JobsRow(state, sum(row.jobs for row in alike), max(row.oldest for row in alike))
        for state in dict.fromkeys(row.state for row in rows)
        if (alike := [row for row in rows if row.state == state])
    ]
    ages, *counts = zip(*(figures.totals for figures in each), strict=True)
    totals = TotalsOfAll(max(ages), *map(sum, counts))
    findings = [row for figures in each for row in figures.findings]  # only the first has those of reconcile, for all
    fullest = max((figures.connections for figures in each), key=lambda one: one.share)
    return Figures(jobs, totals, findings, fullest, max(figures.read_at for figures in each))


class DatabaseFigures(Collector):
    """
    Metrics of the whole system from PostgreSQL: jobs, tasks, images and the like. They are read once at a time, at most
    every 10 seconds, and added up over all databases. The figures of a database that does not answer are left out when
    they are a minute old.
    """

    def __init__(self, database: Databases) -> None:
        self.database = database
        self.reading: asyncio.Task[None] | None = None
        self.asked_at = 0.0
        self.figures: dict[str, Figures] = {}
        self.is_up = dict.fromkeys((part.name for part in database.parts), False)
        self.asked: set[str] = set()
        """The names of the databases that have not answered yet."""
        self.are_right: Mapping[str, bool] = {}
        """Whether each dependency of the server is right, by name."""
        self.lags: dict[str, float] = {}
        """The lag of the replica of each database in seconds."""

    async def refresh(self) -> None:
        """Read the figures again if they are too old, and wait up to two seconds for them. It never fails."""
        if self.reading is None or (self.reading.done() and time.monotonic() >= self.asked_at + READ_EVERY):
            self.asked_at = time.monotonic()
            self.reading = asyncio.create_task(self.read())
        await asyncio.wait([self.reading], timeout=READ_TIMEOUT)
        silent = (part.name for part in self.database.parts if part.watch.is_silent)
        self.is_up |= dict.fromkeys([*self.asked, *silent], False)
        lags = await asyncio.gather(*(replica.lag() for replica in self.database.replicas))
        self.lags = {one.database.name: lag for one, lag in zip(self.database.replicas, lags, strict=True)}

    async def read(self) -> None:
        await asyncio.gather(*map(self.read_one, self.database.parts))

    async def read_one(self, database: Database) -> None:
        """Read the figures of one database; if that fails, log it and leave the old ones."""
        self.asked.add(database.name)
        try:
            jobs = await database.rows(JOBS.bind(), NOBODY, "none")
            [totals] = await database.rows(TOTALS_OF_ALL.bind(), NOBODY, "service_role")
            findings = await database.rows(FINDINGS.bind(), NOBODY, "service_role")
            [connections] = await database.rows(CONNECTIONS.bind(), NOBODY, "none")
        except Exception as error:
            self.is_up[database.name] = False
            logger.warning("the figures of PostgreSQL (%s) could not be read: %r", database.name, error)
        else:
            self.is_up[database.name] = True
            self.figures[database.name] = Figures(jobs, totals, findings, connections, time.monotonic())
        finally:
            self.asked.discard(database.name)

    def collect(self) -> Iterator[Metric]:
        built = GaugeMetricFamily("task_record_build_info", "The version of this server.", labels=BuildInfo._fields)
        built.add_metric(build_info(), 1)
        yield built
        yield from self.availability()
        right = "Whether the dependency is right, as in `/readyz`: 1 or 0."
        yield by_label("dependency_up", right, "dependency", self.are_right)
        storage = self.are_right.get("storage")
        yield gauge("storage_up", "Whether storage answers, and grants access: 1 or 0.", storage)
        now = time.monotonic()
        fresh = [figures for figures in self.figures.values() if now <= figures.read_at + SHOWN_FOR]
        if fresh:
            yield from metrics_of(added(fresh))

    def availability(self) -> Iterator[Metric]:
        """Yield whether each database answers, and how far its replica lags."""
        is_up = "Whether PostgreSQL answered when it was last asked: 1 or 0."
        lag = "Seconds by which the replica lags, up to 5 too many; +Inf: it does not answer."
        if self.database.common is self.database:
            yield gauge("database_up", is_up, self.is_up[self.database.name])
            yield gauge("replica_lag_seconds", lag, next(iter(self.lags.values()), None))
        else:
            yield by_label("database_up", is_up, "database", self.is_up)
            yield by_label("replica_lag_seconds", lag, "database", self.lags)


def metrics_of(figures: Figures) -> Iterator[Metric]:
    jobs, totals, findings, connections, _ = figures
    yield by_label("jobs", "Jobs, 10,000 at most, by state.", "state", {one.state: one.jobs for one in jobs})
    oldest = max((one.oldest for one in jobs if one.state != "scheduled"), default=0.0)
    yield gauge("oldest_job_seconds", "Age in seconds of the oldest job that is due and not done.", oldest)
    ended = {"completed": totals.completed, "failed": totals.failed}
    tasks = {**ended, "open": totals.tasks - sum(ended.values())}
    yield by_label("tasks", "Tasks that were ever recorded, by status.", "status", tasks)
    yield gauge("stored_images", "Images that are stored.", totals.images)
    yield gauge("stored_image_bytes", "Bytes of the stored images, without thumbnails.", totals.image_bytes)
    yield gauge("database_bytes", "Bytes of the database, indexes included.", totals.database_bytes)
    waiting = totals.waiting_deliveries
    yield gauge("webhook_deliveries_waiting", "Events that wait to be sent to webhooks, 10,000 at most.", waiting)
    yield gauge("database_connections", "PostgreSQL's connections, to all its databases.", connections.connections)
    yield gauge(
        "database_connections_limit", "How many it accepts from roles other than administrators.", connections.accepted
    )
    yield from metrics_of_findings(findings)
    yield gauge("totals_age_seconds", "Seconds since a worker last added to the totals.", totals.age)


def metrics_of_findings(findings: Sequence[IntegrityFinding]) -> Iterator[Metric]:
    """Yield the findings of reconcile and backups, and when each last finished, if it ever did."""
    left = Counter[str]()
    for one in findings:
        left[one.kind] += one.findings
    yield by_label("integrity_findings", "Findings that the last `reconcile` or backup left, by kind.", "kind", left)
    checked = [one.checked_at.timestamp() for one in findings if one.kind != BACKUP]
    checked_at = max(checked, default=None)
    yield gauge("integrity_checked_timestamp_seconds", "When `reconcile` last ran, in seconds since 1970.", checked_at)
    backed_up = [one.checked_at.timestamp() for one in findings if one.kind == BACKUP]
    finished_at = min(backed_up, default=None)
    yield gauge("backup_finished_timestamp_seconds", "When the last backup was finished, likewise.", finished_at)


def gauge(name: str, documentation: str, value: float | None) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"task_record_{name}", documentation, value=value)


def by_label(name: str, documentation: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"task_record_{name}", documentation, labels=[label])
    for value, number in values.items():
        family.add_metric([value], number)
    return family
