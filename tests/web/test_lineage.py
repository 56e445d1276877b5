"""A task with several pictures: the tasks it was made from, the tasks made from it, and how a new one is made."""

import re
from hashlib import sha256

from playwright.async_api import expect

from tests.api import Client
from tests.pictures import data_url, picture
from tests.web.visitor import Visitor

PICTURES = [picture((300, 200 + 10 * n), seed=n) for n in range(3)]
IMAGES = [{"dataUrl": data_url(one)} for one in PICTURES]
NEWEST = """{ tasks(first: 1) { nodes { id prompt taskType status originalImage { sha256 }
  sources { relation taskId image { sha256 } } lineage { taskCount } } } }"""


async def test_from_a_failed_attempt_to_an_edit_of_its_second_picture(user: Client, visitor: Visitor) -> None:
    failed = await user.task("createTask", prompt="A fox in the snow")
    await user.task("failTask", id=failed["id"], errorMessage="No paint left")
    again = [{"taskId": failed["id"], "relation": "RETRY"}]
    retry = await user.task("createTask", prompt="A fox in the snow", imageCount=3, sources=again)
    await user.task("completeTask", id=retry["id"], image=IMAGES[0], moreImages=IMAGES[1:], creditsDeducted=7)
    page = await visitor.open()
    await expect(page.locator(f"#view-{retry['id']}").get_by_text("3", exact=True)).to_be_visible()
    await page.locator(f"#view-{retry['id']}").press("Enter")
    details = page.get_by_role("region", name="Task details")
    await expect(details.get_by_text("In total: 7 credits over 2 attempts, 1 of them failed")).to_be_visible()
    await details.get_by_role("button", name="Image 2").click()
    await expect(page).to_have_url(re.compile(r"image=1$"))
    await expect(details.get_by_text("300 × 210")).to_be_visible()
    await expect(details.get_by_role("button", name="Image 2")).to_have_attribute("aria-pressed", "true")

    await details.get_by_role("link", name="Edit this picture").click()
    await expect(page.get_by_text("An edit of the picture of: A fox in the snow")).to_be_visible()
    await page.get_by_role("textbox", name="Prompt").fill("At night")
    await page.get_by_role("button", name="Create").click()
    await expect(page.get_by_role("dialog", name="New task")).to_have_count(0, timeout=30_000)
    [edit] = (await user.data(NEWEST))["tasks"]["nodes"]
    second = {"sha256": sha256(PICTURES[1]).hexdigest()}
    assert (edit["prompt"], edit["taskType"], edit["originalImage"]) == ("At night", "IMAGE_EDIT", second)
    assert edit["sources"] == [{"relation": "EDIT", "taskId": retry["id"], "image": second}]
    assert edit["lineage"] == {"taskCount": 3}

    # Its sources and the tasks made from it are shown as pictures that link to them.
    await page.goto(f"{visitor.address}/tasks/{retry['id']}")
    related = page.get_by_role("region", name="Sources and derived tasks")
    await related.get_by_role("link", name="At night").click()
    await expect(page).to_have_url(re.compile(f"/tasks/{edit['id']}$"))
    await expect(related.get_by_text("In total: 8 credits over 3 attempts, 1 of them failed")).to_be_visible()
    await related.get_by_role("link", name="A fox in the snow").click()
    await related.get_by_role("link", name="A fox in the snow").click()
    await expect(page).to_have_url(re.compile(f"/tasks/{failed['id']}$"))
    await user.mutate("deleteTask", "deletedTaskId", id=failed["id"])
    await page.goto(f"{visitor.address}/tasks/{retry['id']}")
    await expect(related.get_by_text("Deleted")).to_be_visible()
