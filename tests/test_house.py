"""The folders and files of each layer are as docs/architecture.md draws and CONTRIBUTING.md says."""

import ast
import re
import subprocess
import sys
import sysconfig
import tokenize
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from tokenize import COMMENT, STRING, generate_tokens

import grimp
import pytest

from tests.house import PAGE, PICTURE, picture, rooms

TOP = Path(__file__).parents[1]
FLOORS = ("server", "schema", "resolvers", "models", "storage")
LINT_IMPORTS = Path(sysconfig.get_path("scripts")) / "lint-imports"
MOST_FILES = 12
MAX_NAMING_SEVERAL = 12
OF_SEVERAL = {"parts", "per_database", "database_route", "route", "placements", "moved_user_lookup"}
PLACING = {f"models.placement.{name}" for name in ("arrivals", "routed_databases", "task_owners", "moved_user_lookup")}
SEVERAL = re.compile(r"\b(databases|routers?|(each|every|another|several) database)\b", re.IGNORECASE)
WORDS = {COMMENT, STRING, getattr(tokenize, "FSTRING_MIDDLE", STRING)}


def modules() -> Iterator[Path]:
    for floor in FLOORS:
        yield from (path for path in (TOP / floor).rglob("*.py") if path.name != "__init__.py")


def client_modules() -> list[Path]:
    """Those of Python's client, but for what is generated."""
    found = (TOP / "clients" / "python" / "task_record").rglob("*.py")
    return [path for path in found if path.name != "__init__.py" and path.parent.name != "generated"]


OURS = {"server": lambda: [*modules()], "client": client_modules}


def twice(names: Iterator[str]) -> list[str]:
    return sorted(name for name, count in Counter(names).items() if count > 1)


def test_imports_go_one_way() -> None:
    """import-linter finds its contracts in pyproject.toml kept."""
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


def names_several_databases(path: Path) -> bool:
    """
    Whether the file's code tells databases apart, by attributes that only several need or by modules of the placement
    that only it needs, or its comments and texts speak of several or of a router before them.
    """
    text = path.read_text(encoding="utf-8")
    nodes = [*ast.walk(ast.parse(text))]
    words = (token.string for token in generate_tokens(StringIO(text).readline) if token.type in WORDS)
    return (
        any(isinstance(node, ast.Attribute) and node.attr in OF_SEVERAL for node in nodes)
        or any(isinstance(node, ast.ImportFrom) and node.module in PLACING for node in nodes)
        or any(SEVERAL.search(word) for word in words)
    )


@pytest.mark.slow
def test_few_files_name_several_databases() -> None:
    """To all others, one database or several are a `Databases`, which they ask for a user's rows or for everybody's."""
    named = [path.relative_to(TOP) for path in modules() if names_several_databases(path)]
    outside = [str(path) for path in named if not path.is_relative_to("models/placement")]
    outside = [path for path in outside if not path.startswith("server/operations/moving/")]
    assert len(outside) <= MAX_NAMING_SEVERAL, outside


@pytest.mark.slow
def test_who_serves_has_neither_what_migrates_nor_what_decodes() -> None:
    """Alembic and Pillow would take 20 MB of each process."""
    program = "import sys, server.app; assert not {'alembic', 'PIL'} & sys.modules.keys()"
    subprocess.run([sys.executable, "-c", program], cwd=TOP, check=True)
