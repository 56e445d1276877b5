from __future__ import annotations

import logging
import time
from threading import Event, RLock, Thread

from task_record.access.pause import pause
from task_record.errors import InternalServerError, TaskRecordError, Temporary, Unauthenticated
from task_record.outbox.delivery import Delivery
from task_record.outbox.item import Item
from task_record.outbox.outbox import Outbox
from task_record.outbox.turn import Turn

logger = logging.getLogger("task_record")

OTHERS = 0.5
"""Seconds until the next check whether another process still sends."""
GRACE = 0.5
"""Seconds to wait for the thread to end."""
LOOK = 0.02
"""Seconds between two checks of the outbox while a caller flushes it."""
MOST_FAULTS = 5
"""How often an item is sent that causes an internal error of the server."""
QUIET = 2
"""Failed attempts of an item that log no warning."""


class Sender:
    """
    A thread that sends the items of the outbox in order, while no other process does. It starts with the first item,
    sleeps while there is none, and never keeps the process alive.
    """

    def __init__(self, outbox: Outbox, delivery: Delivery) -> None:
        self.outbox = outbox
        self.delivery = delivery
        self.is_failing = False
        """Whether the last attempt failed."""
        self._thread: Thread | None = None
        self.reset()

    def wake(self) -> None:
        """Send the items of the outbox."""
        self._woken.set()
        with self._lock:
            if not self._stopped and not (self._thread and self._thread.is_alive()):
                self._thread = Thread(target=self._run, name="task-record-sender", daemon=True)
                self._thread.start()

    def flush(self, timeout: float) -> bool:
        """Wait until everything is sent, and return whether it is."""
        until = time.monotonic() + timeout
        self._hurried.set()
        self.wake()
        while self.outbox.waiting():
            if time.monotonic() >= until:
                return False
            time.sleep(LOOK)
        return True

    def stop(self) -> bool:
        """Stop the thread, and return whether it has ended. It may still wait for a response."""
        self._stopped = True
        self._woken.set()
        self._hurried.set()
        if self._thread:
            self._thread.join(GRACE)
        return not (self._thread and self._thread.is_alive())

    def reset(self) -> None:
        """Start without a thread, as in a forked process, which must not close the parent's connections."""
        self._of_parent = getattr(self, "_turn", None)
        self._turn = Turn(self.outbox, "sender")
        self._lock = RLock()
        self._woken = Event()
        self._hurried = Event()
        self._stopped = False
        self._thread = None

    def _run(self) -> None:
        while not self._stopped:
            try:
                self._send_all()
            except Exception:  # such as a full disk; the thread must continue
                logger.exception("The outbox cannot be read or written.")
                self._rest(OTHERS)

    def _send_all(self) -> None:
        self._woken.clear()
        if not self.outbox.waiting():
            self.outbox.shrink()
            self._woken.wait()
        elif self._turn.taken():
            with self._turn:
                while not self._stopped and (item := self.outbox.first()):
                    self._send(item)
        else:
            self._rest(OTHERS)

    def _send(self, item: Item) -> None:
        try:
            self.delivery.send(item)
        except (Temporary, Unauthenticated) as error:
            self._postpone(item, error)
        except InternalServerError as error:
            if item.attempts < MOST_FAULTS:
                self._postpone(item, error)
            else:
                self._set_aside(item, error)
        except TaskRecordError as error:
            self._set_aside(item, error)
        except Exception as error:
            if self._stopped:  # its connections are closed; the item stays for the next start
                return
            logger.exception("%s of task %s cannot be sent.", item.operation, item.task)
            self._set_aside(item, TaskRecordError(repr(error), code="CLIENT_ERROR"))
        else:
            self.is_failing = False
            self.outbox.remove(item.id)

    def _postpone(self, item: Item, error: TaskRecordError) -> None:
        self.is_failing = True
        self.outbox.note_attempt(item)
        wait = pause(item.attempts + 1, error)
        level = logging.INFO if item.attempts < QUIET else logging.WARNING
        left = self.outbox.waiting()
        logger.log(level, "Task Record: %s (%s). %d wait; next in %.1f s.", error, error.code, left, wait)
        if error.retry_after is None:
            self._rest(wait)
        elif not self._stopped:
            time.sleep(wait)

    def _set_aside(self, item: Item, error: TaskRecordError) -> None:
        self.is_failing = False
        logger.error("%s of task %s was refused: %s (%s)", item.operation, item.task, error, error.code)
        self.outbox.refuse(item, error)

    def _rest(self, seconds: float) -> None:
        """Wait until the time has passed or a caller flushes."""
        self._hurried.wait(seconds)
        self._hurried.clear()
