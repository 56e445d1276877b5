import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from server.development.embedded import EmbeddedServerError
from server.development.embedded.directories import (
    child_environment,
    dropped_privileges,
    give,
    make_data_directory,
    temporary_directory,
)
from server.development.embedded.secrets_file import EmbeddedSecrets
from server.development.embedded.server_lock import ServerLock

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class Running(ABC):
    """Something that is ready when its context is entered, and stopped when the context ends."""

    def __enter__(self) -> Self:
        try:
            self.start()
            self.wait_until_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @abstractmethod
    def start(self) -> None:
        """Launch it; it is not ready yet. Call `stop` even when this fails."""

    @abstractmethod
    def wait_until_ready(self) -> None:
        """Return when it answers. Raise EmbeddedServerError if it does not."""

    @abstractmethod
    def stop(self) -> None:
        """Stop it and wait for its end."""


class EmbeddedServer(Running):
    """
    A server in a child process, with its files in `directory`/`name` and its output in `directory`/`name`.log. It runs
    from `start` to `stop`, or as long as its context lasts.
    """

    _orphaned: signal.Signals
    """The signal that Linux sends to the server when this process has ended, even if it was killed."""
    _stops_within = 15.0
    """Seconds that an orderly stop may take, after which the server is killed."""

    def __init__(self, directory: Path, name: str) -> None:
        self._directory = directory
        self._files = directory / name
        self._log = directory / f"{name}.log"
        self._lock = ServerLock(directory / f"{name}.lock")
        self._socket_directory: Path | None = None
        self._process: ServerProcess | None = None

    @property
    def secrets(self) -> EmbeddedSecrets:
        """The secrets of the data directory, read from their file each time."""
        return EmbeddedSecrets.load(self._directory)

    def start(self) -> None:
        """Launch the server, which is not ready yet. Raise EmbeddedServerError when another runs on this directory."""
        make_data_directory(self._directory)
        self._lock.acquire()
        EmbeddedSecrets.make_if_missing(self._directory)
        self._prepare()
        self._socket_directory = temporary_directory()
        give(self._socket_directory)
        self._launch()

    def wait_until_ready(self) -> None:
        """Return when the server answers. Raise EmbeddedServerError, with the end of its log, if it does not."""
        if self._process is not None:
            self._process.wait_until(self._is_ready)

    def begin_stop(self) -> None:
        """Ask the server to stop, without waiting for it."""
        if self._process is not None:
            self._process.begin_stop()

    def stop(self) -> None:
        """Stop the server and wait for its end."""
        if self._process is not None:
            self._process.stop(self._stops_within)
            self._process = None
        if self._socket_directory is not None:
            shutil.rmtree(self._socket_directory, ignore_errors=True)
        self._lock.release()

    def _run(self, command: Sequence[str | Path], environment: dict[str, str] | None = None) -> None:
        self._process = ServerProcess(
            command,
            directory=self._files,
            log=self._log,
            environment=environment or {},
            inherit=[self._lock.descriptor],
            orphaned=self._orphaned,
        )

    @abstractmethod
    def _prepare(self) -> None:
        """Create the server's missing files, and remove those that would prevent its start."""

    @abstractmethod
    def _launch(self) -> None:
        """Call `_run` with the server's command line."""

    @abstractmethod
    def _is_ready(self) -> bool:
        """Whether the server answers."""


class ServerProcess:
    """
    A child process that runs as the servers' account. Its output goes to `log`, it inherits the descriptors `inherit`,
    and gets the signal `orphaned` when this process ends.

    Create it in a thread that lives as long as the child: to Linux, the end of that thread is the parent's end.
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        directory: Path,
        log: Path,
        environment: Mapping[str, str],
        inherit: Sequence[int],
        orphaned: signal.Signals,
    ) -> None:
        self._name = Path(command[0]).name
        self._log = log
        parent = os.getpid()
        with open(log, "wb", opener=_open_private) as output:
            # A session of its own, so that Ctrl-C in a terminal does not reach it: this process stops it.
            self._process = subprocess.Popen(  # noqa: S603 - the command is ours, and no shell reads it
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=directory,
                env=child_environment(directory) | dict(environment),
                start_new_session=True,
                pass_fds=inherit,
                preexec_fn=lambda: _stop_with(parent, orphaned),
                **dropped_privileges(),
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def is_running(self) -> bool:
        return self._process.poll() is None

    def wait_until(self, is_ready: Callable[[], bool], *, seconds: float = 60.0) -> None:
        """
        Return when `is_ready()` is true. Raise EmbeddedServerError when the process ends first, or is not ready after
        `seconds`.
        """
        deadline = time.monotonic() + seconds
        while not is_ready():
            if not self.is_running():
                raise EmbeddedServerError(self._failure("stopped while starting"))
            if time.monotonic() > deadline:
                raise EmbeddedServerError(self._failure(f"is not ready after {seconds:.0f} seconds"))
            time.sleep(0.01)

    def begin_stop(self) -> None:
        """Ask the process to stop, by SIGINT, without waiting for its end."""
        if self.is_running():
            self._process.send_signal(signal.SIGINT)

    def stop(self, seconds: float) -> None:
        """Ask the process to stop, and wait for its end; kill it after `seconds`."""
        self.begin_stop()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
            return
        self.kill()

    def kill(self) -> None:
        """Kill the process and wait for its end."""
        self._process.kill()
        self._process.wait()

    def _failure(self, what: str) -> str:
        last_lines = self._log.read_text(errors="replace").splitlines()[-5:]
        return "\n  ".join([f"{self._name} {what}; {self._log} ends:", *last_lines])


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _stop_with(parent: int, number: signal.Signals) -> None:
    """In the child, on Linux: ask for the signal when the parent ends, and exit if it has ended already."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:
            os._exit(1)
