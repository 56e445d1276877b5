from models.database import Database
from server.settings import Settings


def open_database(settings: Settings, statement_timeout: float | None = None) -> Database:
    """A pooler passes no parameter on: behind one no statement is limited, only the operation that runs it."""
    url, listen_url = settings.database_url, settings.database_listen_url
    behind_pooler = listen_url != url
    return Database(
        url.get_secret_value(),
        behind_pooler=behind_pooler,
        statement_timeout=None if behind_pooler else statement_timeout,
    )
