from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Index, func
from sqlmodel import Field, SQLModel

import models.boards.board_tables  # noqa: F401 - the table of boards, to which links refer
from models.table_rules import TableRules, on_boards

READ = "id, user_id, task_id, shows_prompt, allows_download, created_at, expires_at, revoked_at, views, board_id"
MADE = "id, user_id, task_id, secret_sha256, shows_prompt, allows_download, expires_at, board_id"
"""The columns that everyone with rights on links may read, and may give to a new one."""


class ShareLinkRecord(SQLModel, table=True):
    """
    An address under which anyone sees the pictures of one task, or of a board. It holds a random secret, of which only
    the SHA-256 is kept: who reads this table cannot open any.
    """

    __tablename__ = "share_links"
    __table_args__ = (
        Index("share_links_secret_sha256_idx", "secret_sha256", unique=True),
        Index("share_links_user_id_created_at_id_idx", "user_id", "created_at", "id"),
        Index("share_links_board_id_created_at_id_idx", "board_id", "created_at", "id"),
        CheckConstraint("num_nonnulls(task_id, board_id) = 1", name="task_id"),
        TableRules(
            users=f"SELECT ({READ}), INSERT ({MADE}), UPDATE (revoked_at)",
            service=f"SELECT ({READ}), INSERT ({MADE}), UPDATE (revoked_at, views)",
            members=f"SELECT ({READ})",
            seen=on_boards("board_id", only_owned=True),
        ).args(),
    )

    id: UUID = Field(primary_key=True)
    user_id: UUID = Field(foreign_key="auth.users.id", ondelete="CASCADE")
    """The user whose task it shows, or the owner of the board who made it."""
    task_id: UUID | None
    secret_sha256: str = Field(max_length=64)
    shows_prompt: bool
    allows_download: bool
    created_at: datetime = Field(sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": func.now()})
    expires_at: datetime | None = Field(sa_type=DateTime(timezone=True))
    """When it ends by itself; null: never."""
    revoked_at: datetime | None = Field(sa_type=DateTime(timezone=True))
    """When it was ended; null until then."""
    views: int = Field(sa_column_kwargs={"server_default": "0"})
    """How often its page was opened."""
    board_id: UUID | None = Field(foreign_key="task_record.boards.id", ondelete="CASCADE")
