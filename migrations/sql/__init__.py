from pathlib import Path

from alembic import op


def text_of(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def execute(script: str) -> None:
    """Run a script of several statements; SQLAlchemy itself prepares each, and so takes one at a time."""
    connection = op.get_bind().connection.dbapi_connection
    assert connection is not None
    connection.run_async(lambda driver_connection: driver_connection.execute(script))
