from collections.abc import AsyncIterator

import pytest

from server.settings.settings import Settings
from tests.application import Application, in_process
from tests.resolvers.retention.ages import with_plans

PLANS = """
[pro]
task_types = ["image_generation", "image_edit", "template_generation"]
max_image_size = 1_000_000

[priced]
task_types = ["image_generation", "image_edit", "template_generation"]
max_image_size = 1_000_000
credit_prices = { image_generation = 3, image_edit = 5 }

[recording]
task_types = ["image_generation"]
max_image_size = 1_000_000
users_end_tasks = false

[few]
task_types = ["image_generation"]
max_image_size = 1_000_000
max_tasks_per_month = 3
retention_days = 60

[small]
task_types = ["image_generation"]
max_image_size = 1_000_000
max_storage = 500
"""


@pytest.fixture(scope="session")
async def batch_application(
    shared_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Application]:
    """An application with PLANS, which the tests of batches share, each with users of its own."""
    async with in_process(with_plans(shared_settings, tmp_path_factory.mktemp("plans"), PLANS)) as application:
        yield application


@pytest.fixture
def application(batch_application: Application) -> Application:
    return batch_application
