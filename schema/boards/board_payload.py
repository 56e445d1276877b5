from dataclasses import field

import strawberry

from schema.boards.board import Board
from schema.types.user_error import UserError


@strawberry.type
class BoardPayload:
    """The fields that the payloads of mutations on one board share."""

    board: Board | None = None
    errors: list[UserError] = field(default_factory=list)
