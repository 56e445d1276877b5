import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from models.placement.databases import Databases
from resolvers.context import refuse
from resolvers.exceptions import FieldRefusal
from resolvers.limits.fair_share import MAX_WAIT_SECONDS
from server.requests.refusals import Unavailable

Result = TypeVar("Result")


async def in_time(database: Databases, asking: Awaitable[Result]) -> Result:
    """
    Return what the database answers within MAX_WAIT_SECONDS, else raise Unavailable. It is for requests that
    are not GraphQL operations, which have their own timeout.
    """
    try:
        async with asyncio.timeout(MAX_WAIT_SECONDS):
            return await asking
    except Exception as error:
        try:
            refuse(database, error)
        except FieldRefusal as refusal:
            raise Unavailable(refusal) from error
        raise
