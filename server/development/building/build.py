import os
import signal
import subprocess
import venv
from pathlib import Path
from types import TracebackType
from typing import Self

from server.development.embedded.errors import EmbeddedServerError
from server.operations.checking.built_pages import TOP

TOOLS = TOP / ".tools"
PYTHON = TOOLS / "building" / "bin" / "python"


class Build:
    """
    Runs a shell script that builds something in `directory`, in the background, for as long as the context lasts; at
    its end the script is killed. `name` is what error messages call the result; the script's output goes to `log`.
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
            os.killpg(self._process.pid, signal.SIGKILL)  # the next run starts over
            self._process.wait()

    def start(self, **environment: str) -> None:
        """
        Start the script. Its environment is that of this process and `environment`, with uv on the `PATH`, and
        `PYTHON`, the interpreter of an environment for what builds: uv would change that of a program that runs.
        """
        TOOLS.mkdir(exist_ok=True)
        venv.create(TOOLS / "building", symlinks=True)
        # `./run` keeps uv there, unless the machine has one.
        search_path = f"{os.environ.get('PATH', os.defpath)}:{TOOLS / 'bin'}"
        with self.log.open("wb") as output:
            self._process = subprocess.Popen(  # noqa: S603 - the command is ours
                # The server, which starts at the same time, goes first.
                ["/usr/bin/env", "nice", "-n", "5", "/bin/sh", "-ec", self.script],
                cwd=self.directory,
                env=os.environ | {"PATH": search_path, "PYTHON": str(PYTHON)} | environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # A session of its own, so that the script's children are killed with it.
                start_new_session=True,
            )

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def finish(self) -> None:
        """Wait for the end of the script, if it was started. Raise EmbeddedServerError when it has failed."""
        if self._process is not None and self._process.wait() != 0:
            raise EmbeddedServerError(f"The {self.name} could not be built: {self.log} says why.")
