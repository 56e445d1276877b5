"""Makes tasks older, and settings with plans that limit retention."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

from asyncpg import Connection

from server.settings.settings import Settings

TABLE = 'task_types = ["image_generation"]\nmax_image_size = 1000000\n'
PLANS = f"""
[pro]
{TABLE}
[brief]
{TABLE}
retention_days = 30
image_retention_days = 10
prompt_retention_days = 20
trash_days = 3
"""


def with_plans(settings: Settings, directory: Path, plans: str = PLANS) -> Settings:
    """Return the settings with these plans, which are written to a file in the directory."""
    file = directory / "plans.toml"
    file.write_text(plans)
    return Settings.model_validate({**settings.model_dump(), "plans_file": file})


async def age(owner: Connection, task_id: str, days: int) -> None:
    """Set the task's creation back by so many days."""
    aged = "UPDATE user_task_history SET created_at = created_at - $2::interval WHERE id = $1"
    await owner.execute(aged, UUID(task_id), timedelta(days=days))
