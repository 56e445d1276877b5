"""The tables of boards. Only functions write them, and check the caller's role: migrations/sql/boards."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKeyConstraint, Index, func, text
from sqlmodel import Field, SQLModel

from models.statistics.counted import BOARDS, sum_columns
from models.table_rules import DELETED, OF_BOARD, OnMove, TableRules, on_boards
from models.tasks.task import one_of, values

MAX_NAME, MAX_DESCRIPTION = 100, 2_000
"""Characters."""
MAX_MEMBERS, MAX_INVITATIONS = 200, 50
"""Members of a board, and its open invitations, as the functions limit them."""
SECRET_BYTES = 16
"""Bytes of the random secret of an invitation, or of a link: 128 bits."""


class BoardRole(StrEnum):
    VIEWER = "viewer"
    CONTRIBUTOR = "contributor"
    OWNER = "owner"


BY_INVITATION = f"role IN ('{BoardRole.VIEWER}', '{BoardRole.CONTRIBUTOR}')"


def now_by_default() -> Column[datetime]:
    return Column(DateTime(timezone=True), server_default=func.now(), nullable=False)


def of_board() -> UUID:
    """The column of a board whose deletion deletes the row."""
    field: UUID = Field(primary_key=True, foreign_key="task_record.boards.id", ondelete="CASCADE")
    return field


class BoardRecord(SQLModel, table=True):
    """A board. It is in the database of `user_id`, an owner, as are all of its members."""

    __tablename__ = "boards"
    __table_args__ = (
        CheckConstraint("name <> ''", name="name"),
        Index("boards_user_id_idx", "user_id"),
        TableRules(
            members="SELECT",
            seen=on_boards("id"),
            # A board is deleted when its last owner leaves it.
            erased="PERFORM FROM {table} WHERE id IN (SELECT board_id FROM task_record.board_members WHERE {whose})"
            "\n  ORDER BY id FOR UPDATE",
            move=OnMove.HELD,
        ).args(),
    )

    id: UUID = Field(primary_key=True)
    user_id: UUID
    name: str = Field(max_length=MAX_NAME)
    description: str = Field(max_length=MAX_DESCRIPTION)
    cover_task_id: UUID | None
    """The task whose picture represents it; ignored once the task is not on the board."""
    created_at: datetime = Field(sa_column=now_by_default())
    updated_at: datetime = Field(sa_column=now_by_default())


class BoardMembership(SQLModel, table=True):
    """A member of a board. Its deletion removes their tasks and invitations, and with the last owner the board."""

    __tablename__ = "board_members"
    __table_args__ = (
        CheckConstraint(f"role IN ({values(BoardRole)})", name="role"),
        Index("board_members_user_id_idx", "user_id"),
        TableRules(
            members="SELECT",
            seen=on_boards("board_id"),
            along=OF_BOARD,
            registers="true",
            erased=DELETED,
        ).args(),
    )

    board_id: UUID = of_board()
    user_id: UUID = Field(primary_key=True, foreign_key="auth.users.id", ondelete="CASCADE")
    role: str = Field(sa_type=one_of(BoardRole, 20))
    joined_at: datetime = Field(sa_column=now_by_default())


class PlacedTask(SQLModel, table=True):
    """A task on a board. While it is in the trash, it stays there, hidden."""

    __tablename__ = "board_tasks"
    __table_args__ = (
        Index("board_tasks_board_id_added_at_task_id_idx", "board_id", text("added_at DESC"), text("task_id DESC")),
        Index("board_tasks_task_id_idx", "task_id"),
        Index("board_tasks_user_id_idx", "user_id", "board_id"),
        TableRules(users="SELECT", members="SELECT", seen=on_boards("board_id"), along=OF_BOARD).args(),
    )

    board_id: UUID = of_board()
    task_id: UUID = Field(primary_key=True)
    user_id: UUID
    """The task's user."""
    added_at: datetime = Field(sa_type=DateTime(timezone=True))


READ_OF_INVITATION = "id, board_id, user_id, role, created_at, expires_at, taken_by"
"""The columns of an invitation that owners read, without the digest of its secret."""


class InvitationRecord(SQLModel, table=True):
    """An invitation to a board. Only the SHA-256 of its secret is stored. It remains for a day after its end."""

    __tablename__ = "board_invitations"
    __table_args__ = (
        CheckConstraint(BY_INVITATION, name="role"),
        Index("board_invitations_board_id_idx", "board_id"),
        TableRules(
            members=f"SELECT ({READ_OF_INVITATION})",
            seen=on_boards("board_id", only_owned=True),
            along=OF_BOARD,
        ).args(),
    )

    id: UUID = Field(primary_key=True)
    board_id: UUID = Field(foreign_key="task_record.boards.id", ondelete="CASCADE")
    user_id: UUID
    """The owner who invites."""
    role: str = Field(sa_type=one_of(BoardRole, 20))
    secret_sha256: str = Field(max_length=64, unique=True)
    created_at: datetime = Field(sa_column=now_by_default())
    expires_at: datetime = Field(sa_type=DateTime(timezone=True))
    taken_by: UUID | None
    """The user who has joined by it."""


class BoardUse(SQLModel, table=True):
    """What one member's tasks on a board used."""

    __tablename__ = "board_usage"
    __table_args__ = (
        *sum_columns(BOARDS),
        TableRules(members="SELECT", seen=on_boards("board_id"), along=OF_BOARD).args(),
    )

    board_id: UUID = of_board()
    user_id: UUID = Field(primary_key=True)


class MonthlyBoardUse(SQLModel, table=True):
    """The part of `BoardUse` by tasks created in one month."""

    __tablename__ = "board_months"
    __table_args__ = (
        *sum_columns(BOARDS),
        ForeignKeyConstraint(
            ["board_id", "user_id"],
            ["task_record.board_usage.board_id", "task_record.board_usage.user_id"],
            ondelete="CASCADE",
        ),
        TableRules(members="SELECT", seen=on_boards("board_id"), along=OF_BOARD).args(),
    )

    board_id: UUID = Field(primary_key=True)
    user_id: UUID = Field(primary_key=True)
    month: date = Field(primary_key=True)
    """Its first day, in the time zone of statistics."""
