import asyncio
import fcntl
import gc
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from functools import partial
from multiprocessing.context import ForkProcess
from pathlib import Path
from socket import socket
from tempfile import TemporaryDirectory, gettempdir
from typing import Any

import uvicorn
from uvicorn.supervisors import Multiprocess, multiprocess

from server.limits.connection.accepting_loop import AcceptingLoop
from server.limits.connection.http_protocol import BoundedHttpProtocol
from server.limits.connection.websocket_protocol import BoundedWebSocketProtocol
from server.settings.settings import Settings

SECURITY_HEADERS = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Frame-Options", "SAMEORIGIN"),
]
"""Headers of every response, including those that Uvicorn sends by itself."""
SHARED_MEMORY = "/dev/shm"  # noqa: S108 - only the directory in which one of our own is made
METRICS = "task-record-metrics-"
"""The prefix of the directories of processes that add up their metrics."""
ENDS_WITHIN = 15.0
"""Seconds that a worker may take to end after its parent was killed: requests have 10."""


class Lifeline:
    """A pipe whose writing end only the parent holds open: it closes when the parent ends, for any reason."""

    def __init__(self) -> None:
        self.reading, self.writing = os.pipe()

    def follow(self) -> None:
        """In a worker: stop when the parent ends without having stopped the worker, or be killed."""
        os.close(self.writing)
        threading.Thread(target=self.end_with_parent, daemon=True).start()

    def end_with_parent(self) -> None:
        os.read(self.reading, 1)
        os.kill(os.getpid(), signal.SIGINT)  # which closes the socket at once, so that no more clients connect
        time.sleep(ENDS_WITHIN)
        os.kill(os.getpid(), signal.SIGKILL)


class Worker(ForkProcess):
    """
    One of several processes, forked from a parent that has imported everything: it starts at once, and shares memory
    with the others. The parent has no threads, event loop or connections, which would not survive a fork.
    """

    def __init__(self, lifeline: Lifeline, **how: Any) -> None:
        super().__init__(**how)
        self.lifeline = lifeline

    def start(self) -> None:
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        try:
            super().start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)

    def run(self) -> None:
        with suppress(KeyboardInterrupt):  # Uvicorn raises the signal that stopped it again
            # Signals were blocked until here, since the handlers inherited from the parent would swallow them.
            for number in filter(is_handled, signal.valid_signals()):
                signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, signal.valid_signals())
            self.lifeline.follow()
            super().run()


def is_handled(number: int) -> bool:
    """Whether a function of Python handles the signal."""
    return callable(signal.getsignal(number))


class Supervisor(Multiprocess):
    """
    The parent of several processes. When it ends them, it closes the socket that they share. Otherwise clients could
    still connect after the last process stopped accepting, and their requests would be lost.
    """

    def terminate_all(self) -> None:
        super().terminate_all()
        for listener in self.sockets:
            listener.close()


def forking(lifeline: Lifeline) -> Callable[..., Worker]:
    """Return a function that makes a worker, not started yet, which runs `target` on the sockets."""

    def forked(config: uvicorn.Config, target: Callable[..., None], sockets: list[socket]) -> Worker:
        return Worker(lifeline, target=target, args=[sockets])

    return forked


def serving_options(settings: Settings) -> dict[str, Any]:
    """Return the options for Uvicorn that production, development and tests have in common."""
    return {
        "loop": f"{AcceptingLoop.__module__}:{AcceptingLoop.__name__}",
        "http": partial(
            BoundedHttpProtocol,
            max_header_size=settings.max_header_size,
            header_timeout=settings.header_timeout,
        ),
        "ws": partial(
            BoundedWebSocketProtocol,
            unauthenticated=set(),
            message_timeout=settings.body_timeout,
        ),
        "ws_max_size": settings.max_body_size,
        "ws_per_message_deflate": False,  # it would be nearly half of a subscription's memory, for events of 200 bytes
        "headers": SECURITY_HEADERS,
        "forwarded_allow_ips": [str(network) for network in settings.trusted_proxies],
        "server_header": False,
        "lifespan": "on",
        "access_log": False,
        "log_config": None,
    }


def run(settings: Settings, host: str, port: int, workers: int) -> None:
    """
    Serve in `workers` processes until a signal stops them. Raises StorageUnavailable when storage has no credentials,
    OtherCurrency when there are costs in another currency.
    """
    with measured_together() if workers > 1 else nullcontext():
        from server.observation.logs import set_up_logs
        from server.stores.connections import check_credentials, check_currency

        asyncio.run(check_credentials(settings))
        asyncio.run(check_currency(settings))
        set_up_logs(settings.log_level, as_json=True)
        options = serving_options(settings) | {
            "app": "server.app:application",
            "factory": True,
            "host": host,
            "port": port,
            "workers": workers,
            "timeout_graceful_shutdown": 10,
        }
        if workers > 1:
            run_several(uvicorn.Config(**options))
        else:
            uvicorn.run(**options)


@contextmanager
def measured_together() -> Iterator[None]:
    """
    Provide a directory, until the context is left, through which the processes started meanwhile add up their metrics.
    prometheus_client looks for it when it is imported, so enter this before importing most of our modules. It maps the
    files, so that a full disk would kill the processes: they are in shared memory where there is one.
    """
    place = Path(SHARED_MEMORY if os.access(SHARED_MEMORY, os.W_OK) else gettempdir())
    remove_abandoned(place)
    with TemporaryDirectory(prefix=f".{METRICS}", dir=place) as made, locked(Path(made)):
        # Other processes see it only now: they would remove one that is not locked.
        directory = Path(made).rename(place / Path(made).name.removeprefix("."))
        try:
            os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(directory)
            yield
        finally:
            directory.rename(made)


def remove_abandoned(place: Path) -> None:
    """Remove the directories of this user's processes that were killed: no process locks them."""
    for directory in place.glob(f"{METRICS}*"):
        with suppress(OSError), locked(directory):
            if directory.stat().st_uid == os.geteuid():
                shutil.rmtree(directory, ignore_errors=True)


@contextmanager
def locked(directory: Path) -> Iterator[None]:
    """Lock the directory for this process and its forks; OSError if another process has, or for any other file."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


def run_several(config: uvicorn.Config) -> None:
    """Run as many processes as the configuration says, on one socket."""
    import server.app  # noqa: F401 - once, before the processes are forked

    gc.collect()
    gc.freeze()  # a collection writes to the objects that it visits, which would copy shared memory
    multiprocess.get_subprocess = forking(Lifeline())  # type: ignore[attr-defined, assignment] # its own would import everything again
    Supervisor(config, [config.bind_socket()]).run()
