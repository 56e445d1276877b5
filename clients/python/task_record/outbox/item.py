from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from task_record.images.picture import Picture

Operation = Literal["begin", "create", "start", "complete", "fail", "cancel", "record", "value"]
"""`value` is not a mutation: it has values and images that were left out of one."""


@dataclass(frozen=True)
class Item:
    """A mutation to send and its images, complete enough to be sent by another process."""

    task: str
    operation: Operation
    input: str
    """The input in JSON, without images."""
    images: tuple[Picture, ...] = ()
    id: int = 0
    """The position in the outbox."""
    attempts: int = 0


@dataclass(frozen=True)
class RefusedItem:
    """
    A refused mutation, which stays in the outbox until it is sent again or removed. With the operation `value`, the
    task is recorded, but without the values in `input`, or without the images of this item.
    """

    id: int
    task: str
    operation: str
    code: str
    message: str
    input: str
    """The input in JSON, without images."""
