from collections.abc import Callable, Sequence
from pathlib import Path

from migrations.derived.constraints import task_constraints
from migrations.derived.counting import counting
from migrations.derived.tables import arrivals, deletions, table_files
from migrations.derived.task_checks import task_checks

SQL = Path(__file__).parents[1] / "sql"
HEADER = "-- Derived from {source}: change that, and run `python -m migrations.derived`.\n"
RULES = "the TableRules of the tables in models/"
SOURCES: Sequence[tuple[str, Callable[[], dict[str, str]]]] = (
    ("models/statistics/counted.py and migrations/derived/templates", counting),
    (RULES, table_files),
    (RULES, deletions),
    (RULES, arrivals),
    ("models/tasks/task_row.py", task_checks),
    ("models/tasks/task_table.py", task_constraints),
)
"""The place of declarations, and the function that returns the SQL derived from them."""


def derived() -> dict[Path, str]:
    return {
        SQL / name: HEADER.format(source=source) + text for source, texts in SOURCES for name, text in texts().items()
    }
