"""`./run build-page`, for production: what builds is installed apart from what serves."""

import sys
import venv

from server.development.building.documentation_build import build_documentation
from server.development.building.page_build import build_page
from server.operations.checking.built_pages import TOP


def build_apart() -> None:
    """Bring the page and the documentation up to date. Raise EmbeddedServerError when one cannot be built."""
    tools = TOP / ".tools"
    tools.mkdir(exist_ok=True)
    venv.create(tools / "building", symlinks=True)
    python = str(tools / "building" / "bin" / "python")
    for start in (build_page, build_documentation):
        with start(tools / f"{start.__name__}.log", PYTHON=python) as build:
            if build.is_running:
                sys.stderr.write(f"Building the {build.name}…\n")
            build.finish()
