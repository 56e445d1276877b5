from collections.abc import Callable

from server.settings.settings import Settings
from server.stores.connections import open_storage


async def storage_setup(settings: Settings, report: Callable[[str], None], *, dry_run: bool) -> None:
    """
    Set the bucket's lifecycle and CORS rules or, with `dry_run`, report which would be set. Other rules stay. `report`
    gets a line for each change and each warning.
    """
    async with open_storage(settings) as storage:
        await storage.check()
        rules = storage.rules(dry_run=dry_run)
        changes = [*await rules.set_lifecycle(), *await rules.set_cors()]
        for sentence in [*changes, *await rules.warnings()]:
            report(sentence)
    if not changes:
        report("All rules are set.")
    elif dry_run:
        report("Nothing was changed. Run it without --dry-run to set them.")
