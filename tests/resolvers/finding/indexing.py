from models.database import Database
from resolvers.finding.index_prompts import index_changed_prompts, index_looks
from server.settings.settings import Settings
from server.stores.connections import open_storage


async def note(settings: Settings) -> None:
    """Index all changes so far, as the worker does within seconds."""
    async with Database(settings.database_url.get_secret_value()) as database, open_storage(settings) as storage:
        await index_changed_prompts(database)
        await index_looks(database, storage)
