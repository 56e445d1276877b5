"""The folders and files of each layer are as docs/architecture.md draws and CONTRIBUTING.md says."""

import ast
import subprocess
import sys
import sysconfig
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

from tests.house import PAGE, PICTURE, picture, rooms

TOP = Path(__file__).parents[1]
FLOORS = ("server", "schema", "resolvers", "models", "storage")
LINT_IMPORTS = Path(sysconfig.get_path("scripts")) / "lint-imports"
MOST_FILES = 12


def modules() -> Iterator[Path]:
    for floor in FLOORS:
        yield from (path for path in (TOP / floor).rglob("*.py") if path.name != "__init__.py")


def client_modules() -> list[Path]:
    """Return the modules of the Python client that are not generated."""
    found = (TOP / "clients" / "python" / "task_record").rglob("*.py")
    return [path for path in found if path.name != "__init__.py" and path.parent.name != "generated"]


OURS = {"server": lambda: [*modules()], "client": client_modules}


def twice(names: Iterator[str]) -> list[str]:
    return sorted(name for name, count in Counter(names).items() if count > 1)


def test_imports_go_one_way() -> None:
    """import-linter finds no violation of the contracts in pyproject.toml."""
    checked = subprocess.run([LINT_IMPORTS, "--no-cache"], cwd=TOP, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    assert "4 kept, 0 broken" in checked.stdout


def test_no_two_folders_import_each_other() -> None:
    """Nor do a folder and one inside it, which the contracts allow."""
    graph = grimp.build_graph(*FLOORS)
    folder = {
        name: name if (TOP / name.replace(".", "/")).is_dir() else name.rpartition(".")[0] for name in graph.modules
    }
    imports = {
        (folder[name], folder[other])
        for name in graph.modules
        for other in graph.find_modules_directly_imported_by(name)
    }
    assert sorted(pair for pair in imports if pair[::-1] in imports and pair[0] < pair[1]) == []


def test_the_picture_shows_the_folders() -> None:
    """`python -m tests.house` draws it."""
    assert PICTURE.findall(PAGE.read_text(encoding="utf-8")) == [picture()]


@pytest.mark.parametrize(
    ("floor", "own"),
    [
        ("resolvers", {"limits"}),
        ("models", {"observation", "placement", "search"}),
        (
            "migrations/sql",
            {"boards/usage", "credits/entries", "images/removal", "notifications", "placement", "tables"},
        ),
        ("storage", set()),
    ],
)
def test_a_subject_has_one_name_on_every_floor(floor: str, own: set[str]) -> None:
    """Each layer has folders of subjects that schema/ has, and `own` folders, of no subject or inside one."""
    assert rooms(floor) - own <= rooms("schema")


@pytest.mark.parametrize("floor", FLOORS)
def test_tests_mirror_the_folders(floor: str) -> None:
    assert rooms(f"tests/{floor}") <= rooms(floor)


@pytest.mark.parametrize("ours", OURS)
def test_no_folder_holds_more_than_a_dozen_files(ours: str) -> None:
    counts = Counter(path.parent.relative_to(TOP) for path in OURS[ours]())
    assert {str(folder): count for folder, count in counts.items() if count > MOST_FILES} == {}


@pytest.mark.parametrize("ours", OURS)
def test_no_two_files_share_a_name(ours: str) -> None:
    assert twice(path.name for path in OURS[ours]()) == []


@pytest.mark.parametrize("ours", OURS)
def test_no_two_classes_share_a_name(ours: str) -> None:
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in OURS[ours]())
    assert twice(node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)) == []


@pytest.mark.slow
def test_a_server_imports_neither_alembic_nor_pillow() -> None:
    """They would take 20 MB of each process."""
    program = "import sys, server.app; assert not {'alembic', 'PIL'} & sys.modules.keys()"
    subprocess.run([sys.executable, "-c", program], cwd=TOP, check=True)


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (node.module, *(f"{node.module}.{name.name}" for name in node.names))
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


@pytest.mark.slow
def test_nothing_is_imported_from_a_module_of_tests() -> None:
    """Helpers that several test modules need are in a module that is named for them."""
    files = [*(TOP / "tests").rglob("*.py")]
    tests = {".".join(path.relative_to(TOP).with_suffix("").parts) for path in files if path.name.startswith("test_")}
    assert {str(path): names for path in files if (names := tests.intersection(imported(path)))} == {}
