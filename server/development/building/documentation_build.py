"""The site of docs/, built by Zensical."""

from pathlib import Path

from server.development.building.build import Build

_TOP = Path(__file__).parents[3]

_SCRIPT = """
# Another server may be building it just now.
if command -v flock >/dev/null; then mkdir -p .tools; exec 9>.tools/documentation.lock; flock 9; fi
sources=$(find docs zensical.toml requirements-docs.lock -type f -exec cksum {} + | sort | cksum)
[ "$(cat site/.built-from 2>/dev/null)" != "$sources" ] || exit 0
# Not with the other requirements: the server's first answer would wait for it.
uv pip install --quiet --require-hashes --no-config --python "$PYTHON" -r requirements-docs.lock
"$PYTHON" -P -m zensical build --strict
echo "$sources" >site/.built-from
"""


def build_documentation(log: Path) -> Build:
    """What brings site/ up to date, and has begun to."""
    build = Build("documentation", _SCRIPT, _TOP, log)
    build.start()
    return build
