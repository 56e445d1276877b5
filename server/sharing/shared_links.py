import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple

from prometheus_client import Counter
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from models.placement.databases import Databases
from models.sharing.link_record import SHOWN, SharedTask, is_cut
from resolvers.access import Caller, PlanLimits, Role, default_plan
from resolvers.context import Context, refuse
from resolvers.exceptions import FieldRefusal
from resolvers.exports.export_tasks import digest
from resolvers.images.image_errors import ImageNotMarked
from resolvers.images.recorded_image import RecordedImage, images_of
from server.http.encoded_answer import compressed
from server.http.notice import notice, wants_page
from server.http.response import refusal_of, refusal_response
from server.limits.downloads.delivery import Delivery
from server.limits.rate_limits import RateLimits
from server.limits.visitor import visitor_of
from server.requests.http_request import origin_of
from server.requests.language import language_of
from server.requests.media_types import JSON
from server.requests.refusals import BadRequest, HttpRefusal, Unavailable
from server.settings.settings import Settings
from server.sharing.link_address import LinkAddress, read_address
from server.sharing.share_page import GONE, LATER, WORDS, gallery_page, picture_page
from server.sharing.shared_picture import SharedPictures, picture_of
from server.sharing.view_count import ViewCount
from storage.failures import ObjectNotFound, ObjectTooLarge
from storage.objects import Storage

ANSWERS = Counter("task_record_shared", "Requests to share links, by what there was to answer with.", ["answer"])
FRESH_SECONDS = 50
"""Seconds for which browsers and proxies may cache a link's content, so that a link ends within a minute."""
LOOKING_COSTS = 30
"""The cost of a request: three milliseconds of PostgreSQL. Longer ones are charged at their end."""
WRONG_COSTS = 11
"""Further requests as which a wrong address is counted, so that a visitor may guess 100 times a minute."""
PICTURE_SECONDS = 15 * 60
"""The most seconds for sending a picture."""


class Shown(NamedTuple):
    """The content of an address: a task with its pictures, or a page of a board's tasks."""

    address: LinkAddress
    tasks: Sequence[SharedTask]
    plan: PlanLimits
    """The plan of the first task's user."""
    images: Sequence[RecordedImage]
    """The images of the first task."""
    asked_at: float
    """The event loop's time when the link was valid."""

    @property
    def is_board(self) -> bool:
        return self.tasks[0].board_name is not None and self.address.place is None

    def fresh(self, *more: str) -> dict[str, str]:
        """Return the header that prevents caches from showing it after the link has ended."""
        end = self.tasks[0].expires_at
        left = FRESH_SECONDS if end is None else (end - datetime.now(UTC)).total_seconds()
        return {"Cache-Control": ", ".join(["public", f"max-age={max(0, min(FRESH_SECONDS, int(left)))}", *more])}


class SharedLinks:
    """
    The route `/s/…`, which shows the content of a link to anyone with its secret. The database is queried without a
    user's claims, and returns only the link's content. A visitor's address has the limits and the shares of a user.
    """

    def __init__(self, settings: Settings, database: Databases, storage: Storage, rate_limits: RateLimits) -> None:
        self.database, self.storage, self.rate_limits = database, storage, rate_limits
        self.plans, self.plan = settings.plans, default_plan(settings.plans)
        self.public_url, self.signing_key = settings.public_url, settings.signing_key
        self.views = ViewCount()
        self.pictures = SharedPictures(storage, rate_limits)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        answer: Response | None = None
        try:
            await self.respond(request, send)
        except (ObjectNotFound, ObjectTooLarge, ImageNotMarked):
            answer = notice(404, *GONE)
        except (FieldRefusal, HttpRefusal) as error:
            refusal = refusal_of(error if isinstance(error, HttpRefusal) else Unavailable(error))
            answer = refusal_response(refusal, JSON)
            if wants_page(request):
                answer = notice(answer.status_code, *LATER)
                answer.headers.update(refusal.headers)
        if answer:
            answer.headers["X-Robots-Tag"] = "noindex"
            await answer(scope, receive, send)

    async def respond(self, request: Request, send: Send) -> None:
        """Send the page or a picture. Raise ObjectNotFound when the address has no content, and refusals."""
        if request.method not in {"GET", "HEAD"}:
            raise BadRequest("A link's content is fetched by GET.", 405, {"Allow": "GET, HEAD"})
        visitor = visitor_of(request, self.plan)
        await self.rate_limits.count_request(visitor)
        await self.rate_limits.count_cost(visitor, LOOKING_COSTS)
        asked = request.query_params
        address = read_address(request.path_params["address"], asked.get("before"), asked.get("after"))
        shown = await self.find(address, visitor) if address else None
        if shown is None:
            ANSWERS.labels("nothing").inc()
            await self.rate_limits.count_request(visitor, WRONG_COSTS)
            raise ObjectNotFound
        if shown.address.number is None:
            ANSWERS.labels("page").inc()
            page = await self.page(request, shown)
            await page(request.scope, request.receive, send)
        else:
            ANSWERS.labels("picture").inc()
            await self.send_picture(request, send, shown, shown.address.number, visitor)

    async def send_picture(self, request: Request, send: Send, shown: Shown, number: int, visitor: Caller) -> None:
        """Send the picture with this number. If it is a marked or smaller copy that does not exist yet, create it."""
        image, address = shown.images[number - 1], shown.address
        picture = picture_of(image, number, address.variant, address.secret, is_marked=bool(shown.plan.mark_images))
        picture.headers.update(shown.fresh("no-transform"))
        has_ended = partial(self.has_ended, address, visitor)
        delivery = Delivery(self.pictures.places, PICTURE_SECONDS, has_ended, shown.asked_at)
        try:
            await self.pictures.answer(request, send, picture, visitor, delivery)
        except ObjectNotFound:
            if picture.make is None:
                raise
            await picture.make(self.context_of(shown, visitor), image)
            await self.pictures.answer(request, send, picture, visitor, delivery)

    def context_of(self, shown: Shown, visitor: Caller) -> Context:
        """Return the context in which a picture is copied: for the task's user, in the visitor's turn."""
        owner = Caller(shown.tasks[0].user_id, Role.USER, shown.plan, datetime.now(UTC))
        return Context(owner, self.database, self.storage, signing_key=self.signing_key, holder=visitor.id)

    async def find(self, address: LinkAddress, visitor: Caller) -> Shown | None:
        """Return the content of the address, or None when there is none."""
        asked_at = asyncio.get_running_loop().time()
        try:
            tasks = await self.look_up(address, visitor)
            if address.after and tasks and tasks[0].board_name and not is_cut(tasks):
                # They are on the first page.
                address = address._replace(after=None)
                tasks = await self.look_up(address, visitor)
        except Exception as error:
            refuse(self.database, error)
            raise
        if not tasks:
            return None
        first = tasks[0]
        plan = self.plans.get(first.plan or "", self.plan)
        images = [image for image in images_of(first) if image.key] if first.id else []
        if plan.mark_images:  # small versions have no mark
            images = [image._replace(thumb_hash=None) for image in images]
        shown = Shown(address, tasks, plan, images, asked_at)
        if shown.is_board:
            return None if address.number else shown
        is_there = len(images) >= (address.number or 1) and not (address.before or address.after)
        is_allowed = first.allows_download or address.variant != "download"
        return shown if is_there and is_allowed and (first.board_name or not address.place) else None

    async def look_up(self, address: LinkAddress, visitor: Caller) -> list[SharedTask]:
        places = {"at_place": address.place, "before_place": address.before, "after_place": address.after}
        asked = SHOWN.bind(secret_sha256=digest(address.secret), **places)
        return await self.database.rows_by_id(asked, visitor.id, role="authenticated")

    async def has_ended(self, address: LinkAddress, visitor: Caller) -> bool:
        """Return whether the address no longer shows its task."""
        found = await self.look_up(address, visitor)
        return not found or found[0].id is None

    async def page(self, request: Request, shown: Shown) -> Response:
        """Return a page in the browser's language. A GET of the link's own page counts as a view."""
        address, first = shown.address, shown.tasks[0]
        if request.method == "GET" and not (address.place or request.query_params.keys() & {"before", "after"}):
            self.views.add(first, request.headers.get("User-Agent", ""))
        origin = self.public_url or origin_of(request)
        words = WORDS[language_of(request.headers.get("Accept-Language", ""))]
        page = (
            gallery_page(shown.tasks, origin, address, words)
            if shown.is_board
            else picture_page(first, shown.images, origin, address.path, words)
        )
        headers = {**shown.fresh(), "Vary": "Accept-Language, Accept-Encoding"}
        if smaller := await compressed(bytes(page.body), request.headers.get("Accept-Encoding", "")):
            page.body = smaller
            headers |= {"Content-Encoding": "gzip", "Content-Length": str(len(smaller))}
        page.headers.update(headers)
        return page
