import strawberry

from schema.boards.board import Board
from schema.types.payload import faults
from schema.types.user_error import UserError


@strawberry.type
class BoardPayload:
    """The fields that the payloads of mutations on one board share."""

    board: Board | None = None
    errors: list[UserError] = faults()
