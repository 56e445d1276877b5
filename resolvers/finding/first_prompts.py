"""The prompts of those who ask about prompts for the first time."""

from contextlib import suppress
from functools import partial
from uuid import UUID

from models.changes.change_feed import TELL
from models.claims import NOBODY
from models.connection import UNUSABLE
from models.database import Database, DatabaseUnusable
from models.finding.prompt_noting import NOTE_EARLIER, NOTE_OF_EVERYONE, PROMPTS_OF_USER
from models.notifications import WRITING
from resolvers.context import Context, RefusingTransaction
from resolvers.finding.note_prompts import LAST_CHANGE, note_before

MOST_BATCHES = 10
"""Batches of prompts that are noted while the user waits, 25 ms each."""


async def note_first_prompts(context: Context, user_id: UUID) -> bool:
    """
    Note the user's prompts if none is noted yet: none is for those who never ask about them. Return whether any was to
    be noted. The latest 2,000 are noted at once, and all by the worker, which from then on follows the user's tasks.
    """
    # The server's own work, not the caller's: the database lets users note nothing.
    begin = partial(RefusingTransaction, context.database, context.caller.id, "service_role", WRITING, user_id, None)
    async with begin() as transaction:
        [prompts] = await transaction.rows(PROMPTS_OF_USER.bind(user_id=user_id))
        if prompts.any_noted or not prompts.any_used:
            return False
        await transaction.rows(TELL.bind())
        await transaction.rows(NOTE_EARLIER.bind(user_id=user_id))
    before = LAST_CHANGE
    for _ in range(MOST_BATCHES):
        if not (tasks := await note_before(begin(), user_id, before)):
            break
        before = tasks[-1].number
    return True


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
