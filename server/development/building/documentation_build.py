"""The site of docs/, built by Zensical."""

from pathlib import Path

from server.development.building.build import Build

_TOP = Path(__file__).parents[3]

_SCRIPT = """
# Another server may be building the site at this moment.
if command -v flock >/dev/null; then mkdir -p .tools; exec 9>.tools/documentation.lock; flock 9; fi
sources=$(find docs zensical.toml requirements-docs.lock -type f -exec cksum {} + | sort | cksum)
[ "$(cat site/.built-from 2>/dev/null)" != "$sources" ] || exit 0
# Not installed with the other requirements, lest the server's first answer wait for it.
uv pip install --quiet --require-hashes --no-config --python "$PYTHON" -r requirements-docs.lock
"$PYTHON" -P -m zensical build --strict
echo "$sources" >site/.built-from
"""


def build_documentation(log: Path) -> Build:
    """Start to bring site/ up to date. The script itself returns at once where nothing has changed."""
    build = Build("documentation", _SCRIPT, _TOP, log)
    build.start()
    return build
