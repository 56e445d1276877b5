from models.database import Database
from resolvers.finding.note_prompts import note_looks, note_prompts
from server.settings.settings import Settings
from server.stores.connections import open_storage


async def note(settings: Settings) -> None:
    """Note what has happened so far, which the worker does within seconds."""
    async with Database(settings.database_url.get_secret_value()) as database, open_storage(settings) as storage:
        await note_prompts(database)
        await note_looks(database, storage)
