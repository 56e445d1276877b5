"""
Writes the tables of docs/settings.md, a row for each setting from its field and docstring:
`python -m server.development.building.settings_page`.
"""

import ast
import inspect
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings

from server.settings.database_settings import DatabaseSettings
from server.settings.installation_settings import InstallationSettings
from server.settings.limit_settings import LimitSettings
from server.settings.operation_settings import DocumentSettings, LogSettings, MetricsSettings
from server.settings.rate import Rate
from server.settings.storage_settings import StorageSettings
from server.settings.token_settings import TokenSettings

PAGE = Path(__file__).parents[3] / "docs" / "settings.md"
SECTIONS: dict[str, type[BaseSettings]] = {
    "Database": DatabaseSettings,
    "Object storage": StorageSettings,
    "Tokens": TokenSettings,
    "Plans and the rest": InstallationSettings,
    "Limits": LimitSettings,
    "Logs": LogSettings,
    "Documents": DocumentSettings,
    "Metrics": MetricsSettings,
}
"""The classes of settings, by the heading of their table on the page."""
HEAD = "| name | meaning | default |\n|---|---|---|\n"
TABLE = re.compile(rf"{re.escape(HEAD)}(\|.*\n)*")
DEFAULT = "\n\nDefault: "
"""Begins the last paragraph of a docstring whose default is not a plain value."""


def page(text: str) -> str:
    """Return the page with the tables that the settings give."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    for place in range(1, len(parts), 2):
        if settings := SECTIONS.get(parts[place]):
            parts[place + 1] = TABLE.sub(lambda _, of=settings: HEAD + "".join(rows(of)), parts[place + 1])
    return "".join(part if place % 2 == 0 else f"## {part}" for place, part in enumerate(parts))


def rows(settings: type[BaseSettings]) -> Iterator[str]:
    """Yield the row of each setting of the class."""
    texts = docstrings(settings)
    for name, field in settings.model_fields.items():
        meaning, _, default = texts[name].partition(DEFAULT)
        cells = (f"`{name.upper()}`", meaning, default or written(field))
        yield f"| {' | '.join(' '.join(cell.split()) for cell in cells)} |\n"


def docstrings(settings: type[BaseSettings]) -> dict[str, str]:
    """Return the docstring of each setting by its name. Pydantic would use it in place of the description."""
    declared = next(
        node.body for node in ast.walk(ast.parse(inspect.getsource(settings))) if isinstance(node, ast.ClassDef)
    )
    return {
        field.target.id: inspect.cleandoc(text.value.value)
        for field, text in pairwise(declared)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) and isinstance(text.value.value, str)
    }


def written(field: FieldInfo) -> str:
    """Return the default as it would be written in the environment."""
    if field.is_required():
        return "required"
    value = field.get_default()
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, Rate):
        return f"`{value.amount}/{value.period.removeprefix('1 ')}`"
    return f"`{value}`" if value else "none"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
