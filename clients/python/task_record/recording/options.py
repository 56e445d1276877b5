from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypedDict
from uuid import UUID

from task_record.generated.input_types import TaskSourceInput
from task_record.images.picture import Given
from task_record.images.progress import Progress

if TYPE_CHECKING:
    from typing_extensions import Unpack as Unpack
else:
    Unpack = None


class Options(TypedDict, total=False):
    """What `record` takes beside the prompt."""

    model: str | None
    user: UUID | str | None
    """The user whose task it is; the token's own if omitted. Another one needs a token of the role SERVICE."""
    key: str | None
    """What the product calls the job: the same key is the same task, however often the job runs."""
    images: int
    """How many images are asked for, 1 to 16."""
    max_credits: int | None
    """Held until the task ends. Where too few are available, `record` raises `InsufficientCredits`."""
    strict: bool
    """Raise what keeps the task from being recorded, rather than generate nevertheless."""
    task_type: str
    aspect_ratio: str | None
    original: Given | None
    """The image that the task starts from."""
    sources: Sequence[TaskSourceInput]
    """The tasks that it is made from."""
    parameters: Mapping[str, Any]
    """What the model is given beside the prompt."""
    metadata: Mapping[str, Any]
    external_id: str | None
    deadline: datetime | None
    progress: Progress
    """Called with the bytes of an image sent and its size, while images are sent from this process."""
