import strawberry

from resolvers.arguments import Reference
from resolvers.boards.board_inputs import BoardChange, BoardTasks, NewBoard
from resolvers.boards.change_boards import add_to_board, create_board, delete_board, remove_from_board, update_board
from schema.boards.board_payload import BoardPayload
from schema.types.payload import mutation, payload


@strawberry.input(description="A board to make.")
class CreateBoardInput:
    id: strawberry.ID | None = strawberry.field(
        default=None, description="A UUID chosen by the client, so that a retry cannot make it twice."
    )
    name: str = strawberry.field(description="1 to 100 characters.")
    description: str = strawberry.field(default="", description="Up to 2,000 characters.")


@strawberry.input(description="What to change of a board; what is left out stays as it is.")
class UpdateBoardInput:
    id: strawberry.ID
    name: str | None = strawberry.field(default=None, description="1 to 100 characters.")
    description: str | None = strawberry.field(default=None, description="Up to 2,000 characters.")
    cover_task_id: strawberry.ID | None = strawberry.field(
        default=None, description="The task on it whose picture stands for it."
    )


@strawberry.input(description="A board to delete.")
class DeleteBoardInput:
    id: strawberry.ID


@strawberry.input(description="Tasks to put on a board.")
class AddToBoardInput:
    board_id: strawberry.ID
    task_ids: list[strawberry.ID] = strawberry.field(description="The ids of 1 to 100 tasks of the caller's.")


@strawberry.input(description="Tasks to take off a board.")
class RemoveFromBoardInput:
    board_id: strawberry.ID
    task_ids: list[strawberry.ID] = strawberry.field(description="The ids of 1 to 100 tasks.")


@strawberry.type
class BoardMutations:
    create_board = mutation(create_board, NewBoard, CreateBoardInput, BoardPayload, "Make a board, as its owner.")
    update_board = mutation(
        update_board,
        BoardChange,
        UpdateBoardInput,
        BoardPayload,
        "Change the name, the description or the cover of a board. For owners.",
    )
    delete_board = mutation(
        delete_board,
        Reference,
        DeleteBoardInput,
        payload(deleted_board_id=strawberry.ID),
        "Delete a board; its tasks stay. For owners.",
    )
    add_to_board = mutation(
        add_to_board,
        BoardTasks,
        AddToBoardInput,
        BoardPayload,
        "Put up to 100 of the caller's tasks on a board, whose members then see them with prompt and cost. All or "
        "none; safe to repeat. For contributors and owners.",
    )
    remove_from_board = mutation(
        remove_from_board,
        BoardTasks,
        RemoveFromBoardInput,
        BoardPayload,
        "Take up to 100 tasks off a board: contributors their own, owners anybody's. All or none; one that is not on "
        "it is no error.",
    )
