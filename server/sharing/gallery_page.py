"""The page of a board: its pictures, small, each the way to the page of its task."""

from collections.abc import Iterator, Sequence
from html import escape

from starlette.responses import HTMLResponse

from models.sharing.link_statements import MOST_SHOWN, SharedTask, is_cut
from resolvers.images.recorded_image import image_of
from server.sharing.link_address import LinkAddress, place_name
from server.sharing.share_page import Preview, Words, page_of, shortened, within

MAX_CAPTION = 80
"""Characters of a prompt below a picture, so that the whole page has less than 30 kB."""
MAX_DESCRIPTION_BYTES = 3_000
STYLE = """
ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(46%, 260px), 1fr)); gap: 12px; margin: 16px 0 0;
  padding: 0; list-style: none }
li a { display: block; color: inherit; text-decoration: none; font-size: .875rem; line-height: 1.375rem;
  overflow-wrap: anywhere }
img { display: block; width: 100%; aspect-ratio: 1; object-fit: cover; border-radius: 8px; margin-bottom: 4px;
  background: light-dark(#eceef4, #181b24) }
nav { display: flex; flex-wrap: wrap; justify-content: center; gap: 12px; margin-top: 24px }
"""


def gallery_page(tasks: Sequence[SharedTask], origin: str, address: LinkAddress, words: Words) -> HTMLResponse:
    """Return the page of the board with these tasks, of which the furthest one may be left for another page."""
    board, path = tasks[0], address.path
    on_page = tasks[-MOST_SHOWN:] if address.after else tasks[:MOST_SHOWN]
    name, description = board.board_name or "", board.board_description or ""
    shown = [task for task in on_page if task.id and image_of(task, "generated")]
    items = "".join(item(task, f"{path}/{address_of(task)}", number, words) for number, task in enumerate(shown))
    main = f"<p dir='auto'>{within(description, MAX_DESCRIPTION_BYTES)}</p>" if description else ""
    ways = [*ways_from(on_page, address, is_cut(tasks), words)]
    main += f"<ul>{items}</ul>" if items else f"<p>{words.none_here if ways else words.empty}</p>"
    if ways:
        main += f"<nav aria-label='{words.pages}'>{''.join(ways)}</nav>"
    image, image_address = None, ""
    if shown:
        image, image_address = image_of(shown[0], "generated"), f"{origin}{path}/{address_of(shown[0])}/1"
    preview = Preview(name, description, f"{origin}{path}", image, image_address)
    return page_of(preview, main, STYLE, words, heading=name)


def ways_from(on_page: Sequence[SharedTask], address: LinkAddress, has_more: bool, words: Words) -> Iterator[str]:
    """Yield the links to the pages before and after that of these tasks, which `has_more` where it was cut."""
    newest, oldest = address_of(on_page[0]), address_of(on_page[-1])
    if address.before or address.after:
        query = f"?after={newest}" if newest else ""
        yield f"<a class='button' rel='prev' href='{address.path}{query}'>{words.newer}</a>"
    if has_more or address.after:
        yield f"<a class='button' rel='next' href='{address.path}?before={oldest}'>{words.older}</a>"


def address_of(task: SharedTask) -> str:
    """Return what an address names the task by, which is on a board."""
    return place_name(task.added_at) if task.added_at else ""


def item(task: SharedTask, path: str, number: int, words: Words) -> str:
    """Return the HTML of one task; its picture is fetched first, or else when it is scrolled to."""
    caption = escape(shortened(task.prompt, MAX_CAPTION))
    alternative = "" if caption else words.made
    lazy = " loading='lazy'" if number else " fetchpriority='high'"
    return f"<li><a href='{path}'><img src='{path}/1/preview'{lazy} alt='{alternative}'>{caption}</a></li>"
