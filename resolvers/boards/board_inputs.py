"""The inputs of mutations on stars and boards."""

from typing import Annotated
from unicodedata import category
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

from models.boards.board_tables import MAX_DESCRIPTION, MAX_NAME, BoardRole
from models.tasks.task import Storable
from resolvers.arguments import Input, Reference
from resolvers.tasks.task_inputs import TaskReferences

BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"
"""Blank letters of Hangul and Braille."""


def visible(text: str) -> str:
    """The text. Raises ValueError if it has nothing but blanks, control characters and blank letters."""
    if all(one in BLANK_LETTERS or category(one) in ("Cc", "Cf", "Zs", "Zl", "Zp") for one in text):
        raise ValueError("must contain a visible character, not only blanks")
    return text


Name = Annotated[str, StringConstraints(min_length=1, max_length=MAX_NAME), Storable, AfterValidator(visible)]
Description = Annotated[str, StringConstraints(max_length=MAX_DESCRIPTION), Storable]


class TasksToStar(TaskReferences):
    starred: bool


class NewBoard(Input):
    id: UUID | None
    name: Name
    description: Description


class BoardChange(Reference):
    """The new values; those that are None stay as they are."""

    name: Name | None
    description: Description | None
    cover_task_id: UUID | None


class BoardTasks(Input):
    board_id: UUID
    task_ids: Annotated[list[UUID], Field(min_length=1, max_length=100)]


def without_ownership(role: BoardRole) -> BoardRole:
    if role is BoardRole.OWNER:
        raise ValueError("must be VIEWER or CONTRIBUTOR; make a member an owner with `setBoardMember`")
    return role


class NewInvitation(Input):
    id: UUID | None
    board_id: UUID
    role: Annotated[BoardRole, AfterValidator(without_ownership)]
    expires_at: AwareDatetime | None


class Secret(Input):
    secret: Annotated[str, StringConstraints(min_length=1, max_length=100)]


class MemberChange(Input):
    """A member, and their new role; None removes them."""

    board_id: UUID
    user_id: UUID
    role: BoardRole | None
