from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from models.tasks.storable_text import Storable
from resolvers.arguments import Input

MOST_CREDITS = 2**53 - 1
"""The most credits that a user may have: the largest BigInt of the API."""
Reason = Annotated[str, StringConstraints(min_length=1, max_length=200), Storable]


class GrantToRevoke(Input):
    id: UUID
    user_id: UUID
    reason: Reason


class NewGrant(GrantToRevoke):
    """Credits to give. With `expires_at` None they never expire."""

    amount: Annotated[int, Field(ge=1, le=MOST_CREDITS)]
    expires_at: datetime | None
