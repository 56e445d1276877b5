"""`./run build-page`, for production."""

import sys

from server.development.building.build import TOOLS
from server.development.building.documentation_build import build_documentation
from server.development.building.page_build import build_page


def build_apart() -> None:
    """Bring the page and the documentation up to date. Raise EmbeddedServerError when one cannot be built."""
    TOOLS.mkdir(exist_ok=True)
    for start in (build_page, build_documentation):
        with start(TOOLS / f"{start.__name__}.log") as build:
            if build.is_running:
                sys.stderr.write(f"Building the {build.name}…\n")
            build.finish()
