from __future__ import annotations

import atexit
import json
import logging
import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from uuid import uuid4
from weakref import WeakMethod

from task_record.access.service import Service
from task_record.access.token import Token
from task_record.errors import TaskRecordError, Temporary, Unauthenticated
from task_record.images.picture import Progress
from task_record.outbox.delivery import Delivery
from task_record.outbox.item import Item
from task_record.outbox.outbox import Outbox
from task_record.outbox.sender import LOOK, Sender
from task_record.recording.options import Options
from task_record.recording.recording import Recording, task_id

logger = logging.getLogger("task_record")

AT_EXIT = 5.0
"""Seconds for which the exit of the process waits for unsent tasks."""


class Recorder:
    """Records tasks through the outbox, or immediately if the caller waits for the response."""

    def __init__(
        self,
        url: str,
        token: str | Callable[[], str],
        outbox: str | os.PathLike[str] | None,
        strict: bool,
        patience: float,
    ) -> None:
        self.token = Token(token)
        self.strict = strict
        self.outbox = Outbox(outbox)
        self.progress: dict[str, Progress] = {}
        self._is_closed = False
        self.delivery = Delivery(Service(url, self.token, patience, timeout=patience), self.progress, self.outbox)
        self.sender = Sender(self.outbox, Delivery(Service(url, self.token, patience=0), self.progress, self.outbox))
        atexit.register(self._leave)
        if hasattr(os, "register_at_fork"):
            begin = WeakMethod(self._begin_in_child)
            os.register_at_fork(after_in_child=lambda: (method := begin()) and method())
        if self.outbox.waiting():
            self.sender.wake()

    def recording(self, prompt: str, options: Options) -> Recording:
        """Return a task that is not recorded yet."""
        key, user = options.get("key"), options.get("user")
        chosen = str(uuid4()) if key is None else task_id(key, user or self._caller())
        return Recording(chosen, prompt, {"strict": self.strict, **options})

    def resumed(self, id: str) -> Recording:
        """Return a task that this or another process has recorded."""
        recording = Recording(id, "", {"strict": self.strict})
        recording.took(None)
        return recording

    def has_ended(self, recording: Recording) -> bool:
        """
        Return whether the outbox has the end of a task, which the server may not have. Waits until it is sent, for at
        most the client's patience.
        """
        if not self.outbox.has_end(recording.id):
            return False
        until = time.monotonic() + self.delivery.service.patience
        while self.outbox.waiting(recording.id) and time.monotonic() < until:
            time.sleep(LOOK)
        with suppress(TaskRecordError):
            recording.task = self.delivery.service.task(recording.id).task
        return True

    def begin(self, recording: Recording, is_awaited: bool = False) -> None:
        """
        Record a task, and wait for the response if `is_awaited`. Raises only if the task is strict or holds credits.
        """
        demanded = recording.is_strict or recording.options.get("max_credits") is not None
        if "progress" in recording.options:
            self.progress[recording.id] = recording.options["progress"]
        at_once = demanded or is_awaited or not self.outbox.is_durable
        try:
            self._send_or_store(recording, recording.creation, at_once, is_retried=not demanded, raises=demanded)
        except Temporary:
            self._give_up(recording)
            raise

    def start(self, task: str, external_id: str) -> None:
        """Record the provider's id of a task."""
        try:
            self.put(Item(task, "start", json.dumps({"id": task, "externalId": external_id})))
        except Exception:
            logger.exception("The provider's id of task %s is not recorded.", task)

    def end(self, recording: Recording, error: BaseException | None) -> None:
        """Record the end of a task. Raises only if the task is strict and no other error is being raised."""
        raises = recording.is_strict and error is None
        at_once = recording.is_strict or not self.outbox.is_durable
        self._send_or_store(recording, lambda: recording.end(error), at_once, is_retried=True, raises=raises)

    def close(self, timeout: float) -> bool:
        """Send waiting items for at most `timeout` seconds, and return whether all were sent. The others stay."""
        if self._is_closed:
            return True
        self._is_closed = True
        atexit.unregister(self._leave)
        is_sent = self.sender.flush(timeout)
        if not is_sent:
            where = f"{self.outbox.path} retains" if self.outbox.is_durable else "The exit of the process discards"
            logger.error("%s %d mutations that could not be sent.", where, self.outbox.waiting())
        self.delivery.service.http.close()
        if self.sender.stop():
            self.sender.delivery.service.http.close()
            self.outbox.close()
        return is_sent

    def _send_or_store(
        self, recording: Recording, make: Callable[[], Item], at_once: bool, is_retried: bool, raises: bool
    ) -> None:
        """Send the item now, or put it into the outbox if sending fails or the outbox has items of the task."""
        item = Item(recording.id, "value", json.dumps({"prompt": recording.prompt}))
        try:
            item = make()
            self.leave_out(recording)
            if at_once and not self.outbox.waiting(recording.id):
                try:
                    recording.task = self.delivery.send(item, is_strict=raises and item.operation == "begin")
                except (Temporary, Unauthenticated) as error:
                    if is_retried:
                        self.put(item)
                    if raises:
                        raise
                    logger.warning("Task Record: %s (%s). It is sent later.", error, error.code)
            else:
                self.put(item)
        except Exception as error:
            if raises:
                raise
            self._refuse(item, error)

    def _refuse(self, item: Item, error: Exception) -> None:
        unknown = TaskRecordError(repr(error), code="CLIENT_ERROR")
        try:
            self.outbox.put_refused(item, error if isinstance(error, TaskRecordError) else unknown)
        except sqlite3.Error:
            logger.error("Task %s is not recorded: %s (%s)", item.task, error, type(error).__name__)  # noqa: TRY400

    def leave_out(self, recording: Recording) -> None:
        """Log and retain what the recording could not take."""
        while recording.left_out:
            self.outbox.leave_out(recording.id, recording.left_out.pop(0))

    def _caller(self) -> str:
        try:
            return self.token.subject()
        except Unauthenticated as error:  # sending raises it again
            logger.warning("%s", error)
            return ""

    def _give_up(self, recording: Recording) -> None:
        """Cancel a task that may be recorded although no response arrived, so that it holds no credits."""
        if recording.options.get("key") is None:
            self.put(Item(recording.id, "cancel", json.dumps({"id": recording.id})))

    def put(self, item: Item) -> None:
        """Let the thread send an item."""
        self.outbox.put(item)
        self.sender.wake()

    def _begin_in_child(self) -> None:
        """A forked process has neither the parent's thread nor its connections."""
        self.outbox.reopen()
        self.sender.reset()
        for delivery in (self.delivery, self.sender.delivery):
            delivery.service.connect()

    def _leave(self) -> None:
        """Close at exit. Does not wait for a server that fails if the outbox survives the process."""
        self.close(0.0 if self.outbox.is_durable and self.sender.is_failing else AT_EXIT)
