"""What all processes of a pytest run share, each started by the first test that asks for it."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from multiprocessing import connection
from pkgutil import resolve_name
from threading import Lock, Thread
from typing import Any

_IMPORTING = Lock()
"""Of packages whose modules import each other, threads that import at once see some half done."""


class Provider(Thread):
    """Keeps one service for all processes of a pytest run, in the one that outlives the others.

    It starts the service when the first asks for it. The service ends with this thread, also where that is killed:
    Linux takes the end of the thread that started a process for the end of its parent.
    """

    def __init__(self, name: str, service: str) -> None:
        """`service`: the module and the name of the context manager that is entered."""
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
        """Begins to end the service, if it was started; `join` returns when it has ended."""
        with connection.Client(str(self._listener.address)) as asking:
            asking.send(False)


def provided(name: str) -> Any:
    """The service of that name. The first to ask waits until it has started, a few seconds."""
    with connection.Client(os.environ[_variable(name)]) as asking:
        asking.send(True)
        answer = asking.recv()
    if isinstance(answer, Exception):
        raise answer
    return answer


def _variable(name: str) -> str:
    """Of the environment, which xdist's workers inherit."""
    return f"TASK_RECORD_TEST_{name.upper()}"
