import shutil
import signal
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from server.development.embedded.account import give
from server.development.embedded.directories import make_data_directory, temporary_directory
from server.development.embedded.secrets_file import EmbeddedSecrets
from server.development.embedded.server_lock import ServerLock
from server.development.embedded.server_process import ServerProcess


class Running(ABC):
    """Something that is started and ready when its context is entered, and stopped when the context ends."""

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
        """Make the server's files that are missing, and remove those that would keep it from starting."""

    @abstractmethod
    def _launch(self) -> None:
        """Call `_run` with the server's command line."""

    @abstractmethod
    def _is_ready(self) -> bool:
        """Whether the server answers."""
