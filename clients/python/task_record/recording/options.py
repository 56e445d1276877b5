from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypedDict
from uuid import UUID

from task_record.generated.input_types import TaskSourceInput
from task_record.images.picture import Given, Progress

if TYPE_CHECKING:
    from typing_extensions import Unpack as Unpack
else:
    Unpack = None


class Options(TypedDict, total=False):
    """The options of `record`, in addition to the prompt."""

    model: str | None
    user: UUID | str | None
    """The owner of the task, by default the user of the token. Another user requires the role SERVICE."""
    key: str | None
    """The product's name for the job. A job that runs again with the same key is the same task."""
    images: int
    """The number of requested images, 1 to 16."""
    max_credits: int | None
    """Credits to hold until the task ends. `record` raises `InsufficientCredits` if too few are available."""
    strict: bool
    """Raise an error if the task cannot be recorded, instead of generating without a record."""
    task_type: str
    aspect_ratio: str | None
    original: Given | None
    """The image from which the task starts."""
    sources: Sequence[TaskSourceInput]
    """The tasks from which this task is derived."""
    parameters: Mapping[str, Any]
    """The model's arguments, in addition to the prompt."""
    metadata: Mapping[str, Any]
    external_id: str | None
    deadline: datetime | None
    progress: Progress
    """Called with the number of sent bytes of an image and its size, while this process sends images."""
