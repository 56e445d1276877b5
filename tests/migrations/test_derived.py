import subprocess

from migrations.derived.files import HEADER, SQL, derived
from tests.docs.examples import ROOT


def test_derived_files_are_what_the_declarations_give() -> None:
    """`python -m migrations.derived` writes them."""
    marked = HEADER.partition("{")[0]
    files = {path: path.read_text(encoding="utf-8") for path in SQL.rglob("*.sql")}
    assert {path: text for path, text in files.items() if text.startswith(marked)} == derived()


def test_derived_files_are_marked_as_generated() -> None:
    """`.gitattributes` lists them, so that reviews fold them."""
    paths = "\n".join(str(path.relative_to(ROOT)) for path in SQL.rglob("*.sql"))
    command = ["git", "check-attr", "--stdin", "linguist-generated"]
    printed = subprocess.run(command, input=paths, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {ROOT / line.split(":")[0] for line in printed.splitlines() if line.endswith(": set")} == set(derived())
