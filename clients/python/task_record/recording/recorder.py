from __future__ import annotations

import atexit
import json
import logging
import os
from collections.abc import Callable
from weakref import WeakMethod

from task_record.access.service import Service
from task_record.access.token import Token
from task_record.errors import TaskRecordError, Temporary
from task_record.images.progress import Progress
from task_record.outbox.delivery import Delivery
from task_record.outbox.item import Item
from task_record.outbox.outbox import Outbox
from task_record.outbox.sender import Sender
from task_record.recording.recording import Recording

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
        patience: float,
    ) -> None:
        self.token = Token(token)
        self.outbox = Outbox(outbox)
        self.progress: dict[str, Progress] = {}
        self.delivery = Delivery(Service(url, self.token, patience, timeout=patience), self.progress)
        self.sender = Sender(self.outbox, Delivery(Service(url, self.token, patience=0), self.progress))
        leave = WeakMethod(self._leave)
        self._at_exit = atexit.register(lambda: (method := leave()) and method())
        if self.outbox.waiting():
            self.sender.wake()

    def begin(self, recording: Recording) -> None:
        """Record it. Raises only where the caller waits for it: if it is strict, or holds credits."""
        demanded = recording.is_strict or recording.options.get("max_credits") is not None
        if "progress" in recording.options:
            self.progress[recording.id] = recording.options["progress"]
        try:
            item = recording.creation()
            if demanded or not self.outbox.is_durable:
                recording.task = self.delivery.send(item)
            else:
                self._put(item)
        except Temporary as error:
            if demanded:
                self._give_up(recording)
                raise
            logger.warning("Task Record: %s (%s). The task waits in memory.", error, error.code)
            self._put(item)
        except Exception as error:
            if demanded:
                raise
            self._log(recording, error)

    def end(self, recording: Recording, error: BaseException | None) -> None:
        """Note how it ended. Raises only if it is strict and no error is under way."""
        try:
            item = recording.end(error)
            if self._waits(recording):
                recording.task = self.delivery.send(item)
            else:
                self._put(item)
        except Temporary:
            self._put(item)
            if recording.is_strict and error is None:
                raise
        except Exception as refused:
            if recording.is_strict and error is None:
                raise
            self._log(recording, refused)
        finally:
            if not self.outbox.waiting(recording.id):
                self.progress.pop(recording.id, None)

    def close(self, timeout: float) -> bool:
        """Send what waits, within the time, and return whether all is sent. What is not stays in the outbox."""
        atexit.unregister(self._at_exit)
        is_sent = self.sender.flush(timeout)
        for delivery in (self.delivery, self.sender.delivery):
            delivery.service.http.close()
        if not is_sent:
            where = f"{self.outbox.path} keeps" if self.outbox.is_durable else "The end of the process drops"
            logger.error("%s %d mutations that could not be sent.", where, self.outbox.waiting())
        if self.sender.stop(timeout):
            self.outbox.close()
        return is_sent

    def _waits(self, recording: Recording) -> bool:
        """Whether its end is sent at once: not before what the outbox has of it."""
        wanted = recording.is_strict or not self.outbox.is_durable
        return wanted and not self.outbox.waiting(recording.id)

    def _give_up(self, recording: Recording) -> None:
        """What may have been recorded although no answer came holds no credits, unless the job may come again."""
        if recording.options.get("key") is None:
            self._put(Item(recording.id, "cancel", json.dumps({"id": recording.id})))

    def _put(self, item: Item) -> None:
        self.outbox.put(item)
        self.sender.wake()

    def _log(self, recording: Recording, error: Exception) -> None:
        code = error.code if isinstance(error, TaskRecordError) else type(error).__name__
        logger.error("Task %s is not recorded: %s (%s)", recording.id, error, code)

    def _leave(self) -> None:
        """At the end of the process. A server that does not answer is not waited for if the outbox outlives it."""
        self.close(0.0 if self.outbox.is_durable and self.sender.is_failing else AT_EXIT)
