import shutil
import signal
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from server.development.embedded.account import give
from server.development.embedded.directories import make_data_directory, temporary_directory
from server.development.embedded.secrets_file import Credentials
from server.development.embedded.server_lock import ServerLock
from server.development.embedded.server_process import ServerProcess


class EmbeddedServer(ABC):
    """One server with its files under `directory`/`name`, for as long as the context lasts."""

    _orphaned: signal.Signals
    """The signal that it gets when this process is gone."""
    _stops_within = 15.0
    """Seconds, then it is killed."""

    def __init__(self, directory: Path, name: str) -> None:
        self._directory = directory
        self._files = directory / name
        self._log = directory / f"{name}.log"
        self._lock = ServerLock(directory / f"{name}.lock")
        self._socket_directory: Path | None = None
        self._process: ServerProcess | None = None

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

    @property
    def credentials(self) -> Credentials:
        return Credentials.load(self._directory)

    def start(self) -> None:
        """Returns before the server is ready, so that others can start meanwhile."""
        make_data_directory(self._directory)
        self._lock.acquire()
        Credentials.make_if_missing(self._directory)
        self._prepare()
        self._socket_directory = temporary_directory()
        give(self._socket_directory)
        self._launch()

    def wait_until_ready(self) -> None:
        if self._process is not None:
            self._process.wait_until(self._is_ready)

    def begin_stop(self) -> None:
        if self._process is not None:
            self._process.begin_stop()

    def stop(self) -> None:
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
        """Bring the files into the state in which the server can start."""

    @abstractmethod
    def _launch(self) -> None:
        """Run the server."""

    @abstractmethod
    def _is_ready(self) -> bool: ...
