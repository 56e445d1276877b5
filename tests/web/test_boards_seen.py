"""Stars, boards with members, and links to pictures: how they are made, and what other people then see."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.async_api import expect

from tests.api import Client
from tests.pictures import picture
from tests.web.axe import no_violations
from tests.web.visitor import DESKTOP, PHONE, Visitor, completed, drop, middle

STARRED = "{ tasks(where: {isStarred: true}) { nodes { prompt } } }"
BOARDS = "{ boards(first: 5) { nodes { name taskCount role members { userId role } } } }"
LINKS = "{ shareLinks { nodes { showsPrompt allowsDownload expiresAt revokedAt } } }"


async def has_starred(user: Client, *prompts: str) -> None:
    """Wait until these are starred: the page shows a star before the server answers."""
    for _ in range(100):
        found = [task["prompt"] for task in (await user.data(STARRED))["tasks"]["nodes"]]
        if found == list(prompts):
            return
        await asyncio.sleep(0.1)
    raise AssertionError(found)


async def test_stars_by_mouse_and_keys_and_their_filter(user: Client, visitor: Visitor) -> None:
    await completed(user, "A lighthouse")
    fox = await completed(user, "A fox")
    page = await visitor.open()
    tile = page.get_by_role("article").filter(has=page.locator(f"#view-{fox}"))
    await tile.hover()
    await tile.get_by_role("button", name="Star: A fox").click()
    await expect(tile.get_by_role("img", name="Starred")).to_be_visible()
    await has_starred(user, "A fox")
    await page.get_by_role("button", name="Starred only").click()
    await expect(page).to_have_url(re.compile("starred=yes"))
    await expect(page.get_by_role("article")).to_have_count(1)
    await no_violations(page)
    await page.locator(f"#view-{fox}").press("Enter")
    star = page.get_by_role("dialog").get_by_role("button", name="Star", exact=True)
    await expect(star).to_have_attribute("aria-pressed", "true")
    await page.keyboard.press("s")
    await expect(star).to_have_attribute("aria-pressed", "false")
    await page.keyboard.press("Escape")
    await has_starred(user)
    await page.get_by_role("button", name="Remove filter: Starred only").click()
    await expect(page.get_by_role("article")).to_have_count(2)
    await page.locator(f"#view-{fox}").focus()
    await page.keyboard.press("Control+a")
    await page.get_by_role("toolbar").get_by_role("button", name="Star").click()
    await expect(page.get_by_role("img", name="Starred")).to_have_count(2)
    await has_starred(user, "A fox", "A lighthouse")


async def test_from_a_picture_to_a_board_that_another_joins_on_a_phone(
    user: Client, visitor: Visitor, new_context: Callable[..., Any], site: Any
) -> None:
    lighthouse = await completed(user, "A lighthouse")
    await completed(user, "A fox")
    page = await visitor.open(f"/tasks/{lighthouse}")
    await expect(page.get_by_role("region", name="Task details")).to_be_visible()
    await page.keyboard.press("b")
    putting = page.get_by_role("dialog", name="Put on a board")
    # The page says so before anything is shared.
    await expect(putting).to_contain_text("members see the picture, prompt and cost")
    await putting.get_by_label("Name of a new board").fill("Lights")
    await page.keyboard.press("Enter")
    await expect(putting).to_have_count(0)
    await page.goto(f"{visitor.address}/")
    strip = page.get_by_role("navigation", name="Boards")
    await strip.get_by_role("link", name="Lights").click()
    await expect(page.get_by_role("article")).to_have_count(1)
    await page.get_by_role("button", name="Statistics").click()
    own = page.get_by_role("row").filter(has_text="You")
    await expect(own).to_contain_text("150")
    by_month = page.get_by_role("table", name="Usage of the tasks on this board by month")
    [now] = await by_month.get_by_role("rowheader").all_inner_texts()
    await expect(by_month.get_by_role("row", name=now)).to_contain_text("150")
    await page.get_by_label("Month", exact=True).select_option(now)
    await expect(own).to_contain_text("150")
    async with page.expect_download() as downloading:
        await page.get_by_title(f"Download a report on this board for {now}").click()
    file = await downloading.value
    assert re.fullmatch(r"Lights [\d-]+\.html", file.suggested_filename)
    report = (await file.path()).read_text(encoding="utf-8")
    assert "<h1>Report on the board Lights</h1>" in report
    assert "<dt>Tasks</dt><dd>1</dd>" in report
    await page.get_by_role("button", name="Members 1").click()
    members = page.get_by_role("dialog", name="Members")
    await members.get_by_role("button", name="Create an invitation").click()
    invitation = await members.get_by_label("Address of the link").input_value()
    await no_violations(page)

    other = site.new_client()
    guest = await (await new_context(locale="zh-CN", reduced_motion="reduce", **PHONE)).new_page()
    await guest.goto(f"{visitor.address}/#token={other.token}")
    await expect(guest.get_by_text("还没有任务")).to_be_visible()
    await guest.goto(invitation)
    await expect(guest.get_by_role("main")).to_contain_text("其他成员能看到你的用户 ID")
    await guest.get_by_role("button", name="加入", exact=True).tap()
    await expect(guest).to_have_url(re.compile(r"/boards/[0-9a-f-]{36}$"))
    await expect(guest.get_by_text(f"来自 {str(user.id)[:8]}")).to_be_visible()
    await no_violations(guest)
    assert await guest.evaluate("document.documentElement.scrollWidth") == 390
    await guest.get_by_role("article").tap()
    await expect(guest.get_by_role("dialog").get_by_text("A lighthouse").first).to_be_visible()
    await guest.keyboard.press("Escape")
    await guest.get_by_role("button", name="退出画板").tap()
    await guest.get_by_role("alertdialog").get_by_role("button", name="退出画板").tap()
    await expect(guest.get_by_text("还没有画板")).to_be_visible()
    assert (await other.data(BOARDS))["boards"]["nodes"] == []
    [board] = (await user.data(BOARDS))["boards"]["nodes"]
    assert board == {
        "name": "Lights",
        "taskCount": 1,
        "role": "OWNER",
        "members": [{"userId": str(user.id), "role": "OWNER"}],
    }


async def test_a_picture_is_shared_and_the_link_ended(user: Client, visitor: Visitor) -> None:
    user.plan = "pro"
    task = await completed(user, "A lighthouse")
    page = await visitor.open(f"/tasks/{task}")
    await page.get_by_role("button", name="Share", exact=True).click()
    sharing = page.get_by_role("dialog", name="Share this picture")
    await sharing.get_by_label("Show the prompt").check()
    await sharing.get_by_label("1 day").check(force=True)
    await no_violations(page)
    await sharing.get_by_role("button", name="Create a link").click()
    address = await sharing.get_by_label("Address of the link").input_value()
    [link] = (await user.data(LINKS))["shareLinks"]["nodes"]
    assert (link["showsPrompt"], link["allowsDownload"], link["revokedAt"]) == (True, False, None)
    assert link["expiresAt"] is not None
    stranger = await (await visitor.new_context(locale="en-US")).new_page()
    await stranger.goto(address)
    await expect(stranger.get_by_text("A lighthouse").first).to_be_visible()
    board = (await user.mutate("createBoard", "board { id }", name="Lights"))["board"]["id"]
    await user.mutate("addToBoard", "errors { code }", boardId=board, taskIds=[task])
    await user.mutate("createShareLink", "errors { code }", boardId=board)
    await page.goto(f"{visitor.address}/links")
    for name in ("Lights", "A lighthouse"):
        picture = page.get_by_role("listitem").filter(has_text=name).locator("img")
        await expect(picture).to_have_js_property("naturalWidth", 64)
    end = page.get_by_role("button", name="End link: A lighthouse")
    await expect(end).to_be_visible()
    await no_violations(page)
    await end.click()
    await expect(page.get_by_text(re.compile("views? · ended"))).to_be_visible()
    of_board, link = (await user.data(LINKS))["shareLinks"]["nodes"]
    assert (of_board["revokedAt"], link["revokedAt"] is None) == (None, False)


async def carry(page: Any, tile: Any, *, to: str | None = None) -> None:
    """Drag from a tile, and drop on the target of that name; without one, keep holding below the shelf."""
    await page.mouse.move(*await middle(tile))
    await page.mouse.down()
    await page.mouse.move(700, 400, steps=4)
    if to:
        await page.mouse.move(*await middle(page.get_by_label("Boards to drop on").get_by_text(to)), steps=4)
        await page.mouse.up()


async def on_boards(user: Client) -> dict[str, int]:
    return {board["name"]: board["taskCount"] for board in (await user.data(BOARDS))["boards"]["nodes"]}


async def test_pictures_are_dragged_onto_boards_and_boards_filter_the_gallery(
    user: Client, visitor: Visitor, tmp_path: Path
) -> None:
    fox, owl, cat = [await completed(user, name) for name in ("A fox", "An owl", "A cat")]
    for name in ("Lights", "Animals"):
        await user.mutate("createBoard", "board { id }", name=name)
    page = await visitor.open(**DESKTOP)
    tile = {task: page.locator(f"li[data-id='{task}'] article") for task in (fox, owl, cat)}
    shelf = page.get_by_label("Boards to drop on")
    await expect(page.get_by_role("navigation", name="Boards").get_by_role("link")).to_have_text(
        ["Animals", "Lights", "All boards"]
    )
    assert (await tile[cat].bounding_box())["y"] <= 130

    await carry(page, tile[fox])
    await expect(shelf).to_contain_text("Put 1 task on a board. Its members see picture, prompt and cost.")
    await expect(shelf).to_contain_text("Animals0 tasksLights0 tasks")
    await no_violations(page)
    await page.keyboard.press("Escape")
    await page.mouse.up()
    await expect(shelf).to_have_count(0)
    await carry(page, tile[fox], to="Animals")
    await expect(page.get_by_text("1 task put on “Animals”")).to_be_visible()
    assert await on_boards(user) == {"Animals": 1, "Lights": 0}
    await page.get_by_role("button", name="Undo").click()
    await expect(page.get_by_text("1 task taken off “Animals”")).to_be_visible()
    assert await on_boards(user) == {"Animals": 0, "Lights": 0}

    # A selected picture takes the others along. A drag from an unselected one selects.
    for name in ("A fox", "An owl"):
        await page.get_by_label(f"Select task: {name}").check()
    await carry(page, tile[owl], to="Animals")
    await expect(page.get_by_text("2 tasks put on “Animals”")).to_be_visible()
    await carry(page, tile[fox], to="Animals")
    await expect(page.get_by_text("Already on “Animals”")).to_be_visible()
    assert await on_boards(user) == {"Animals": 2, "Lights": 0}
    await carry(page, tile[cat])
    await expect(shelf).to_have_count(0)
    await page.mouse.up()
    await expect(page.get_by_role("toolbar")).to_contain_text("selected")
    await page.keyboard.press("Escape")
    await carry(page, tile[cat], to="New board…")
    await page.get_by_role("dialog").get_by_label("Name of a new board").fill("Cats")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("1 task put on “Cats”")).to_be_visible()
    assert await page.evaluate("getSelection().toString()") == ""
    await expect(page).to_have_url(f"{visitor.address}/")

    await page.get_by_role("button", name="Filter by board").click()
    await page.get_by_role("checkbox", name="Animals").check()
    await page.keyboard.press("Escape")
    await expect(page).to_have_url(re.compile("board=[0-9a-f-]{36}$"))
    await expect(page.get_by_role("article")).to_have_count(2)
    await no_violations(page)
    await page.get_by_role("button", name="Remove filter: Animals").click()
    await expect(page.get_by_role("article")).to_have_count(3)
    await page.go_back()
    await expect(page.get_by_role("article")).to_have_count(2)
    # Files from outside the browser are still handled as such.
    document = tmp_path / "fox.png"
    document.write_bytes(picture())
    await drop(page, tile[fox], document)
    await expect(page.get_by_role("dialog")).to_be_visible()


async def test_an_owner_arranges_shares_and_ends_a_board(user: Client, visitor: Visitor, site: Any) -> None:
    fox, owl = [await completed(user, name) for name in ("A fox", "An owl")]
    page = await visitor.open("/boards")
    await page.get_by_label("Name of a new board").fill("Anmals")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("This board is empty")).to_be_visible()
    board = page.url.rsplit("/", 1)[1]
    await page.get_by_role("button", name="Rename and describe").click()
    await page.get_by_label("Name", exact=True).fill("Animals")
    await page.get_by_label("Description").fill("Seen at dusk")
    # A press outside the form discards nothing.
    await page.mouse.click(5, 5)
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("heading", name="Animals")).to_be_visible()
    await expect(page.get_by_text("Seen at dusk")).to_be_visible()

    await page.get_by_role("button", name="Members 1").click()
    members = page.get_by_role("dialog", name="Members")
    await members.get_by_label("Contributor").check(force=True)
    await members.get_by_role("button", name="Create an invitation").click()
    await members.get_by_label("Address of the link").wait_for()
    await page.mouse.click(5, 5)
    invitation = await members.get_by_label("Address of the link").input_value()
    member = site.new_client()
    await member.mutate("joinBoard", "board { id }", secret=invitation.split("#")[1])
    theirs = await completed(member, "A cat")
    await member.mutate("addToBoard", "board { id }", boardId=board, taskIds=[theirs])
    await user.mutate("addToBoard", "board { id }", boardId=board, taskIds=[fox, owl])
    # A user who returns to the page sees what others have added.
    role = members.get_by_role("combobox", name=f"Role of {str(member.id)[:8]}")
    for _ in range(50):
        await page.evaluate("dispatchEvent(new Event('focus'))")
        if await role.count() == 1 and await page.get_by_role("article", include_hidden=True).count() == 3:
            break
        await asyncio.sleep(0.2)
    await role.select_option("Owner")
    await expect(role).to_have_value("OWNER")
    await expect(members.get_by_role("button", name="Leave board")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_text(f"By {str(member.id)[:8]}")).to_be_visible()
    await page.goto(f"{visitor.address}/boards")
    await page.get_by_role("link", name="Animals 3 tasks · 2 members").click()

    await page.get_by_label("Select task: A fox").check()
    await page.get_by_role("button", name="Use as cover").click()
    await expect(page.get_by_text("This is the cover now")).to_be_visible()
    await page.get_by_role("button", name="Share").click()
    sharing = page.get_by_role("dialog", name="Share this board")
    await sharing.get_by_role("button", name="Create a link").click()
    stranger = await (await visitor.new_context(locale="en-US")).new_page()
    await stranger.goto(await sharing.get_by_label("Address of the link").input_value())
    await expect(stranger.get_by_role("heading", name="Animals")).to_be_visible()
    await expect(stranger.get_by_role("img")).to_have_count(3)
    await page.get_by_role("button", name="Done").click()
    await page.get_by_label("Select task: A cat").check()
    await page.get_by_role("button", name="Take off the board").click()
    await expect(page.get_by_role("article")).to_have_count(2)
    await page.get_by_role("button", name="Members 2").click()
    await members.get_by_role("button", name=f"Remove {str(member.id)[:8]}").click()
    await page.get_by_role("alertdialog").get_by_role("button", name="Remove").click()
    await expect(members.get_by_role("listitem")).to_have_count(1)
    await no_violations(page)
    await page.keyboard.press("Escape")
    await page.get_by_role("link", name="Filter my tasks").click()
    await expect(page.get_by_role("button", name="Remove filter: Animals")).to_be_visible()
    await expect(page.get_by_role("article")).to_have_count(2)
    await page.go_back()
    await page.get_by_role("button", name="Delete board").click()
    await page.get_by_role("alertdialog").get_by_role("button", name="Delete board").click()
    await expect(page.get_by_text("No boards yet")).to_be_visible()
    assert await on_boards(user) == await on_boards(member) == {}


async def test_a_board_on_a_network_that_fails(user: Client, visitor: Visitor) -> None:
    await visitor.record(90)
    page = await visitor.open("/boards")
    failing = True

    async def fail(route: Any) -> None:
        """Lose the answer to a new board, and all pages of a board after its first."""
        operation, asked = (route.request.post_data_json[key] for key in ("operationName", "variables"))
        if failing and (operation == "CreateBoard" or asked.get("after")):
            await route.fetch()
            await route.abort()
        else:
            await route.continue_()

    await page.route("**/graphql", fail)
    await page.get_by_label("Name of a new board").fill("Animals")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("The server cannot be reached")).to_be_visible()
    failing = False
    await page.get_by_role("button", name="Create").click()
    await expect(page.get_by_text("This board is empty")).to_be_visible()
    assert len((await user.data(BOARDS))["boards"]["nodes"]) == 1, "tried again, it was not made twice"

    failing = True
    tasks = (await user.data("{ tasks(first: 90) { nodes { id } } }"))["tasks"]["nodes"]
    board = page.url.rsplit("/", 1)[1]
    await user.mutate("addToBoard", "board { id }", boardId=board, taskIds=[task["id"] for task in tasks])
    await page.reload()
    again = page.get_by_role("button", name="Try again")
    await again.wait_for()
    badges = await page.get_by_role("article").get_by_text("Waiting", exact=True).all()
    widths = {(await badge.locator("..").bounding_box())["width"] for badge in badges[:6]}
    assert len(widths) == 1, "a badge is as wide as its word, not as its tile"
    failing = False
    async with page.expect_response(lambda answer: '"after"' in (answer.request.post_data or "")):
        await again.click()
    await expect(again).to_have_count(0)
