from models.database import Database
from server.settings import Settings


def open_database(settings: Settings) -> Database:
    url, listen_url = settings.database_url, settings.database_listen_url
    return Database(url.get_secret_value(), behind_pooler=listen_url != url)
