import subprocess
import sysconfig
from pathlib import Path

TOP = Path(__file__).parents[1]
LINT_IMPORTS = Path(sysconfig.get_path("scripts")) / "lint-imports"


def test_imports_go_one_way() -> None:
    """server → schema → resolvers → models | storage, as pyproject.toml has it."""
    checked = subprocess.run([LINT_IMPORTS, "--no-cache"], cwd=TOP, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    assert "2 kept, 0 broken" in checked.stdout
