"""The server's background jobs: they remove objects and expired rows, add up totals, and send webhooks."""

import asyncio
import json
import logging
from collections.abc import Coroutine, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID

import asyncpg
from pgqueuer import DatabaseRetryEntrypointExecutor, PgQueuer, Queries, RetryRequested
from pgqueuer.executors import ScheduleExecutor
from pgqueuer.models import Job, Schedule, ScheduleContext

from models.administration.overall_statements import DAYS_AT_ONCE, RECORD_CURRENCY, RECOUNT_USAGE
from models.background import FAILURES, Supervised, report_failure
from models.claims import NOBODY
from models.credits.credit_tables import SET_WARNINGS
from models.database import Database
from models.finding.prompt_indexing import FORGET_PROMPTS, FORGOTTEN_AT_ONCE, ImageToLookAt
from models.images.job_queue import queries
from models.images.removal_hold import may_remove
from models.placement.databases import Databases
from resolvers.access import PlanLimits, default_plan
from resolvers.erasure.empty_storage import EmptyStorage
from resolvers.finding.index_prompts import bootstrap_prompt_index, index_changed_prompts, index_looks
from resolvers.finding.index_prompts import index_look as index_look_of
from resolvers.retention.clean_up import CleanUp
from server.jobs import (
    complete_erasures,
    count_changes,
    expire_credits,
    expire_uploads,
    fail_overdue,
    forget_deliveries,
    in_parts,
    number_changes,
    purge,
    resume_removals,
)
from server.webhooks.webhook_sender import WebhookSender
from storage.objects import Storage

logger = logging.getLogger(__name__)

WORKER = "task-record worker"
"""The name of the worker's connection in PostgreSQL."""
PERSISTENT = partial(
    DatabaseRetryEntrypointExecutor,
    max_attempts=1_000,
    backoff_multiplier=1.03,  # to the power of the attempt's number: with 2, it overflows a timedelta from the 47th on
    max_delay=timedelta(minutes=5),
)
"""Attempts a job for three days. A job that still fails is held, and queued again within the hour."""
EVERY_FIVE_SECONDS, EVERY_TWENTY_SECONDS = "* * * * * */5", "* * * * * */20"
POLL_EVERY = timedelta(seconds=5)
"""How often the queue is read: there is no notification when a job is due for another attempt."""
HELD_FOR = timedelta(seconds=5)
"""How long a removal waits before it checks again whether a backup needs the objects."""
JOBS_END_WITHIN = 3.0
"""Seconds that running jobs have to end in when the server stops."""
JOBS_AT_ONCE, FETCHED_AT_ONCE = 8, 4
"""Jobs that a process runs, and fetches, at a time: few, so that removals leave users connections to storage."""


class Scheduled(ScheduleExecutor):
    """
    A schedule whose next time is computed once, when the last one has passed. Whenever a schedule is due, PgQueuer asks
    each of them twice, and would parse the cron expression each time: half of an idle server's work.
    """

    next: datetime | None = None

    async def execute(self, schedule: Schedule, context: ScheduleContext) -> None:
        try:
            await super().execute(schedule, context)
        except Exception as error:  # PgQueuer would log it each time
            report_failure(schedule.entrypoint, error)

    def get_next(self) -> datetime:
        if self.next is None or self.next <= datetime.now(UTC):
            self.next = super().get_next()
        return self.next


async def run_jobs(
    database: Database,
    everywhere: Databases,
    storage: Storage,
    plans: Mapping[str, PlanLimits],
    currency: str,
    index_prompts: bool,
    sender: WebhookSender,
    connection: asyncpg.Connection,
) -> None:
    """
    Run the queue's jobs and the schedules, and send events to webhooks, until the connection is lost or the task is
    cancelled. `everywhere` is all databases, including this one.
    """
    await set_warnings(database, plans)
    await record_currency(database, currency)
    queue = queue_of(database, everywhere, storage, plans, index_prompts, await queries(connection))
    lost = asyncio.Event()
    connection.add_termination_listener(lambda _: lost.set())
    jobs = queue.run(
        POLL_EVERY,
        batch_size=FETCHED_AT_ONCE,
        max_concurrent_tasks=JOBS_AT_ONCE,
        shutdown_on_listener_failure=True,
    )
    await until_one_ends(jobs, Supervised("webhooks", sender.run).keep_running(), lost.wait())


async def until_one_ends(*work: Coroutine[None, None, object]) -> None:
    """Run the coroutines until one ends or the task is cancelled. End the others, and raise its exception."""
    running = {asyncio.create_task(one) for one in work}
    try:
        done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for _ in range(2):  # PgQueuer waits for its jobs when it is first cancelled, and cancels them the second time
            for task in running:
                task.cancel()
            await asyncio.wait(running, timeout=JOBS_END_WITHIN)


def queue_of(
    database: Database,
    everywhere: Databases,
    storage: Storage,
    plans: Mapping[str, PlanLimits],
    index_prompts: bool,
    store: Queries,
) -> PgQueuer:
    """Return the queue with its jobs and schedules. It does not run yet."""
    queue = PgQueuer(store.driver, queries=store)  # one driver for all, since it holds the connection's lock
    queue.entrypoint("remove_objects", on_failure="hold", executor_factory=PERSISTENT)(
        partial(remove_objects, database, storage)
    )
    queue.entrypoint("note_earlier_prompts", on_failure="hold", executor_factory=PERSISTENT)(
        partial(index_earlier, database)
    )
    queue.entrypoint("note_look", on_failure="hold", executor_factory=PERSISTENT)(
        partial(index_look, database, storage)
    )
    forget = partial(in_parts, database, FORGET_PROMPTS, FORGOTTEN_AT_ONCE)
    emptying = EmptyStorage(database, storage, NOBODY, everywhere)
    schedules = {
        "expire_uploads": ("*/10 * * * *", partial(expire_uploads, database)),
        "forget_deliveries": ("5-59/10 * * * *", partial(forget_deliveries, database)),
        "expire_credits": ("* * * * *", partial(expire_credits, database)),
        "fail_overdue": (EVERY_TWENTY_SECONDS, partial(fail_overdue, database)),
        "number_changes": ("* * * * *", partial(number_changes, database)),
        "count_changes": (EVERY_FIVE_SECONDS, partial(count_changes, database)),
        "recount_usage": ("*/5 * * * *", partial(in_parts, database, RECOUNT_USAGE, DAYS_AT_ONCE)),
        "index_prompts": (EVERY_FIVE_SECONDS, partial(index_changed_prompts, database) if index_prompts else forget),
        "note_looks": (EVERY_TWENTY_SECONDS, partial(index_looks, database, storage)),
        "resume_removals": ("0 * * * *", partial(resume_removals, store)),
        "complete_erasures": ("* * * * *", partial(complete_erasures, emptying)),
        "purge": ("15 */6 * * *", partial(purge, CleanUp(database, plans.values(), NOBODY))),
    }
    for name, (when, job) in schedules.items():
        queue.schedule(name, when, executor_factory=Scheduled)(job)
        FAILURES.labels(name)  # so that there is a 0 before the first failure
    return queue


async def remove_objects(database: Database, storage: Storage, job: Job) -> None:
    """
    Remove the objects whose keys the job's payload lists as JSON. RetryRequested while a backup needs them, and when
    the server stops.
    """
    if not await may_remove(database):
        raise RetryRequested(HELD_FOR, "a backup holds removals")
    try:
        await storage.remove(json.loads(job.payload or b"[]"))
    except asyncio.CancelledError as error:  # PgQueuer would drop a job that is cancelled as the server stops
        raise RetryRequested(reason="the server stopped") from error
    except Exception as error:
        logger.warning("removing objects failed, attempt %s of job %s: %r", job.attempts + 1, job.id, error)
        raise


async def index_earlier(database: Database, job: Job) -> None:
    """Index the prompts of all tasks of the user whose id is the payload. RetryRequested when the server stops."""
    try:
        await bootstrap_prompt_index(database, UUID((job.payload or b"").decode()))
    except asyncio.CancelledError as error:  # as in `remove_objects`
        raise RetryRequested(reason="the server stopped") from error


async def index_look(database: Database, storage: Storage, job: Job) -> None:
    """Index the look of the image that the job's payload describes. RetryRequested when the server stops."""
    try:
        await index_look_of(database, storage, ImageToLookAt(**json.loads(job.payload or b"")))
    except asyncio.CancelledError as error:  # as in `remove_objects`
        raise RetryRequested(reason="the server stopped") from error


async def set_warnings(database: Database, plans: Mapping[str, PlanLimits]) -> None:
    """
    Store in PostgreSQL the credits below which users of each plan are warned. The plan '' stands for users whose plan
    is not known.
    """
    levels = {name: plan.credits.low for name, plan in {**plans, "": default_plan(plans)}.items() if plan.credits}
    known = {name: level for name, level in levels.items() if level is not None}
    async with database.transaction(NOBODY, "service_role") as transaction:
        await transaction.rows(SET_WARNINGS.bind(plans=[*known], levels=[*known.values()]))


async def record_currency(database: Database, currency: str) -> None:
    """Record the currency of costs in PostgreSQL, or log that there are costs in another one."""
    async with database.transaction(NOBODY, "service_role") as transaction:
        [recorded] = await transaction.rows(RECORD_CURRENCY.bind(currency=currency))
    if recorded.currency != currency:
        logger.error("costs are recorded in %s, and CURRENCY is %s", recorded.currency, currency)
