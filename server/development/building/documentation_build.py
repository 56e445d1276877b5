"""The site of docs/, built by Zensical."""

from pathlib import Path

from server.development.building.build import Build
from server.operations.checking.built_pages import DOCUMENTATION

_SCRIPT = """
# Another server may be building the site at this moment.
if command -v flock >/dev/null; then mkdir -p .tools; exec 9>.tools/documentation.lock; flock 9; fi
[ "$(cat site/.built-from 2>/dev/null)" != "$SOURCES" ] || exit 0
# Not installed with the other requirements, lest the server's first answer wait for it.
uv pip install --quiet --require-hashes --no-config --python "$PYTHON" -r requirements-docs.lock
"$PYTHON" -P -m zensical build --strict
echo "$SOURCES" >site/.built-from
"""


def build_documentation(log: Path, **environment: str) -> Build:
    """Bring site/ up to date, as `build_page` does web/dist."""
    build = Build(DOCUMENTATION.name, _SCRIPT, DOCUMENTATION.directory.parent, log)
    if not DOCUMENTATION.is_current:
        build.start(SOURCES=DOCUMENTATION.sources(), **environment)
    return build
