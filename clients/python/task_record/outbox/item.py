from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from task_record.images.picture import Picture

Operation = Literal["begin", "create", "start", "complete", "fail", "cancel", "record"]


@dataclass(frozen=True)
class Item:
    """A mutation to send, with its images: all that is needed to send it from another process."""

    task: str
    operation: Operation
    input: str
    """Its input in JSON, without the images."""
    images: tuple[Picture, ...] = ()
    id: int = 0
    """Its place in the outbox."""
    attempts: int = 0


@dataclass(frozen=True)
class RefusedItem:
    """A mutation that was refused, which stays in the outbox until it is resent or dropped."""

    id: int
    task: str
    operation: str
    code: str
    message: str
