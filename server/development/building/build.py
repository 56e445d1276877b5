import os
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from server.development.embedded.errors import EmbeddedServerError

_TOP = Path(__file__).parents[3]


class Build:
    """
    What a shell script makes in `directory` of what lies there, beside whatever else goes on in the context; at its end
    it is stopped. It is called `name` where it fails, and what it prints is in `log`.
    """

    def __init__(self, name: str, script: str, directory: Path, log: Path) -> None:
        self.name, self.script, self.directory, self.log = name, script, directory, log
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None and self.is_running:
            os.killpg(self._process.pid, signal.SIGKILL)  # what is half built is built anew
            self._process.wait()

    def start(self, **environment: str) -> None:
        """
        Run the script, with these variables beside those of this process, uv on the `PATH`, and `PYTHON`, the Python of
        the environment that uv installs into.
        """
        # `./run` keeps uv there, unless the machine has one.
        search_path = f"{os.environ.get('PATH', os.defpath)}:{_TOP / '.tools' / 'bin'}"
        with self.log.open("wb") as output:
            self._process = subprocess.Popen(  # noqa: S603 - the command is ours
                # The server, which starts beside it, goes first.
                ["/usr/bin/env", "nice", "-n", "5", "/bin/sh", "-ec", self.script],
                cwd=self.directory,
                env=os.environ | {"PATH": search_path, "PYTHON": sys.executable} | environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # It has children of its own, to be stopped with it.
                start_new_session=True,
            )

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def finish(self) -> None:
        """Wait until it is built; EmbeddedServerError when it cannot be."""
        if self._process is not None and self._process.wait() != 0:
            raise EmbeddedServerError(f"The {self.name} could not be built: {self.log} says why.")
