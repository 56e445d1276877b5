"""The tables of the prompts that users have used. They follow the tasks by a few seconds."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Column, DateTime, Index, String, Table, Text, text
from sqlalchemy.dialects.postgresql import BIT
from sqlmodel import Field, SQLModel

from models.table_rules import NOBODYS, OnMove, TableRules

FEATURE_BITS = 1024
TIME = DateTime(timezone=True)


class IndexedPrompt(SQLModel, table=True):
    """All of a user's prompts with the same words, and the results of the remaining tasks with them."""

    __tablename__ = "prompts"
    __table_args__ = (
        Index("prompts_user_id_task_count_key_idx", "user_id", text("task_count DESC"), text("key DESC")),
        TableRules(users="SELECT", move=OnMove.MADE_AGAIN).args(),
    )

    user_id: UUID = Field(primary_key=True)
    key: UUID = Field(primary_key=True)
    """What `task_record.prompt_key` computes from its words."""
    features: str = Field(sa_column=Column(BIT(FEATURE_BITS), nullable=False))
    """A bit for each of its words or pairs of characters. Similar prompts have many bits in common."""
    ngram_bitmap: str | None = Field(sa_column=Column("grams", BIT(FEATURE_BITS)))
    """A bit for each sequence of two or three characters. A search reads only prompts with the bits of its words."""
    labels: list[str] = Field(sa_column=Column(ARRAY(Text), nullable=False))
    version: str = Field(max_length=20)
    """The version of features and labels. Prompts with another version are indexed again."""
    task_count: int
    completed_tasks: int
    failed_tasks: int
    credits_deducted: int = Field(sa_column=Column(BigInteger, nullable=False))
    last_used_at: datetime | None = Field(sa_type=TIME)
    task_id: UUID | None
    """The newest completed task with it, or else the newest."""


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
    """The labels for which it has a row of `label_tasks`."""


class IndexProgress(SQLModel, table=True):
    """Up to which number of `task_changes`, counted in `origin`, `prompts` or `looks` of images are indexed."""

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
"""The same, for servers of earlier releases."""
