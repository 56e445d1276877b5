"""The columns of the table of tasks, with their rules. What follows from the rules is derived."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Annotated
from uuid import UUID

from sqlalchemy import Numeric, SmallInteger, String, func
from sqlalchemy.dialects.postgresql import JSON, JSONB

from models.tasks.task import (
    MAX_IMAGES,
    MAX_LEVELS,
    MAX_METADATA,
    MAX_PARAMETERS,
    ColumnRules,
    TaskStatus,
    TaskType,
    one_of,
)


def is_json_object(most_bytes: int) -> str:
    """The condition that the column is null, or a JSON object within its limits that `jsonb` could hold."""
    return (
        f"json_typeof({{}}) = 'object' AND octet_length({{}}::text) <= {most_bytes} AND NOT jsonb_path_exists("
        f'{{}}::jsonb, \'strict $.**{{{MAX_LEVELS} to last}} ? (@.type() == "object" || @.type() == "array")\')'
    )


NOT_NEGATIVE = "{} >= 0"
IS_LIST = (
    "{} IS NULL OR (deleted_at IS NULL AND jsonb_typeof({}) = 'array'"
    f" AND jsonb_array_length({{}}) BETWEEN 1 AND {MAX_IMAGES - 1})"
)
ALWAYS = "true"
GIVEN = "NEW.{} IS NOT NULL"
NOT_NOW = "NEW.{} <> now()"
NOT_OWN = "NOT task_record.owns(NEW.user_id, NEW.id, NEW.{})"
NOT_ALL_OWN = "NEW.{} IS NOT NULL AND NOT task_record.are_images(NEW.user_id, NEW.id, NEW.{})"
DOCUMENT = partial(ColumnRules, type=JSON(), given="recording", rare=True, merged=True, part="prompt")
# Exports contain images as objects, not these columns.
ORIGINAL = partial(ColumnRules, given="recording", part="images", exported=False)
GENERATED = partial(ColumnRules, given="end", part="images", seen=True, exported=False)


class TaskRow:
    """
    A task as statements return it, with only the columns that the statement selected.

    Enums are the strings that equal their members. An image's columns `_content_type` to `_thumb_hash` are set when the
    image is stored. They are null if there is no image, or if the original design stored it.
    """

    __slots__ = ()

    id: Annotated[
        UUID, ColumnRules(default=func.gen_random_uuid(), given="recording", refused_change=ALWAYS, seen=True)
    ]
    user_id: Annotated[UUID, ColumnRules(given="recording", seen=True)]
    """The task's user."""
    task_type: Annotated[
        str,
        ColumnRules(
            type=one_of(TaskType, 50), default=TaskType.IMAGE_GENERATION, given="recording", final=True, seen=True
        ),
    ]
    """The kind of work: the value of a `TaskType`."""
    status: Annotated[
        str, ColumnRules(type=one_of(TaskStatus, 20), default=TaskStatus.PENDING, given="end", final=True, seen=True)
    ]
    """The state of the task: the value of a `TaskStatus`."""
    prompt: Annotated[str, ColumnRules(given="recording", seen=True, part="prompt")]
    """What the user asked for, 1 to 10,000 characters; empty once the task is deleted, or the prompt removed by age."""
    tokens_used: Annotated[int, ColumnRules(default=0, check=NOT_NEGATIVE, given="end", final=True, seen=True)]
    """Tokens that the generation used; 0 until the task has ended."""
    credits_deducted: Annotated[int, ColumnRules(default=0, check=NOT_NEGATIVE, given="end", final=True, seen=True)]
    """Credits that the user paid for the task; 0 until it has ended."""
    error_message: Annotated[str | None, ColumnRules(given="end", seen=True, part="prompt")]
    """Why the task failed, for its user to read; null unless it failed."""
    aspect_ratio: Annotated[str | None, ColumnRules(type=String(20), given="recording", seen=True)]
    """Width to height, such as `16:9`; or pixels, such as `1024x1024`; or `auto`."""
    model_version: Annotated[str | None, ColumnRules(type=String(200), given="recording", seen=True)]
    """The model that generates, such as `gemini-1.5-pro`."""
    generation_time_ms: Annotated[int | None, ColumnRules(check=NOT_NEGATIVE, given="end", seen=True)]
    """Milliseconds of the generation itself, as reported when the task ended."""
    created_at: Annotated[
        datetime, ColumnRules(default=func.now(), given="recording", refused=NOT_NOW, refused_change=ALWAYS, seen=True)
    ]
    """When the task was recorded."""
    updated_at: Annotated[datetime, ColumnRules(default=func.now(), on_update=func.now(), refused=NOT_NOW, seen=True)]
    """When the task last changed."""
    completed_at: Annotated[
        datetime | None,
        ColumnRules(
            check="{} IS NOT NULL OR status IN ('pending', 'processing')", refused=NOT_NOW, final=True, seen=True
        ),
    ]
    """When the task completed, failed or was canceled; null until then."""
    images_removed_at: Annotated[datetime | None, ColumnRules(refused=GIVEN, seen=True)]
    """When the task's images were removed because of their age; null until then."""
    prompt_removed_at: Annotated[datetime | None, ColumnRules(refused=GIVEN, refused_change=ALWAYS, seen=True)]
    """When the task's prompt and error message were removed because of their age; null until then."""
    image_count: Annotated[
        int, ColumnRules(default=1, check=f"{{}} BETWEEN 1 AND {MAX_IMAGES}", given="recording", seen=True)
    ]
    """How many images were requested, 1 to 16."""
    only_service_ends: Annotated[bool, ColumnRules(default=False, refused_change=ALWAYS, seen=True)]
    """Whether only a back end starts and ends the task. Such a task cannot be deleted before it has ended."""
    external_id: Annotated[
        str | None, ColumnRules(type=String(200), check="{} <> ''", given="recording", rare=True, part="task")
    ]
    """The provider's or the product's id of the task; unique among a user's tasks that are not deleted."""
    parameters: Annotated[str | None, DOCUMENT(check=is_json_object(MAX_PARAMETERS), seen=True)]
    """The model's input in addition to the prompt: a JSON object, as text. Removed with the prompt."""
    metadata: Annotated[str | None, DOCUMENT(check=is_json_object(MAX_METADATA))]
    """The product's own data: a JSON object, as text. Removed with the prompt."""
    input_tokens: Annotated[int | None, ColumnRules(check=NOT_NEGATIVE, given="end", rare=True, final=True, seen=True)]
    """The part of `tokens_used` that was read; null when the parts are not known."""
    output_tokens: Annotated[int | None, ColumnRules(check=NOT_NEGATIVE, given="end", rare=True, final=True, seen=True)]
    """The part of `tokens_used` that was generated; null when the parts are not known."""
    cost: Annotated[
        Decimal | None,
        ColumnRules(
            type=Numeric(18, 6),
            check="{} BETWEEN 0 AND 999999999999.999999",  # excludes 'NaN'
            given="end",
            rare=True,
            final=True,
            seen=True,
        ),
    ]
    """What the provider charged, in the installation's currency; null when it was not reported."""
    failure_code: Annotated[
        str | None,
        ColumnRules(
            type=String(50),
            check="{} IS NULL OR ({} ~ '^[a-z0-9_]+$' AND status = 'failed')",
            given="end",
            rare=True,
            refused="NEW.{} = 'deadline'",
            final=True,
            seen=True,
        ),
    ]
    """Why the task failed, for programs: `a-z0-9_`; null when it did not fail, or no code was given."""
    started_at: Annotated[
        datetime | None, ColumnRules(refused=NOT_NOW, refused_change="OLD.{} IS NOT NULL OR NEW.{} <> now()", seen=True)
    ]
    """When the generation began; null if `startTask` was not called."""
    deadline: Annotated[
        datetime | None,
        ColumnRules(
            given="recording",
            rare=True,
            refused="NEW.{} > now() + interval '31 days'",
            refused_change=ALWAYS,
            seen=True,
        ),
    ]
    """When the task fails automatically unless it has ended; null for never."""
    trashed_at: Annotated[
        datetime | None,
        ColumnRules(
            check="{} IS NULL OR (deleted_at IS NULL AND status NOT IN ('pending', 'processing'))",
            refused=GIVEN,
            refused_change=NOT_NOW,
            seen=True,
            part="task",
        ),
    ]
    """When the task was moved into the trash; null if it is not there. It is deleted once its plan's time is over."""
    rating: Annotated[
        int | None,
        ColumnRules(type=SmallInteger(), check="{} IS NULL OR ({} BETWEEN 1 AND 5 AND status = 'completed')"),
    ]
    """The user's rating of the result, 1 to 5; null without one."""
    starred_at: Annotated[
        datetime | None, ColumnRules(refused=GIVEN, refused_change=NOT_NOW, part="task", exported=False)
    ]
    """When its user starred the task; null without a star."""
    input_sha256: Annotated[str | None, ColumnRules(type=String(64), part="prompt", exported=False)]
    """SHA-256 of the input of `createTask`, including its image. It identifies a repeated call."""
    deleted_at: Annotated[
        datetime | None,
        ColumnRules(refused=GIVEN, refused_change="OLD.{} IS NOT NULL OR NEW.{} <> now()", seen=True, exported=False),
    ]
    """When the task was deleted: its content is removed, and its use is still counted. Null until then."""
    credits_reserved: Annotated[
        int | None, ColumnRules(check=NOT_NEGATIVE, given="recording", refused_change=ALWAYS, seen=True, exported=False)
    ]
    """Credits that the task may cost, set aside when it was recorded; null if its plan has no credits."""
    credits_held_until: Annotated[
        datetime | None,
        ColumnRules(
            check="(credits_reserved IS NULL) = ({} IS NULL)",
            refused="NEW.{} > '9999-01-01'",
            refused_change=ALWAYS,
            seen=True,
            exported=False,
        ),
    ]
    """When the credits set aside are freed, unless the task has ended before; null if its plan has no credits."""
    original_image_url: Annotated[str | None, ORIGINAL(given=None, refused=GIVEN)]
    """The public URL of the task's input image in the original design; null for an image that this server stores."""
    aws_original_key: Annotated[str | None, ORIGINAL(refused=NOT_OWN)]
    """The key of the input image in the bucket; null when the task starts from the prompt alone."""
    original_content_type: Annotated[str | None, ORIGINAL(type=String(20))]
    """The media type of the input image, such as `image/png`."""
    original_width: Annotated[int | None, ORIGINAL(check=NOT_NEGATIVE)]
    """In pixels."""
    original_height: Annotated[int | None, ORIGINAL(check=NOT_NEGATIVE)]
    """In pixels."""
    original_size: Annotated[int | None, ORIGINAL(check=NOT_NEGATIVE)]
    """Bytes of the image itself, without its thumbnail."""
    original_sha256: Annotated[str | None, ORIGINAL(type=String(64))]
    """Of the image's bytes, 64 lower-case hexadecimal digits."""
    original_thumb_hash: Annotated[str | None, ORIGINAL(type=String(40))]
    """A ThumbHash of the image in base64; where it is null, no thumbnail is stored either."""
    generated_image_url: Annotated[str | None, GENERATED(given=None, refused=GIVEN)]
    """The public URL of the result in the original design; null for an image that this server stores."""
    aws_generated_key: Annotated[str | None, GENERATED(refused=NOT_OWN)]
    """The key of the result in the bucket; null until there is one."""
    generated_content_type: Annotated[str | None, GENERATED(type=String(20))]
    """The media type of the result, such as `image/png`."""
    generated_width: Annotated[int | None, GENERATED(check=NOT_NEGATIVE)]
    """In pixels."""
    generated_height: Annotated[int | None, GENERATED(check=NOT_NEGATIVE)]
    """In pixels."""
    generated_size: Annotated[int | None, GENERATED(check=NOT_NEGATIVE)]
    """Bytes of the result itself, without its thumbnail."""
    generated_sha256: Annotated[str | None, GENERATED(type=String(64))]
    """Of the result's bytes, 64 lower-case hexadecimal digits."""
    generated_thumb_hash: Annotated[str | None, GENERATED(type=String(40))]
    """A ThumbHash of the result in base64; where it is null, no thumbnail is stored either."""
    more_images: Annotated[str | None, GENERATED(type=JSONB(none_as_null=True), check=IS_LIST, refused=NOT_ALL_OWN)]
    """
    The results after the first, in order, as a JSON array. Each object has the `key` in the bucket and what the columns
    `generated_content_type` to `_thumb_hash` hold for the first result. Null when there is no second result.
    """


RULES: Mapping[str, ColumnRules] = {name: kind.__metadata__[0] for name, kind in TaskRow.__annotations__.items()}
"""By column, in their order."""
EXPORTED = tuple(name for name, rules in RULES.items() if rules.exported)
"""The columns that exports contain as they are. For images, exports contain objects."""
SEEN_BY_MEMBERS = tuple(name for name, rules in RULES.items() if rules.seen)
"""The columns of tasks on a board that its members see, and that `board_reader` may select."""
