"""Services that all processes of a pytest run share, each started when the first test asks for it."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from multiprocessing import connection
from pkgutil import resolve_name
from threading import Lock, Thread
from typing import Any

_IMPORTING = Lock()
"""Held while a service is imported: threads that import at once would see modules of import cycles half done."""


class Provider(Thread):
    """Runs one service for all processes of a pytest run, in the process that outlives the others.

    The service starts when it is first asked for. It ends with this thread, even if that is killed: to Linux, the
    parent of a process is the thread that started it.
    """

    def __init__(self, name: str, service: str) -> None:
        """`service` is `module:name` of the context manager to enter; what it yields is sent to those who ask."""
        super().__init__(name=name, daemon=True)
        self._service = service
        self._listener = connection.Listener(family="AF_UNIX")
        os.environ[_variable(name)] = str(self._listener.address)

    def run(self) -> None:
        service: Any = None
        with self._listener, ExitStack() as running:
            while True:
                with self._listener.accept() as asking:
                    if not asking.recv():
                        return
                    try:
                        service = service or running.enter_context(self._resolve()())
                        asking.send(service)
                    except Exception as error:
                        asking.send(error)

    def _resolve(self) -> Callable[[], AbstractContextManager[Any]]:
        with _IMPORTING:
            start: Callable[[], AbstractContextManager[Any]] = resolve_name(self._service)
            return start

    def stop(self) -> None:
        """Make the service end, if it was started; `join` returns when it has ended."""
        with connection.Client(str(self._listener.address)) as asking:
            asking.send(False)


def provided(name: str) -> Any:
    """Return the service `name`, or raise the error with which it failed. Starting it takes a few seconds."""
    with connection.Client(os.environ[_variable(name)]) as asking:
        asking.send(True)
        answer = asking.recv()
    if isinstance(answer, Exception):
        raise answer
    return answer


def _variable(name: str) -> str:
    """The environment variable, which xdist's workers inherit, with the address of the service's provider."""
    return f"TASK_RECORD_TEST_{name.upper()}"
