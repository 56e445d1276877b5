"""Records tasks that have ended, and lists what a user has."""

from tests.api import Client
from tests.pictures import data_url, picture

TOTALS = "{ statistics { totalTasks successfulTasks failedTasks totalTokensUsed totalGenerationTimeMs } }"


async def ended_tasks(user: Client) -> list[str]:
    """Create a completed task with both images, and a failed task; return their ids."""
    original = {"dataUrl": data_url(picture(seed=1))}
    completed = await user.new_task("一只小狗", originalImage=original, aspectRatio="1:1")
    image = {"dataUrl": data_url(picture(seed=2))}
    await user.task("completeTask", id=completed, image=image, tokensUsed=150, generationTimeMs=5000)
    failed = await user.new_task("A secret fox")
    await user.task("failTask", id=failed, errorMessage="A secret reason", tokensUsed=7)
    return [completed, failed]


async def listed(user: Client) -> set[str]:
    nodes = (await user.data("{ tasks(first: 100) { nodes { id } } }"))["tasks"]["nodes"]
    return {node["id"] for node in nodes}
