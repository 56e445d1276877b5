from pathlib import Path
from typing import Any

from alembic import op


def text_of(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def execute(script: str) -> None:
    """Run a script of several statements; SQLAlchemy itself prepares each, and so takes one at a time."""
    connection: Any = op.get_bind().connection.dbapi_connection
    connection.run_async(lambda driver_connection: driver_connection.execute(script))
