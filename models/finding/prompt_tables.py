"""The tables of the prompts that users have used, which follow the tasks by a few seconds."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Column, DateTime, Index, String, Table, Text, text
from sqlalchemy.dialects.postgresql import BIT
from sqlmodel import Field, SQLModel

from models.table_rules import NOBODYS, OnMove, TableRules

FEATURE_BITS = 1024
TIME = DateTime(timezone=True)


class NotedPrompt(SQLModel, table=True):
    """All prompts of a user with the same words, and what came of the tasks with them that are not removed."""

    __tablename__ = "prompts"
    __table_args__ = (
        Index("prompts_user_id_task_count_key_idx", "user_id", text("task_count DESC"), text("key DESC")),
        TableRules(users="SELECT", move=OnMove.MADE_AGAIN).args(),
    )

    user_id: UUID = Field(primary_key=True)
    key: UUID = Field(primary_key=True)
    """What `task_record.prompt_key` makes of its words."""
    features: str = Field(sa_column=Column(BIT(FEATURE_BITS), nullable=False))
    """A bit for each of its words or pairs of characters, so that alike prompts have many in common."""
    ngram_bitmap: str | None = Field(sa_column=Column("grams", BIT(FEATURE_BITS)))
    """A bit for each two or three characters in a row: a search reads only prompts that have those of its words."""
    labels: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    version: str = Field(max_length=20)
    """Of what features and labels are found by: with another one, they are found again."""
    task_count: int
    completed_tasks: int
    failed_tasks: int
    credits_deducted: int = Field(sa_column=Column(BigInteger, nullable=False))
    last_used_at: datetime | None = Field(sa_type=TIME)
    task_id: UUID | None
    """The newest task with it that was completed, or else the newest."""


class PromptTask(SQLModel, table=True):
    """A task as it counts for its prompt."""

    __tablename__ = "prompt_tasks"
    __table_args__ = (
        Index(
            "prompt_tasks_user_id_key_idx",
            *("user_id", "key"),
            text("is_completed DESC"),
            text("created_at DESC"),
            text("task_id DESC"),
        ),
        TableRules(users="SELECT", move=OnMove.MADE_AGAIN).args(),
    )

    task_id: UUID = Field(primary_key=True)
    user_id: UUID
    key: UUID
    created_at: datetime = Field(sa_type=TIME)
    is_completed: bool
    is_failed: bool
    credits_deducted: int = Field(sa_column=Column(BigInteger, nullable=False))
    labels: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False, server_default=text("'{}'::text[]")))
    """Those that it has a row of `label_tasks` for."""


class IndexProgress(SQLModel, table=True):
    """
    How far the `prompts` of tasks, or what their images look like (`looks`), are indexed: up to a number of
    `task_changes`, counted in `origin`.
    """

    __tablename__ = "index_progress"
    __table_args__ = (
        CheckConstraint("kind IN ('prompts', 'looks')", name="kind"),
        TableRules(whose=NOBODYS, service="SELECT, INSERT, UPDATE").args(),
    )

    kind: str = Field(max_length=10, primary_key=True)
    origin: str = Field(sa_type=Text)
    number: int = Field(sa_column=Column(BigInteger, nullable=False))


noting = Table(
    "noting",
    SQLModel.metadata,
    Column("kind", String(10), primary_key=True),
    Column("origin", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    CheckConstraint("kind IN ('prompts', 'looks', 'everyone', 'indexed')", name="kind"),
    **TableRules(whose=NOBODYS, service="SELECT, INSERT, UPDATE").args(),
)
"""The same of servers of the releases before."""
