"""The page of one task, with its pictures, each as large as the window allows."""

from collections.abc import Sequence
from html import escape

from starlette.responses import HTMLResponse

from models.sharing.link_statements import SharedTask
from resolvers.images.recorded_image import RecordedImage
from server.sharing.share_page import MAX_DESCRIPTION, Preview, Words, page_of, shortened, smaller_versions, within
from storage.images.image_content import MEDIUM_SIDE

MAX_PROMPT_BYTES = 18_000
"""Bytes of a prompt on the page, as HTML, so that the whole page has less than 30 kB. A longer prompt is cut."""
STYLE = """
main { display: grid; gap: 28px }
figure { margin: 0; display: grid; gap: 12px; justify-items: center }
figure > :first-child { display: grid; justify-items: center; width: 100% }
img { display: block; max-width: 100%; max-height: 86svh; height: auto; border-radius: 8px; object-fit: contain }
section { max-width: 72ch; width: 100%; margin: 0 auto }
nav { overflow-wrap: anywhere; margin-bottom: -16px }
nav a { display: inline-block; padding: 8px 0 }
h2 { font-size: .875rem; margin: 0 0 4px; color: light-dark(#565d70, #a3aabd) }
"""


def picture_page(
    task: SharedTask, images: Sequence[RecordedImage], origin: str, path: str, words: Words
) -> HTMLResponse:
    """
    Return the page of the task at `path`, an absolute one. The small version of a picture is shown until the picture
    has come. A task on a board has the way back to it.
    """
    numbered = [*enumerate(images, 1)]
    style = STYLE + "".join(place_of(number, image, f"{path}/{number}") for number, image in numbered)
    main = ""
    if task.board_name:
        main = f"<nav><a href='{path.rpartition('/')[0]}'>‹ {escape(task.board_name)}</a></nav>"
    main += "".join(figure(task, image, f"{path}/{number}", number, words) for number, image in numbered)
    if task.prompt:
        main += f"<section><h2>{words.prompt}</h2><p dir='auto'>{within(task.prompt, MAX_PROMPT_BYTES)}</p></section>"
    first = next((f"{path}/1/{name}" for name in smaller_versions(images[0])), None)
    title = task.prompt or task.board_name or ""
    preview = Preview(title, task.prompt, f"{origin}{path}", images[0], f"{origin}{path}/1")
    return page_of(preview, main, style, words, first=first)


def place_of(number: int, image: RecordedImage, path: str) -> str:
    """Return the style by which a picture has its place before it has come, with its small version in it."""
    if not image.width or not image.height:
        return ""
    place = f"width: min(100%, {room_of(image)}); aspect-ratio: {image.width} / {image.height}"
    small = f"; background: url({path}/preview) 0 0 / 100% 100%" if image.thumb_hash else ""
    return f"#p{number} {{ {place}{small} }}\n"


def figure(task: SharedTask, image: RecordedImage, path: str, number: int, words: Words) -> str:
    """
    Return the HTML of one picture, which leads to the whole one; only the first is fetched before it is scrolled to.
    """
    size = f" width='{image.width}' height='{image.height}'" if image.width and image.height else ""
    lazy = "" if number == 1 else " loading='lazy'"
    alternative = escape(shortened(task.prompt, MAX_DESCRIPTION) or words.made)
    download = f"<a class='button' href='{path}/download' download>{words.download}</a>"
    return (
        f"<figure><a href='{path}'><img id='p{number}' {source_of(image, path)}{size}{lazy} decoding='async'"
        f" alt='{alternative}'>"
        f"</a>{download if task.allows_download else ''}</figure>"
    )


def source_of(image: RecordedImage, path: str) -> str:
    """The attributes by which a browser fetches the picture, or that of medium size if that fills its place."""
    if not image.has_medium:
        return f"src='{path}'"
    width, _ = image.within(MEDIUM_SIDE)
    whole = f", {path} {image.width}w" if width != image.width else ""
    return f"src='{path}/medium' srcset='{path}/medium {width}w{whole}' sizes='min(100vw - 32px, {room_of(image)})'"


def room_of(image: RecordedImage) -> str:
    """How wide a picture is at most, for CSS: so that all of it is seen, and not larger than it is."""
    return f"86svh * {image.width} / {image.height}, {image.width}px"
