"""HTML from templates, which are files below `server/`. Each value is escaped."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

SERVER = Path(__file__).parents[1]


@cache
def environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # 50 ms and 5 MB, only where pages are rendered

    return Environment(
        autoescape=True,
        loader=FileSystemLoader(SERVER),
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, **values: object) -> str:
    """Return the HTML of the template at this path, which is read and compiled once per process."""
    return environment().get_template(template).render(values)
