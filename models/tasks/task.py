from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, Enum, Index, Numeric, SmallInteger, Text, false, func, text
from sqlalchemy.dialects.postgresql import JSON, JSONB
from sqlmodel import Field, SQLModel

from models.table_rules import TableRules


class TaskType(StrEnum):
    IMAGE_GENERATION = "image_generation"
    IMAGE_EDIT = "image_edit"
    TEMPLATE_GENERATION = "template_generation"


class TaskStatus(StrEnum):
    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELED = "canceled"


def one_of(enum: type[StrEnum], length: int) -> Enum:
    """The column type of the enum's values: VARCHAR(length). A CHECK of the table keeps other values out."""
    return Enum(
        enum,
        native_enum=False,
        create_constraint=False,
        length=length,
        values_callable=lambda members: [member.value for member in members],
    )


def values(enum: type[StrEnum]) -> str:
    """Write the enum's values as SQL literals, separated by commas."""
    return ", ".join(f"'{member.value}'" for member in enum)


MAX_IMAGES = 16
"""The most images that a task may ask for, and end with."""
MAX_PARAMETERS, MAX_METADATA = 16_384, 4_096
"""Bytes of a task's `parameters` and `metadata`, as JSON."""
MAX_LEVELS = 10
"""Levels of objects and lists within each other, in either, the whole counted."""
NOT_NEGATIVE = (
    "tokens_used",
    "input_tokens",
    "output_tokens",
    "credits_deducted",
    "credits_reserved",
    "generation_time_ms",
    "original_width",
    "original_height",
    "original_size",
    "generated_width",
    "generated_height",
    "generated_size",
)


def is_json_object(column: str, most_bytes: int) -> CheckConstraint:
    """The constraint that the column has an object of JSON within its bounds, which `jsonb` could hold, or is null."""
    return CheckConstraint(
        f"json_typeof({column}) = 'object' AND octet_length({column}::text) <= {most_bytes} AND NOT jsonb_path_exists("
        f'{column}::jsonb, \'strict $.**{{{MAX_LEVELS} to last}} ? (@.type() == "object" || @.type() == "array")\')',
        name=column,
    )


ON_BOARDS = """\
deleted_at IS NULL AND trashed_at IS NULL AND EXISTS (
    SELECT FROM task_record.board_tasks AS placed WHERE placed.task_id = user_task_history.id OFFSET 0
  )"""
"""
The condition on the tasks that the members of boards see: those that the policy of `board_tasks` shows. Without OFFSET,
PostgreSQL might read all of that for a page of tasks.
"""


class Task(SQLModel, table=True):
    """
    The table of tasks; `TaskRow` describes its columns. A row whose `deleted_at` is set is what remains of a deleted
    task: whose it was and what it used.
    """

    __tablename__ = "user_task_history"
    __table_args__ = (
        CheckConstraint(f"task_type IN ({values(TaskType)})", name="task_type"),
        CheckConstraint(f"status IN ({values(TaskStatus)})", name="status"),
        CheckConstraint("completed_at IS NOT NULL OR status IN ('pending', 'processing')", name="completed_at"),
        CheckConstraint(
            "deleted_at IS NULL OR (prompt = '' AND error_message IS NULL AND input_sha256 IS NULL"
            " AND original_image_url IS NULL AND aws_original_key IS NULL AND original_sha256 IS NULL"
            " AND generated_image_url IS NULL AND aws_generated_key IS NULL AND generated_sha256 IS NULL"
            " AND external_id IS NULL AND parameters IS NULL AND metadata IS NULL)",
            name="deleted_at",
        ),
        CheckConstraint("(credits_reserved IS NULL) = (credits_held_until IS NULL)", name="credits_held_until"),
        CheckConstraint(
            "credits_reserved IS NULL OR status NOT IN ('failed', 'canceled') OR credits_deducted = 0", name="failed"
        ),
        *(CheckConstraint(f"{column} >= 0", name=column) for column in NOT_NEGATIVE),
        CheckConstraint(f"image_count BETWEEN 1 AND {MAX_IMAGES}", name="image_count"),
        CheckConstraint(
            "more_images IS NULL OR (deleted_at IS NULL AND jsonb_typeof(more_images) = 'array'"
            f" AND jsonb_array_length(more_images) BETWEEN 1 AND {MAX_IMAGES - 1})",
            name="more_images",
        ),
        CheckConstraint("external_id <> ''", name="external_id"),
        is_json_object("parameters", MAX_PARAMETERS),
        is_json_object("metadata", MAX_METADATA),
        CheckConstraint(
            "coalesce(input_tokens, 0)::bigint + coalesce(output_tokens, 0) <= tokens_used", name="tokens_of_parts"
        ),
        CheckConstraint("cost BETWEEN 0 AND 999999999999.999999", name="cost"),  # which 'NaN' is not
        CheckConstraint(
            "failure_code IS NULL OR (failure_code ~ '^[a-z0-9_]+$' AND status = 'failed')", name="failure_code"
        ),
        CheckConstraint(
            "trashed_at IS NULL OR (deleted_at IS NULL AND status NOT IN ('pending', 'processing'))", name="trashed_at"
        ),
        CheckConstraint("rating IS NULL OR (rating BETWEEN 1 AND 5 AND status = 'completed')", name="rating"),
        Index(
            "user_task_history_user_id_created_at_id_idx",
            "user_id",
            text("created_at DESC"),
            text("id DESC"),
            postgresql_where=text("deleted_at IS NULL"),
        ),
        # For administrators, who look at the latest failures.
        Index(
            "user_task_history_failed_completed_at_idx",
            text("completed_at DESC"),
            postgresql_where=text("status = 'failed' AND deleted_at IS NULL"),
        ),
        # For administrators, who read all users' tasks.
        Index(
            "user_task_history_created_at_id_idx",
            text("created_at DESC"),
            text("id DESC"),
            postgresql_where=text("deleted_at IS NULL"),
        ),
        # For back ends, which look for what a crash has left.
        Index(
            "user_task_history_unfinished_idx",
            "created_at",
            "id",
            postgresql_where=text("status IN ('pending', 'processing') AND deleted_at IS NULL"),
        ),
        # For clients that read what changed while they were not subscribed, and for the reference to auth.users.
        Index("user_task_history_user_id_updated_at_idx", "user_id", "updated_at"),
        # Not for tasks that have none, whose recording it costs nothing.
        Index(
            "user_task_history_user_id_external_id_idx",
            "user_id",
            "external_id",
            unique=True,
            postgresql_where=text("external_id IS NOT NULL AND deleted_at IS NULL"),
        ),
        # For the worker, which fails what is not ended in time.
        Index(
            "user_task_history_deadline_idx",
            "deadline",
            postgresql_where=text(
                "status IN ('pending', 'processing') AND deadline IS NOT NULL AND deleted_at IS NULL"
            ),
        ),
        # For the trash: its list, and the clean-up that empties it.
        Index(
            "user_task_history_user_id_trashed_at_id_idx",
            "user_id",
            text("trashed_at DESC NULLS LAST"),
            text("id DESC"),
            postgresql_where=text("trashed_at IS NOT NULL"),
        ),
        # For the mean ratings in usage, which are computed of rated tasks alone.
        Index(
            "user_task_history_user_id_rated_created_at_idx",
            "user_id",
            "created_at",
            postgresql_include=["rating", "model_version", "task_type"],
            postgresql_where=text("rating IS NOT NULL"),
        ),
        # For lists of starred tasks, and the clean-up that counts them.
        Index(
            "user_task_history_user_id_starred_idx",
            "user_id",
            text("created_at DESC"),
            text("id DESC"),
            postgresql_where=text("starred_at IS NOT NULL"),
        ),
        # For keys that rows of the original design name without owning the object. There are hardly any.
        *(
            Index(
                f"user_task_history_{column}_idx",
                text(f"hashtextextended({column}, 0)"),
                postgresql_where=text(f"NOT task_record.owns(user_id, id, {column})"),
            )
            for column in ("aws_original_key", "aws_generated_key")
        ),
        TableRules(
            users="SELECT, INSERT, UPDATE",
            service="SELECT, INSERT, UPDATE",
            members="SELECT ({seen})",
            seen=ON_BOARDS,
            registers="true",
        ).args(schema=None),
    )

    id: UUID = Field(primary_key=True, sa_column_kwargs={"server_default": func.gen_random_uuid()})
    user_id: UUID = Field(foreign_key="auth.users.id", ondelete="CASCADE")
    task_type: TaskType = Field(
        sa_type=one_of(TaskType, 50),
        sa_column_kwargs={"server_default": TaskType.IMAGE_GENERATION.value},
    )
    prompt: str = Field(sa_type=Text)
    original_image_url: str | None = Field(sa_type=Text)
    generated_image_url: str | None = Field(sa_type=Text)
    aws_original_key: str | None = Field(sa_type=Text)
    aws_generated_key: str | None = Field(sa_type=Text)
    tokens_used: int = Field(sa_column_kwargs={"server_default": "0"})
    credits_deducted: int = Field(sa_column_kwargs={"server_default": "0"})
    status: TaskStatus = Field(
        sa_type=one_of(TaskStatus, 20),
        sa_column_kwargs={"server_default": TaskStatus.PENDING.value},
    )
    error_message: str | None = Field(sa_type=Text)
    aspect_ratio: str | None = Field(max_length=20)
    model_version: str | None = Field(max_length=200)
    generation_time_ms: int | None
    created_at: datetime = Field(
        sa_type=DateTime(timezone=True),
        sa_column_kwargs={"server_default": func.now()},
    )
    updated_at: datetime = Field(
        sa_type=DateTime(timezone=True),
        sa_column_kwargs={"server_default": func.now(), "onupdate": func.now()},
    )
    completed_at: datetime | None = Field(sa_type=DateTime(timezone=True))
    original_content_type: str | None = Field(max_length=20)
    original_width: int | None
    original_height: int | None
    original_size: int | None
    original_sha256: str | None = Field(max_length=64)
    original_thumb_hash: str | None = Field(max_length=40)
    generated_content_type: str | None = Field(max_length=20)
    generated_width: int | None
    generated_height: int | None
    generated_size: int | None
    generated_sha256: str | None = Field(max_length=64)
    generated_thumb_hash: str | None = Field(max_length=40)
    input_sha256: str | None = Field(max_length=64)
    deleted_at: datetime | None = Field(sa_type=DateTime(timezone=True))
    image_count: int = Field(sa_column_kwargs={"server_default": "1"})
    more_images: str | None = Field(sa_type=JSONB(none_as_null=True))
    credits_reserved: int | None
    credits_held_until: datetime | None = Field(sa_type=DateTime(timezone=True))
    images_removed_at: datetime | None = Field(sa_type=DateTime(timezone=True))
    prompt_removed_at: datetime | None = Field(sa_type=DateTime(timezone=True))
    only_service_ends: bool = Field(sa_column_kwargs={"server_default": false()})
    external_id: str | None = Field(max_length=200)
    parameters: str | None = Field(sa_type=JSON)
    metadata_: str | None = Field(sa_column=Column("metadata", JSON))
    input_tokens: int | None
    output_tokens: int | None
    cost: Decimal | None = Field(sa_type=Numeric(18, 6))
    failure_code: str | None = Field(max_length=50)
    started_at: datetime | None = Field(sa_type=DateTime(timezone=True))
    deadline: datetime | None = Field(sa_type=DateTime(timezone=True))
    trashed_at: datetime | None = Field(sa_type=DateTime(timezone=True))
    rating: int | None = Field(sa_type=SmallInteger)
    starred_at: datetime | None = Field(sa_type=DateTime(timezone=True))
