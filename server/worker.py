"""What the server does beside requests: remove objects and what is too old, let claims expire, add up totals, send."""

import asyncio
import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

import asyncpg
from pgqueuer import PgQueuer
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.core import buffers
from pgqueuer.errors import RetryRequested
from pgqueuer.executors import DatabaseRetryEntrypointExecutor, ScheduleExecutor
from pgqueuer.models import Job, Schedule
from pgqueuer.types import Channel

from models.administration.overall_statements import COUNT_CHANGES, COUNTED_AT_ONCE
from models.credits.credit_statements import BALANCE_NOW, DUE_ACCOUNTS
from models.credits.credit_warning import SET_WARNINGS
from models.database import Database
from models.exports.export_statements import EXPIRE_EXPORTS
from models.images.claim_statements import EXPIRE
from models.images.job_queue import SETTINGS, queries
from models.images.removal_hold import may_remove
from models.notifications import FORGET
from models.webhooks.sending_statements import FORGET as FORGET_DELIVERIES
from models.webhooks.sending_statements import FORGOTTEN_AT_ONCE
from resolvers.access import PlanLimits
from resolvers.erasure.empty_storage import EmptyStorage
from resolvers.retention.clean_up import CleanUp, told
from server.access.plans import default_plan
from storage.objects import Storage

if TYPE_CHECKING:
    from server.webhooks.webhook_sender import WebhookSender

logger = logging.getLogger(__name__)

WORKER = "task-record worker"
"""What its connection is called."""
SYSTEM = UUID(int=0)
UPLOAD_LIFE = timedelta(hours=24)
SENDING_TAKES = timedelta(hours=1)
"""At most, through the server, and with a storage that goes on after we have given up."""
PERSISTENT = partial(
    DatabaseRetryEntrypointExecutor,
    max_attempts=1_000,
    backoff_multiplier=1.03,  # raised to the number of attempts: with 2, no timedelta holds it from the 47th on
    max_delay=timedelta(minutes=5),
)
"""Three days of attempts; what fails even then is kept, and taken up again within the hour."""
RESUMED_AT_ONCE = 1_000
EVERY_FIVE_SECONDS = "* * * * * */5"
POLL_EVERY = timedelta(seconds=5)
"""A job that is to be tried again is announced to nobody."""
HELD_FOR = timedelta(seconds=5)
"""Between looks whether a backup is done with what it needs."""
RESULTS_EVERY = timedelta(seconds=1)
"""What has become of jobs is written as often, or sooner where many have ended."""
JOBS_END_WITHIN = 3.0
"""Seconds, when the server stops."""
JOBS_AT_ONCE, FETCHED_AT_ONCE = 8, 4
"""Of one process, so that users find connections to storage free, whatever is being removed."""

# PgQueuer would look ten times a second, and has no setting for it: a quarter of what a server does with nobody on it.
buffers.JobStatusLogBuffer = partial(buffers.JobStatusLogBuffer, timeout=RESULTS_EVERY)  # type: ignore[misc, assignment]


class Scheduled(ScheduleExecutor):
    """
    A schedule whose next time is found out once it is over. PgQueuer asks each for it twice whenever one is due, and
    reads its expression anew: that was half of what a server did with nobody on it.
    """

    next: datetime | None = None

    def get_next(self) -> datetime:
        if self.next is None or self.next <= datetime.now(UTC):
            self.next = super().get_next()
        return self.next


async def run_jobs(
    database: Database,
    storage: Storage,
    plans: Mapping[str, PlanLimits],
    sender: "WebhookSender",
    connection: asyncpg.Connection,
) -> None:
    """
    Do the queue's jobs and schedules, and send what waits for webhooks, until the connection is lost or the task is
    cancelled.
    """
    await set_warnings(database, plans)
    await sender.listen(connection)
    store = queries(connection)  # one for all: its driver lets the users of the connection take turns
    queue = PgQueuer(store.driver, Channel(SETTINGS.channel), queries=store)
    queue.entrypoint("remove_objects", on_failure="hold", executor_factory=PERSISTENT)(
        partial(remove_objects, database, storage)
    )
    schedule = partial(queue.schedule, executor_factory=Scheduled)
    schedule("expire_uploads", "*/10 * * * *")(partial(expire_uploads, database))
    schedule("forget_deliveries", "5-59/10 * * * *")(partial(forget_deliveries, database))
    schedule("expire_credits", "* * * * *")(partial(expire_credits, database))
    schedule("count_changes", EVERY_FIVE_SECONDS)(partial(count_changes, database))
    schedule("resume_removals", "0 * * * *")(partial(resume_removals, store))
    schedule("complete_erasures", "* * * * *")(partial(complete_erasures, EmptyStorage(database, storage, SYSTEM)))
    schedule("purge", "15 */6 * * *")(partial(purge, CleanUp(database, plans.values(), SYSTEM)))
    lost = asyncio.Event()
    connection.add_termination_listener(lambda _: lost.set())
    running = {
        asyncio.create_task(
            queue.run(
                POLL_EVERY,
                batch_size=FETCHED_AT_ONCE,
                max_concurrent_tasks=JOBS_AT_ONCE,
                shutdown_on_listener_failure=True,
            )
        ),
        asyncio.create_task(sender.run()),
        asyncio.create_task(lost.wait()),
    }
    try:
        done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for _ in range(2):  # cancelled once, PgQueuer lets its jobs end; cancelled again, it ends them
            for task in running:
                task.cancel()
            await asyncio.wait(running, timeout=JOBS_END_WITHIN)


async def remove_objects(database: Database, storage: Storage, job: Job) -> None:
    """The job of that name: remove the objects whose keys are its payload, a JSON list, unless a backup needs them."""
    if not await may_remove(database):
        raise RetryRequested(HELD_FOR, "a backup holds removals")
    try:
        await storage.remove(json.loads(job.payload or b"[]"))
    except asyncio.CancelledError as error:  # PgQueuer would drop a job that is cancelled as the server stops
        raise RetryRequested(reason="the server stopped") from error
    except Exception as error:
        logger.warning("removing objects failed, attempt %s of job %s: %r", job.attempts + 1, job.id, error)
        raise


async def expire_uploads(database: Database, _: Schedule) -> None:
    """
    Delete claims that are too old, whose objects a trigger has removed, exports that can be fetched no more, and
    notifications that nobody will ask for.
    """
    async with database.transaction(SYSTEM, "service_role") as transaction:
        await transaction.rows(EXPIRE.bind(direct_life=UPLOAD_LIFE, life=SENDING_TAKES))
        await transaction.rows(EXPIRE_EXPORTS.bind())
        await transaction.rows(FORGET.bind())


async def set_warnings(database: Database, plans: Mapping[str, PlanLimits]) -> None:
    """Tell PostgreSQL below how many credits the users of each plan are warned; '' is who has none that is known."""
    levels = {name: plan.credits.low for name, plan in {**plans, "": default_plan(plans)}.items() if plan.credits}
    known = {name: level for name, level in levels.items() if level is not None}
    async with database.transaction(SYSTEM, "service_role") as transaction:
        await transaction.rows(SET_WARNINGS.bind(plans=[*known], levels=[*known.values()]))


async def forget_deliveries(database: Database, _: Schedule) -> None:
    """Remove what was sent to webhooks more than 30 days ago, and what is left of those that are gone."""
    while True:
        async with database.transaction(SYSTEM, "service_role") as transaction:
            [forgotten] = await transaction.rows(FORGET_DELIVERIES.bind())
        if forgotten.deliveries < FORGOTTEN_AT_ONCE:
            return


async def expire_credits(database: Database, _: Schedule) -> None:
    """
    Free what is held for tasks that did not end in time, and take out of the accounts what has expired: of one user at
    a time, so that nobody else waits.
    """
    for user in await database.rows(DUE_ACCOUNTS.bind(), SYSTEM, "service_role"):
        async with database.transaction(SYSTEM, "service_role") as transaction:
            await transaction.rows(BALANCE_NOW.bind(user_id=user.user_id))


async def count_changes(database: Database, _: Schedule) -> None:
    """Add what has changed to the totals over all users, and rank these anew, a part at a time."""
    while True:
        async with database.transaction(SYSTEM, "service_role") as transaction:
            [counted] = await transaction.rows(COUNT_CHANGES.bind())
        if counted.changes < COUNTED_AT_ONCE:
            return


async def complete_erasures(emptying: EmptyStorage, _: Schedule) -> None:
    """Look after each other whether those who were erased have left anything in storage."""
    for erasure in await emptying.open_erasures():
        try:
            await emptying.look(erasure)
        except Exception as error:
            logger.warning("the erasure %s is not completed yet: %r", erasure.id, error)


async def resume_removals(queue: Queries, _: Schedule) -> None:
    """Put the removals back into the queue that were given up, up to 1,000 of them."""
    held = await queue.list_failed_jobs(limit=RESUMED_AT_ONCE)
    await queue.requeue_jobs([job.id for job in held])


async def purge(clean_up: CleanUp, _: Schedule) -> None:
    """
    Remove what is past the retention of its user's plan. Where a process dies at it another goes on after 30 seconds.
    """
    done = {part: number async for part, number in clean_up.run()}
    if any(done.values()):
        logger.info("removed because of their age: %s", told(done))
