from __future__ import annotations

import atexit
import json
import logging
import os
from collections.abc import Callable
from uuid import uuid4
from weakref import WeakMethod

from task_record.access.service import Service
from task_record.access.token import Token
from task_record.errors import TaskRecordError, Temporary, Unauthenticated
from task_record.images.progress import Progress
from task_record.outbox.delivery import Delivery
from task_record.outbox.item import Item
from task_record.outbox.outbox import Outbox
from task_record.outbox.sender import Sender
from task_record.recording.options import Options
from task_record.recording.recording import Recording
from task_record.recording.task_id import task_id

logger = logging.getLogger("task_record")

AT_EXIT = 5.0
"""Seconds that the end of the process may wait for what is not sent yet."""


class Recorder:
    """Records tasks: through the outbox, or, where an answer is waited for, at once."""

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
        self.delivery = Delivery(Service(url, self.token, patience, timeout=patience), self.progress)
        self.sender = Sender(self.outbox, Delivery(Service(url, self.token, patience=0), self.progress))
        atexit.register(self._leave)
        if hasattr(os, "register_at_fork"):
            begin = WeakMethod(self._begin_in_child)
            os.register_at_fork(after_in_child=lambda: (method := begin()) and method())
        if self.outbox.waiting():
            self.sender.wake()

    def recording(self, prompt: str, options: Options) -> Recording:
        """A task that is not recorded yet."""
        key, user = options.get("key"), options.get("user")
        chosen = str(uuid4()) if key is None else task_id(key, user or self._caller())
        return Recording(chosen, prompt, {"strict": self.strict, **options})

    def resumed(self, id: str) -> Recording:
        """A task that was recorded before, in this process or another."""
        recording = Recording(id, "", {"strict": self.strict})
        recording.took(None)
        return recording

    def begin(self, recording: Recording) -> None:
        """Record it. Raises only where the caller waits for it: if it is strict, or holds credits."""
        demanded = recording.is_strict or recording.options.get("max_credits") is not None
        if "progress" in recording.options:
            self.progress[recording.id] = recording.options["progress"]
        at_once = demanded or not self.outbox.is_durable
        try:
            self._hand_on(recording, recording.creation, at_once, is_kept=not demanded, raises=demanded)
        except Temporary:
            self._give_up(recording)
            raise

    def start(self, task: str, external_id: str) -> None:
        """Note the id that the provider knows a task by."""
        try:
            self.put(Item(task, "start", json.dumps({"id": task, "externalId": external_id})))
        except Exception:
            logger.exception("The provider's id of task %s is not recorded.", task)

    def end(self, recording: Recording, error: BaseException | None) -> None:
        """Note how it ended. Raises only if it is strict and no error is under way."""
        raises = recording.is_strict and error is None
        at_once = recording.is_strict or not self.outbox.is_durable
        self._hand_on(recording, lambda: recording.end(error), at_once, is_kept=True, raises=raises)

    def close(self, timeout: float) -> bool:
        """Send what waits, within the time, and return whether all is sent. What is not stays in the outbox."""
        if self._is_closed:
            return True
        self._is_closed = True
        atexit.unregister(self._leave)
        is_sent = self.sender.flush(timeout)
        if not is_sent:
            where = f"{self.outbox.path} keeps" if self.outbox.is_durable else "The end of the process drops"
            logger.error("%s %d mutations that could not be sent.", where, self.outbox.waiting())
        self.delivery.service.http.close()
        if self.sender.stop():
            self.sender.delivery.service.http.close()
            self.outbox.close()
        return is_sent

    def _hand_on(
        self, recording: Recording, make: Callable[[], Item], at_once: bool, is_kept: bool, raises: bool
    ) -> None:
        """Send what `make` makes at once, unless the outbox has more of the task; or put it there, also if it fails."""
        try:
            item = make()
            if at_once and not self.outbox.waiting(recording.id):
                try:
                    recording.task = self.delivery.send(item)
                except (Temporary, Unauthenticated) as error:
                    if is_kept:
                        self.put(item)
                    if raises:
                        raise
                    logger.warning("Task Record: %s (%s). It is sent later.", error, error.code)
            else:
                self.put(item)
        except Exception as error:
            if raises:
                raise
            code = error.code if isinstance(error, TaskRecordError) else type(error).__name__
            logger.error("Task %s is not recorded: %s (%s)", recording.id, error, code)  # noqa: TRY400

    def _caller(self) -> str:
        try:
            return self.token.subject()
        except Unauthenticated as error:  # what is sent says so again
            logger.warning("%s", error)
            return ""

    def _give_up(self, recording: Recording) -> None:
        """What may have been recorded although no answer came holds no credits, unless the job may come again."""
        if recording.options.get("key") is None:
            self.put(Item(recording.id, "cancel", json.dumps({"id": recording.id})))

    def put(self, item: Item) -> None:
        """Have an item sent by the thread."""
        self.outbox.put(item)
        self.sender.wake()

    def _begin_in_child(self) -> None:
        """A forked process has neither the parent's thread nor its connections."""
        self.outbox.reopen()
        self.sender.reset()
        for delivery in (self.delivery, self.sender.delivery):
            delivery.service.connect()

    def _leave(self) -> None:
        """At the end of the process. A server that does not answer is not waited for if the outbox outlives it."""
        self.close(0.0 if self.outbox.is_durable and self.sender.is_failing else AT_EXIT)
