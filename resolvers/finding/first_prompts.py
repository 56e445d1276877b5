"""The prompts of those who ask about prompts for the first time."""

from contextlib import suppress
from functools import partial
from uuid import UUID

from models.changes.change_feed import TELL
from models.claims import NOBODY
from models.connection import UNUSABLE
from models.database import Database, DatabaseUnusable
from models.finding.prompt_noting import LOCK, NOTE_EARLIER, NOTE_OF_EVERYONE, PROMPTS_OF_USER
from models.notifications import WRITING
from resolvers.context import Context, RefusingTransaction
from resolvers.finding.note_prompts import LAST_CHANGE, note_before

MOST_BATCHES = 10
"""Batches of prompts that are noted while the user waits, 25 ms each."""


async def note_first_prompts(context: Context, user_id: UUID) -> None:
    """
    Note the user's prompts if none is noted yet: none is for those who never ask about them. The latest 2,000 are noted
    at once, and all by the worker, which from then on follows the user's tasks. One statement when some are noted.
    """
    # The server's own work, not the caller's: the database lets users note nothing.
    begin = partial(RefusingTransaction, context.database, context.caller.id, "service_role", WRITING, user_id, None)
    of_user = PROMPTS_OF_USER.bind(user_id=user_id)
    async with begin() as transaction:
        [prompts] = await transaction.rows(of_user)
        if prompts.any_noted or not prompts.any_used:
            return
        await transaction.rows(LOCK.bind(user_id=user_id))
        [prompts] = await transaction.rows(of_user)
        if prompts.any_noted:  # by another request of the user, which this one has waited for
            return
        await transaction.rows(TELL.bind())
        await transaction.rows(NOTE_EARLIER.bind(user_id=user_id))
        tasks = await note_before(transaction, user_id, LAST_CHANGE)
    for _ in range(MOST_BATCHES - 1):
        if not tasks:
            break
        async with begin() as transaction:
            tasks = await note_before(transaction, user_id, tasks[-1].number)


async def note_labels(context: Context, user_id: UUID | None) -> None:
    """
    Have the prompts of the user noted, or of all users when None, since tasks are selected by labels. Those of all are
    noted in the background.
    """
    if user_id:
        await note_first_prompts(context, user_id)
        return
    with suppress(DatabaseUnusable, *UNUSABLE):  # it is asked for again with the next page
        await context.database.one_by_one(note_prompts_of_everyone)


async def note_prompts_of_everyone(database: Database) -> None:
    async with database.transaction(NOBODY, "service_role") as transaction:
        await transaction.rows(NOTE_OF_EVERYONE.bind())
