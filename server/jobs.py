"""The worker's scheduled jobs for all users. A failure for one user does not delay the others."""

import logging
from datetime import timedelta
from functools import partial
from operator import attrgetter
from uuid import UUID

from pgqueuer import Queries
from pgqueuer.models import Schedule

from models.administration.overall_statements import (
    COUNT_CHANGES,
    COUNT_CHANGES_OF,
    COUNTED_AT_ONCE,
    COUNTING_TURN,
    USERS_OF_CHANGES,
)
from models.changes.change_feed import CHANGES_FORGOTTEN_AT_ONCE, FORGET_CHANGES, NUMBER_CHANGES
from models.claims import NOBODY
from models.connection import is_unreached
from models.credits.credit_statements import BALANCE_NOW, DUE_ACCOUNTS
from models.database import Database, Transaction
from models.erasure.erasure_record import OpenErasure
from models.exports.export_statements import EXPIRE as EXPIRE_EXPORTS
from models.exports.export_statements import FIND_EXPIRED as FIND_EXPIRED_EXPORTS
from models.exports.export_statements import ExpiredExport
from models.images.image_claim import EXPIRE, EXPIRED_AT_ONCE, FIND_EXPIRED, SENDING_TAKES, ExpiredClaim
from models.notifications import FORGET as FORGET_NOTIFICATIONS
from models.statement import NumberRow, Statement, UserRow
from models.tasks.unfinished_tasks import FAIL_OVERDUE, USERS_OF_OVERDUE
from models.webhooks.sending_statements import FIND_OLD, FORGET, FORGOTTEN_AT_ONCE, OldDelivery
from resolvers.erasure.empty_storage import EmptyStorage
from resolvers.limits.apart import BRIEF_LOCKS, LOCKED, Apart, briefly
from resolvers.retention.clean_up import CleanUp, summary

logger = logging.getLogger(__name__)

UPLOAD_LIFE = timedelta(hours=24)
"""How long a claim for a direct upload to storage is valid."""
MOST_FAILED = 100
"""Failed erasures after which a round ends: more have a common reason."""
RESUMED_AT_ONCE = 1_000
"""Jobs that are queued again in one hour."""


async def in_parts(
    database: Database, statement: Statement[NumberRow], at_most: int, _: Schedule | None = None
) -> None:
    """Run a statement that handles `at_most` rows, in a transaction each time, until there are no more."""
    while True:
        async with database.transaction(NOBODY, "service_role") as transaction:
            [done] = await transaction.rows(statement.bind())
        if done.number < at_most:
            return


async def expire_uploads(database: Database, _: Schedule) -> None:
    """Delete expired claims, whose objects a trigger then removes, expired exports, and old notifications."""
    lives = {"direct_life": UPLOAD_LIFE, "life": SENDING_TAKES}

    async def expire(transaction: Transaction, claims: list[ExpiredClaim]) -> bool:
        return bool(await transaction.rows(EXPIRE.bind(ids=[claim.id for claim in claims], **lives)))

    async def expire_exports(transaction: Transaction, exports: list[ExpiredExport]) -> bool:
        tokens = [export.token_sha256 for export in exports]
        return bool(await transaction.rows(EXPIRE_EXPORTS.bind(tokens=tokens)))

    claims, exports = Apart[ExpiredClaim]("expire_uploads"), Apart[ExpiredExport]("expire_exports")
    await claims.rounds(database, partial(FIND_EXPIRED.bind, **lives), EXPIRED_AT_ONCE, expire)
    await exports.rounds(database, FIND_EXPIRED_EXPORTS.bind, EXPIRED_AT_ONCE, expire_exports)
    async with database.transaction(NOBODY, "service_role") as transaction:
        await transaction.rows(FORGET_NOTIFICATIONS.bind())


async def forget_deliveries(database: Database, _: Schedule | None = None) -> None:
    """Delete the deliveries of webhooks that are old, or whose webhook is deleted."""

    async def forget(transaction: Transaction, deliveries: list[OldDelivery]) -> bool:
        return bool(await transaction.rows(FORGET.bind(ids=[delivery.id for delivery in deliveries])))

    apart: Apart[OldDelivery] = Apart("forget_deliveries", attrgetter("webhook_id"))
    await apart.rounds(database, FIND_OLD.bind, FORGOTTEN_AT_ONCE, forget)


async def expire_credits(database: Database, _: Schedule) -> None:
    """
    Release the credits that are held for tasks that did not end in time, and deduct expired credits from the accounts.
    Each user has a transaction, so that others do not wait.
    """

    async def expire(transaction: Transaction, users: list[UserRow]) -> bool:
        await transaction.rows(BALANCE_NOW.bind(user_id=users[0].user_id))
        return False

    await Apart[UserRow]("expire_credits").rounds(database, DUE_ACCOUNTS.bind, 1, expire)


async def fail_overdue(database: Database, _: Schedule) -> None:
    """Fail the tasks whose deadline has passed, each user's in one transaction, so that others do not wait."""

    async def fail(transaction: Transaction, users: list[UserRow]) -> bool:
        return bool(await transaction.rows(FAIL_OVERDUE.bind(user_id=users[0].user_id)))

    await Apart[UserRow]("fail_overdue").rounds(database, USERS_OF_OVERDUE.bind, 1, fail)


async def count_changes(database: Database, _: Schedule | None = None) -> None:
    """Add all users' changes to the totals over all users. If that fails, leave out the users at fault."""

    async def count(transaction: Transaction, users: list[UserRow]) -> bool:
        of_users = COUNT_CHANGES_OF.bind(user_ids=[user.user_id for user in users])
        [counted] = await transaction.rows(of_users)
        return counted.number > 0

    try:
        counted = COUNTED_AT_ONCE
        while counted == COUNTED_AT_ONCE:
            async with database.transaction(NOBODY, "service_role") as transaction:
                await transaction.rows(COUNTING_TURN.bind())
                await transaction.execute(BRIEF_LOCKS)
                [(counted,)] = await transaction.rows(COUNT_CHANGES.bind())
    except Exception as error:
        if is_unreached(error):
            raise
        try:
            async with briefly(database) as transaction:  # records the time, even if no change is counted
                await count(transaction, [])
        except LOCKED:
            logger.info("count_changes: the totals are locked, and are counted later")
        else:
            await Apart[UserRow]("count_changes").rounds(database, USERS_OF_CHANGES.bind, COUNTED_AT_ONCE, count)


async def number_changes(database: Database, _: Schedule) -> None:
    """Number the recorded changes, even if nobody reads them, so that they do not pile up; remove old deletions."""
    async with database.transaction(NOBODY, "service_role") as transaction:
        await transaction.connection.execute("SET LOCAL statement_timeout = 0")  # after an import, there may be much
        await transaction.rows(NUMBER_CHANGES.bind())
    await in_parts(database, FORGET_CHANGES, CHANGES_FORGOTTEN_AT_ONCE)


async def complete_erasures(emptying: EmptyStorage, _: Schedule) -> None:
    """Remove erased users' objects from storage, one user after the other, and complete their erasures."""
    apart: Apart[OpenErasure] = Apart("complete_erasures", attrgetter("id"), lambda _: False)  # no error is everyone's
    looked_at: list[UUID] = []

    async def empty(erasures: list[OpenErasure]) -> None:
        await emptying.empty(erasures[0])

    while len(apart.left) < MOST_FAILED and (found := await emptying.open_erasures(looked_at)):
        await apart.do(found, 1, empty)
        looked_at += [erasure.id for erasure in found]


async def resume_removals(queue: Queries, _: Schedule) -> None:
    """Queue again up to 1,000 removals whose last attempt failed."""
    held = await queue.list_failed_jobs(limit=RESUMED_AT_ONCE)
    await queue.requeue_jobs([job.id for job in held])


async def purge(clean_up: CleanUp, _: Schedule) -> None:
    """Remove data past the retention of its user's plan. If the process dies, another continues after 30 s."""
    done = {part: number async for part, number in clean_up.run()}
    if any(done.values()):
        logger.info("removed because of their age: %s", summary(done))
