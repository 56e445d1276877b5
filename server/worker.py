"""The server's background jobs: they remove objects and expired rows, add up totals, and send webhooks."""

import asyncio
import json
import logging
from collections.abc import Coroutine, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial

import asyncpg
from pgqueuer import PgQueuer
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.core import buffers
from pgqueuer.errors import RetryRequested
from pgqueuer.executors import DatabaseRetryEntrypointExecutor, ScheduleExecutor
from pgqueuer.models import Job, Schedule
from pgqueuer.types import Channel

from models.administration.overall_statements import COUNT_CHANGES, COUNTED_AT_ONCE, DAYS_AT_ONCE, RECOUNT_USAGE
from models.changes.change_feed import CHANGES_FORGOTTEN_AT_ONCE, FORGET_CHANGES, TELL
from models.claims import NOBODY
from models.credits.credit_statements import BALANCE_NOW, DUE_ACCOUNTS
from models.credits.credit_warning import SET_WARNINGS
from models.database import Database
from models.exports.export_statements import EXPIRE_EXPORTS
from models.finding.prompt_noting import FORGET_PROMPTS, FORGOTTEN_AT_ONCE
from models.images.claim_statements import EXPIRE, SENDING_TAKES
from models.images.job_queue import SETTINGS, queries
from models.images.removal_hold import may_remove
from models.notifications import FORGET
from models.placement.databases import Databases
from models.statement import NumberRow, Statement
from models.statistics.noted_currency import NOTE_CURRENCY
from models.tasks.overdue_tasks import FAIL_BATCH, FAIL_OVERDUE, USERS_OF_OVERDUE
from models.webhooks.sending_statements import FORGET as FORGET_DELIVERIES
from models.webhooks.sending_statements import FORGOTTEN_AT_ONCE as DELIVERIES_AT_ONCE
from resolvers.access import PlanLimits, default_plan
from resolvers.erasure.empty_storage import EmptyStorage
from resolvers.finding.note_prompts import note_looks, note_prompts
from resolvers.retention.clean_up import CleanUp, summary
from server.webhooks.webhook_sender import WebhookSender
from storage.objects import Storage

logger = logging.getLogger(__name__)

WORKER = "task-record worker"
"""The name of the worker's connection in PostgreSQL."""
UPLOAD_LIFE = timedelta(hours=24)
"""How long a claim for a direct upload to storage is kept."""
PERSISTENT = partial(
    DatabaseRetryEntrypointExecutor,
    max_attempts=1_000,
    backoff_multiplier=1.03,  # to the power of the attempt's number: with 2, it overflows a timedelta from the 47th on
    max_delay=timedelta(minutes=5),
)
"""Attempts a job for three days. One that fails even then is held, and queued again within the hour."""
RESUMED_AT_ONCE = 1_000
"""Jobs that are queued again in one hour."""
EVERY_FIVE_SECONDS, EVERY_TWENTY_SECONDS = "* * * * * */5", "* * * * * */20"
POLL_EVERY = timedelta(seconds=5)
"""How often the queue is looked at: no notification announces that a job is due to be attempted again."""
HELD_FOR = timedelta(seconds=5)
"""How long a removal waits before it looks again whether a backup still needs the objects."""
RESULTS_EVERY = timedelta(seconds=1)
"""How often the results of jobs are written; sooner when many have ended."""
JOBS_END_WITHIN = 3.0
"""Seconds that running jobs have to end in when the server stops."""
JOBS_AT_ONCE, FETCHED_AT_ONCE = 8, 4
"""Jobs that a process runs, and fetches, at a time: few, so that removals leave users connections to storage."""

# PgQueuer looks for results ten times a second, a quarter of an idle server's work, and has no setting for it.
buffers.JobStatusLogBuffer = partial(buffers.JobStatusLogBuffer, timeout=RESULTS_EVERY)  # type: ignore[misc, assignment]


class Scheduled(ScheduleExecutor):
    """
    A schedule whose next time is computed once, when the last one has passed. PgQueuer asks every schedule for it
    twice whenever one of them is due, and parses the cron expression each time: half of an idle server's work.
    """

    next: datetime | None = None

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
    cancelled. `everywhere` is all that is stored, a part of it in this database.
    """
    await set_warnings(database, plans)
    await note_currency(database, currency)
    queue = queue_of(database, everywhere, storage, plans, index_prompts, connection)
    lost = asyncio.Event()
    connection.add_termination_listener(lambda _: lost.set())
    jobs = queue.run(
        POLL_EVERY,
        batch_size=FETCHED_AT_ONCE,
        max_concurrent_tasks=JOBS_AT_ONCE,
        shutdown_on_listener_failure=True,
    )
    await until_one_ends(jobs, sender.run(), lost.wait())


async def until_one_ends(*work: Coroutine[None, None, object]) -> None:
    """Run the coroutines until one of them ends or the task is cancelled; end the others, and raise what it raised."""
    running = {asyncio.create_task(one) for one in work}
    try:
        done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for _ in range(2):  # cancelled once, PgQueuer lets its jobs end; cancelled again, it ends them
            for task in running:
                task.cancel()
            await asyncio.wait(running, timeout=JOBS_END_WITHIN)


def queue_of(
    database: Database,
    everywhere: Databases,
    storage: Storage,
    plans: Mapping[str, PlanLimits],
    index_prompts: bool,
    connection: asyncpg.Connection,
) -> PgQueuer:
    """Return the queue, not running yet, with the functions of its jobs and its schedules."""
    store = queries(connection)  # one for all, since its driver holds the connection's lock
    queue = PgQueuer(store.driver, Channel(SETTINGS.channel), queries=store)
    queue.entrypoint("remove_objects", on_failure="hold", executor_factory=PERSISTENT)(
        partial(remove_objects, database, storage)
    )
    queue.entrypoint("note_earlier_prompts")(done_by_schedule)
    schedule = partial(queue.schedule, executor_factory=Scheduled)
    schedule("expire_uploads", "*/10 * * * *")(partial(expire_uploads, database))
    schedule("forget_deliveries", "5-59/10 * * * *")(partial(in_parts, database, FORGET_DELIVERIES, DELIVERIES_AT_ONCE))
    schedule("expire_credits", "* * * * *")(partial(expire_credits, database))
    schedule("fail_overdue", EVERY_TWENTY_SECONDS)(partial(fail_overdue, database))
    schedule("tell_changes", "* * * * *")(partial(tell_changes, database))
    schedule("count_changes", EVERY_FIVE_SECONDS)(partial(in_parts, database, COUNT_CHANGES, COUNTED_AT_ONCE))
    schedule("recount_usage", "*/5 * * * *")(partial(in_parts, database, RECOUNT_USAGE, DAYS_AT_ONCE))
    forget = partial(in_parts, database, FORGET_PROMPTS, FORGOTTEN_AT_ONCE)
    schedule("index_prompts", EVERY_FIVE_SECONDS)(partial(note_prompts, database) if index_prompts else forget)
    schedule("note_looks", EVERY_TWENTY_SECONDS)(partial(note_looks, database, storage))
    schedule("resume_removals", "0 * * * *")(partial(resume_removals, store))
    emptying = EmptyStorage(database, storage, NOBODY, everywhere)
    schedule("complete_erasures", "* * * * *")(partial(complete_erasures, emptying))
    schedule("purge", "15 */6 * * *")(partial(purge, CleanUp(database, plans.values(), NOBODY)))
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


async def done_by_schedule(_: Job) -> None:
    """End a job of a server of the release before, which a schedule of this one does."""


async def expire_uploads(database: Database, _: Schedule) -> None:
    """
    Delete expired claims, whose objects a trigger then has removed, expired exports, and notifications that are no
    longer kept for processes that missed them.
    """
    async with database.transaction(NOBODY, "service_role") as transaction:
        await transaction.rows(EXPIRE.bind(direct_life=UPLOAD_LIFE, life=SENDING_TAKES))
        await transaction.rows(EXPIRE_EXPORTS.bind())
        await transaction.rows(FORGET.bind())


async def set_warnings(database: Database, plans: Mapping[str, PlanLimits]) -> None:
    """
    Write into PostgreSQL below how many credits the users of each plan are warned. The plan '' stands for users whose
    plan is not known.
    """
    levels = {name: plan.credits.low for name, plan in {**plans, "": default_plan(plans)}.items() if plan.credits}
    known = {name: level for name, level in levels.items() if level is not None}
    async with database.transaction(NOBODY, "service_role") as transaction:
        await transaction.rows(SET_WARNINGS.bind(plans=[*known], levels=[*known.values()]))


async def note_currency(database: Database, currency: str) -> None:
    """Have PostgreSQL note the currency of costs, or log that there are costs in another one."""
    async with database.transaction(NOBODY, "service_role") as transaction:
        [noted] = await transaction.rows(NOTE_CURRENCY.bind(currency=currency))
    if noted.currency != currency:
        logger.error("costs are recorded in %s, and CURRENCY is %s", noted.currency, currency)


async def in_parts(
    database: Database, statement: Statement[NumberRow], at_most: int, _: Schedule | None = None
) -> None:
    """Run a statement that does `at_most` so much at a time, in a transaction each, until nothing is left to do."""
    while True:
        async with database.transaction(NOBODY, "service_role") as transaction:
            [done] = await transaction.rows(statement.bind())
        if done.number < at_most:
            return


async def expire_credits(database: Database, _: Schedule) -> None:
    """
    Release the credits that are held for tasks that did not end in time, and deduct expired credits from the accounts:
    one user in each transaction, so that nobody else waits.
    """
    for user in await database.rows(DUE_ACCOUNTS.bind(), NOBODY, "service_role"):
        async with database.transaction(NOBODY, "service_role") as transaction:
            await transaction.rows(BALANCE_NOW.bind(user_id=user.user_id))


async def fail_overdue(database: Database, _: Schedule) -> None:
    """Fail the tasks whose deadline has passed: one user's in each transaction, so that nobody else waits."""
    while True:
        failed = 0
        for user in await database.rows(USERS_OF_OVERDUE.bind(), NOBODY, "service_role"):
            async with database.transaction(NOBODY, "service_role") as transaction:
                failed += len(await transaction.rows(FAIL_OVERDUE.bind(user_id=user.user_id)))
        if failed < FAIL_BATCH:
            return


async def tell_changes(database: Database, _: Schedule) -> None:
    """Tell what has changed, even if nobody reads it, so that notes of it do not pile up; forget old deletions."""
    async with database.transaction(NOBODY, "service_role") as transaction:
        await transaction.connection.execute("SET LOCAL statement_timeout = 0")  # after an import, there may be much
        await transaction.rows(TELL.bind())
    await in_parts(database, FORGET_CHANGES, CHANGES_FORGOTTEN_AT_ONCE)


async def complete_erasures(emptying: EmptyStorage, _: Schedule) -> None:
    """Remove what erased users have left in storage, one user after the other, and complete their erasures."""
    for erasure in await emptying.open_erasures():
        try:
            await emptying.empty(erasure)
        except Exception as error:
            logger.warning("the erasure %s is not completed yet: %r", erasure.id, error)


async def resume_removals(queue: Queries, _: Schedule) -> None:
    """Queue again up to 1,000 removals that were given up after the last attempt."""
    held = await queue.list_failed_jobs(limit=RESUMED_AT_ONCE)
    await queue.requeue_jobs([job.id for job in held])


async def purge(clean_up: CleanUp, _: Schedule) -> None:
    """
    Remove what is past the retention of its user's plan. If a process dies meanwhile, another takes over after 30 s.
    """
    done = {part: number async for part, number in clean_up.run()}
    if any(done.values()):
        logger.info("removed because of their age: %s", summary(done))
