import strawberry

from resolvers.arguments import Reference
from resolvers.boards.board_inputs import BoardChange, BoardTasks, NewBoard
from resolvers.boards.change_boards import add_to_board, create_board, delete_board, remove_from_board, update_board
from schema.boards.board import Board
from schema.types.payload import faults, mutation, payload
from schema.types.user_error import UserError


@strawberry.type
class BoardPayload:
    """The fields that the payloads of mutations on one board share."""

    board: Board | None = None
    errors: list[UserError] = faults()


@strawberry.input(description="A board to create.")
class CreateBoardInput:
    id: strawberry.ID | None = strawberry.field(
        default=None, description="A UUID chosen by the client, so that a retry cannot create the board twice."
    )
    name: str = strawberry.field(description="1 to 100 characters.")
    description: str = strawberry.field(default="", description="Up to 2,000 characters.")


@strawberry.input(description="Changes to a board; omitted fields stay unchanged.")
class UpdateBoardInput:
    id: strawberry.ID
    name: str | None = strawberry.field(default=None, description="1 to 100 characters.")
    description: str | None = strawberry.field(default=None, description="Up to 2,000 characters.")
    cover_task_id: strawberry.ID | None = strawberry.field(
        default=None, description="A task on the board whose image is its cover."
    )


@strawberry.input(description="A board to delete.")
class DeleteBoardInput:
    id: strawberry.ID


@strawberry.input(description="Tasks to add to a board.")
class AddToBoardInput:
    board_id: strawberry.ID
    task_ids: list[strawberry.ID] = strawberry.field(description="The ids of 1 to 100 of the caller's tasks.")


@strawberry.input(description="Tasks to remove from a board.")
class RemoveFromBoardInput:
    board_id: strawberry.ID
    task_ids: list[strawberry.ID] = strawberry.field(description="The ids of 1 to 100 tasks.")


@strawberry.type
class BoardMutations:
    create_board = mutation(
        create_board, NewBoard, CreateBoardInput, BoardPayload, ("Create a board, owned by the caller.")
    )
    update_board = mutation(
        update_board,
        BoardChange,
        UpdateBoardInput,
        BoardPayload,
        "Change the name, description or cover of a board. Only for owners.",
    )
    delete_board = mutation(
        delete_board,
        Reference,
        DeleteBoardInput,
        payload(deleted_board_id=strawberry.ID),
        "Delete a board, but not its tasks. Only for owners.",
    )
    add_to_board = mutation(
        add_to_board,
        BoardTasks,
        AddToBoardInput,
        BoardPayload,
        (
            "Add up to 100 of the caller's tasks to a board, whose members can then see their prompts and costs. All "
            "or none; idempotent. Only for contributors and owners."
        ),
    )
    remove_from_board = mutation(
        remove_from_board,
        BoardTasks,
        RemoveFromBoardInput,
        BoardPayload,
        (
            "Remove up to 100 tasks from a board: contributors their own, owners any. All or none; a task that is not "
            "on the board is no error."
        ),
    )
