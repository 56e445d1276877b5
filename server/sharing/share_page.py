"""The pages of share links: HTML without scripts, with tags for crawlers that make a preview."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Sequence
from html import escape

from starlette.responses import HTMLResponse

from models.sharing.link_record import MOST_SHOWN, SharedTask, is_cut
from resolvers.images.recorded_image import RecordedImage, image_of
from server.http.templates import render
from server.requests.language import Language
from server.sharing.link_address import LinkAddress, place_name
from storage.images.image_content import MEDIUM_SIDE, THUMBNAIL_SIDE

WORDS: dict[Language, dict[str, str]] = {
    "zh-CN": {
        "language": "zh-CN",
        "locale": "zh_CN",
        "product": "任务记录",
        "made": "AI 生成的图片",
        "prompt": "提示词",
        "download": "下载原图",
        "empty": "这个画板还没有图片。",
        "none_here": "这一页没有图片。",
        "pages": "翻页",
        "newer": "较新的图片",
        "older": "更早的图片",
    },
    "en": {
        "language": "en",
        "locale": "en_US",
        "product": "Task record",
        "made": "Made by AI",
        "prompt": "Prompt",
        "download": "Download",
        "empty": "There are no pictures on this board yet.",
        "none_here": "There are no pictures on this page.",
        "pages": "Pages",
        "newer": "Newer pictures",
        "older": "Older pictures",
    },
}
GONE = ("这个链接不存在或已失效。", "There is no such link, or it has ended.")
LATER = ("现在无法显示，请稍后再试。", "This cannot be shown now. Try again in a moment.")
MAX_TITLE, MAX_DESCRIPTION, MAX_CAPTION = 70, 200, 80
"""Characters of a text in the title, in previews, and below a picture of a board."""
MAX_BOARD_DESCRIPTION_BYTES, MAX_PROMPT_BYTES = 3_000, 18_000
"""Bytes of a text on a page, as HTML, such that a page has less than 30 kB. A longer text is cut."""
MAX_PREVIEW_BYTES = 4 * 1024 * 1024
"""The most bytes of a picture in a preview. For a larger one, the preview has a smaller version."""
PREVIEWED = {"image/jpeg", "image/png", "image/webp", "image/gif"}
INLINE_STYLE = re.compile("<style>(.*?)</style>", re.DOTALL)


def gallery_page(tasks: Sequence[SharedTask], origin: str, address: LinkAddress, words: dict[str, str]) -> HTMLResponse:
    """Return the page of the board with these tasks. The last one may belong to the next page."""
    board, path = tasks[0], address.path
    on_page = tasks[-MOST_SHOWN:] if address.after else tasks[:MOST_SHOWN]
    name, description = board.board_name or "", board.board_description or ""
    shown = [task for task in on_page if task.id and image_of(task, "generated")]
    items = [(f"{path}/{address_of(task)}", shortened(task.prompt, MAX_CAPTION)) for task in shown]
    newest, oldest = address_of(on_page[0]), address_of(on_page[-1])
    newer = path + (f"?after={newest}" if newest else "")
    image = image_of(shown[0], "generated") if shown else None
    return page_of(
        "gallery_page",
        words,
        preview_of(name, description, f"{origin}{path}", image, f"{origin}{items[0][0]}/1" if items else "", words),
        name=name,
        description=within(description, MAX_BOARD_DESCRIPTION_BYTES),
        items=items,
        newer=newer if address.before or address.after else "",
        older=f"{path}?before={oldest}" if is_cut(tasks) or address.after else "",
    )


def address_of(task: SharedTask) -> str:
    """Return the name of a board's task in addresses."""
    return place_name(task.added_at) if task.added_at else ""


def picture_page(
    task: SharedTask, images: Sequence[RecordedImage], origin: str, path: str, words: dict[str, str]
) -> HTMLResponse:
    """
    Return the page of the task at the absolute `path`. It shows the small version of a picture until the picture is
    loaded. The page of a board's task links to the board.
    """
    title = task.prompt or task.board_name or ""
    return page_of(
        "picture_page",
        words,
        preview_of(title, task.prompt, f"{origin}{path}", images[0], f"{origin}{path}/1", words),
        task=task,
        images=images,
        path=path,
        board_path=path.rpartition("/")[0],
        first=next((f"{path}/1/{name}" for name in smaller_versions(images[0])), None),
        alternative=shortened(task.prompt, MAX_DESCRIPTION) or words["made"],
        prompt=within(task.prompt, MAX_PROMPT_BYTES),
        medium_side=MEDIUM_SIDE,
    )


def page_of(template: str, words: dict[str, str], preview: dict[str, object], **values: object) -> HTMLResponse:
    """Return the page of the template. Its Content-Security-Policy allows only the template's style, by its hash."""
    page = render(f"sharing/{template}.html", words=words, **preview, **values)
    [style] = INLINE_STYLE.findall(page)
    allowed = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return HTMLResponse(
        page,
        headers={
            "Content-Language": words["language"],
            "Content-Security-Policy": (
                f"default-src 'none'; img-src 'self' data:; style-src 'sha256-{allowed}'; "
                "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            ),
            "X-Robots-Tag": "noindex",
        },
    )


def preview_of(
    title: str, description: str, address: str, image: RecordedImage | None, image_address: str, words: dict[str, str]
) -> dict[str, object]:
    """Return the title, and the Open Graph and Twitter tags. Both addresses are absolute."""
    title = f"{shortened(title, MAX_TITLE) or words['made']} · {words['product']}"
    description = shortened(description, MAX_DESCRIPTION) or words["made"]
    properties: dict[str, object] = {
        "og:type": "website",
        "og:site_name": words["product"],
        "og:locale": words["locale"],
        "og:title": title,
        "og:description": description,
        "og:url": address,
    }
    names = {"description": description, "twitter:title": title, "twitter:description": description}
    if image:
        kind, (width, height) = image.content_type, (image.width, image.height)
        if kind not in PREVIEWED or (image.size or 0) > MAX_PREVIEW_BYTES:
            whole = image_address
            for name, side in smaller_versions(image).items():
                image_address, kind, (width, height) = f"{whole}/{name}", "image/webp", image.within(side)
        properties |= {"og:image": image_address, "og:image:alt": description, "og:image:type": kind}
        properties |= {"og:image:width": width, "og:image:height": height}
        names |= {"twitter:image": image_address, "twitter:image:alt": description}
    names["twitter:card"] = "summary_large_image" if image else "summary"
    return {"title": title, "properties": properties, "names": names}


def smaller_versions(image: RecordedImage) -> dict[str, int]:
    """Return the longer side, in pixels, of an image's smaller versions, by their names in addresses, largest last."""
    preview = {"preview": THUMBNAIL_SIDE} if image.thumb_hash else {}
    return preview | ({"medium": MEDIUM_SIDE} if image.has_medium else {})


def shortened(text: str, most: int) -> str:
    """Return the text in one line of at most this many characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def within(text: str, most: int) -> str:
    """Return the text, cut to at most this many bytes as HTML."""
    cut = text
    while len(escape(cut).encode()) > most:
        cut = cut[: len(cut) * 9 // 10]
    return cut if cut == text else f"{cut}…"
