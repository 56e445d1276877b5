"""`./run release`: an archive of the program with its page and documentation built, its locks, and a manifest."""

import gzip
import hashlib
import json
import shutil
import subprocess
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

from migrations.revisions import head
from server.development.building.build import build_apart
from server.development.embedded import EmbeddedServerError
from server.observation.build_info import MANIFEST, build_info
from server.operations.checking.built_pages import DOCUMENTATION, PAGE, TOP


def make_release(directory: Path) -> Path:
    """
    Create the archive of the current commit in `directory`, with a file for its SHA-256, and return its path. Raise
    EmbeddedServerError when there are uncommitted changes, or a build fails.
    """
    if changed := git("status", "--porcelain"):
        raise EmbeddedServerError(f"A release needs a clean tree. This is not committed: {changed.splitlines()[0][3:]}")
    build_apart()
    name = f"task-record-{version()}"
    archive = directory / f"{name}.tar.gz"
    directory.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as temporary:
        tree = Path(temporary, name)
        write_tree(tree)
        pack(tree, archive)
    archive.with_name(f"{archive.name}.sha256").write_text(f"{digest(archive)}  {archive.name}\n", encoding="utf-8")
    return archive


def git(*arguments: str) -> str:
    command = ["/usr/bin/env", "git", *arguments]
    asked = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False)  # noqa: S603 - the commands are ours
    if asked.returncode != 0:
        raise EmbeddedServerError(f"A release is made in a clone of the repository: {asked.stderr.strip()}")
    return asked.stdout.strip()


def version() -> str:
    """Return the version in pyproject.toml, with the commit unless a tag names this version."""
    released = build_info().version
    if f"v{released}" in git("tag", "--points-at", "HEAD").splitlines():
        return released
    return f"{released}-dev.{git('rev-parse', '--short', 'HEAD')}"


def write_tree(tree: Path) -> None:
    """Write the archive's files: the committed ones, except those that .gitattributes excludes, and the builds."""
    committed = tree.with_name("committed.tar")
    git("archive", f"--prefix={tree.name}/", f"--output={committed}", "HEAD")
    shutil.unpack_archive(committed, tree.parent)
    for built in (PAGE, DOCUMENTATION):
        shutil.copytree(built.directory, tree / built.directory.relative_to(TOP))
    manifest = {
        "version": version(),
        "revision": git("rev-parse", "HEAD"),
        "database": head(),
        "files": {str(path.relative_to(tree)): digest(path) for path in sorted(tree.rglob("*")) if path.is_file()},
    }
    (tree / MANIFEST).write_text(f"{json.dumps(manifest, indent=1)}\n", encoding="utf-8")


def pack(tree: Path, archive: Path) -> None:
    """Pack the tree reproducibly: every file belongs to root and has the time of the commit."""
    time = int(git("log", "-1", "--format=%ct"))

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        member.uid = member.gid = 0
        member.uname = member.gname = "root"
        member.mtime = time
        return member

    with (
        archive.open("wb") as file,
        gzip.GzipFile(fileobj=file, mode="wb", filename="", mtime=time) as compressed,
        tarfile.open(fileobj=compressed, mode="w") as packed,
    ):
        packed.add(tree, tree.name, filter=plain)


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
