import asyncio
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple

from prometheus_client import Counter
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from models.claims import NOBODY
from models.placement.databases import Databases
from models.sharing.link_statements import SHOWN, SharedTask
from resolvers.access import Caller, PlanLimits, Role, default_plan
from resolvers.context import Context, refuse
from resolvers.exceptions import FieldRefusal, ImageNotMarked
from resolvers.exports.export_tasks import digest
from resolvers.images.marked_image import marked
from resolvers.images.recorded_image import RecordedImage, images_of
from server.http.compression import compressed
from server.http.notice import notice, wants_page
from server.http.response import refusal_of, refusal_response
from server.limits.delivery import Delivery
from server.limits.rate_limits import RateLimits
from server.requests.http_request import origin_of
from server.requests.media_types import JSON
from server.requests.refusals import BadRequest, HttpRefusal, Unavailable
from server.settings.settings import Settings
from server.sharing.share_page import GONE, LATER, language_of, share_page
from server.sharing.shared_picture import SharedPictures, picture_of
from server.sharing.view_count import ViewCount
from server.sharing.visitor import visitor_of
from storage.failures import ObjectNotFound, ObjectTooLarge
from storage.objects import Storage

ANSWERS = Counter("task_record_shared", "Requests to share links, by what there was to answer with.", ["answer"])
ADDRESS = re.compile(r"([\w-]{22})(?:/([1-9]\d?)(?:/(preview|download))?)?", re.ASCII)
"""In a path: a link's secret; for one of its pictures also the number, and how it is wanted."""
FRESH_SECONDS = 50
"""Seconds for which what a link shows may be kept by browsers and proxies, so that it ends within a minute."""
WRONG_COSTS = 11
"""Requests that one for what is not there counts as beside its own, so that an address may guess 100 times a minute."""
PICTURE_SECONDS = 15 * 60
"""Seconds that it may take to send a picture."""


class Shown(NamedTuple):
    """What an address names: a link that is open; and one of its pictures, by its number, unless it is the page."""

    secret: str
    task: SharedTask
    plan: PlanLimits
    """That of the task's user."""
    images: Sequence[RecordedImage]
    number: int | None
    variant: str | None
    """`preview` for the small version, `download` for a file to keep, or None."""
    asked_at: float
    """In the event loop's time: then it was open."""

    def fresh(self, *more: str) -> dict[str, str]:
        """Return the header by which what is shown is kept no longer than the link lasts."""
        end = self.task.expires_at
        left = FRESH_SECONDS if end is None else (end - datetime.now(UTC)).total_seconds()
        return {"Cache-Control": ", ".join(["public", f"max-age={max(0, min(FRESH_SECONDS, int(left)))}", *more])}


class SharedLinks:
    """
    The route `/s/…`, which shows anyone who has a link's secret what it shows. The database is asked without a user's
    claims, and answers with this task alone. A visitor's address has the limits of a user; all visitors together have
    an eighth of the connections to database and storage.
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
        """Send the page or a picture. ObjectNotFound when the address shows nothing, and refusals."""
        if request.method not in {"GET", "HEAD"}:
            raise BadRequest("What a link shows is fetched by GET.", 405, {"Allow": "GET, HEAD"})
        visitor = visitor_of(request, self.plan)
        await self.rate_limits.count_request(visitor)
        shown = await self.find(request.path_params["address"])
        if shown is None:
            ANSWERS.labels("nothing").inc()
            await self.rate_limits.count_request(visitor, WRONG_COSTS)
            raise ObjectNotFound
        ANSWERS.labels("page" if shown.number is None else "picture").inc()
        if shown.number is None:
            page = await self.page(request, shown)
            await page(request.scope, request.receive, send)
            return
        image = shown.images[shown.number - 1]
        picture = picture_of(image, shown.number, shown.variant, shown.secret, is_marked=bool(shown.plan.mark_images))
        picture.headers.update(shown.fresh("no-transform"))
        delivery = Delivery(
            self.pictures.places, PICTURE_SECONDS, partial(self.has_ended, shown.secret), shown.asked_at
        )
        try:
            await self.pictures.answer(request, send, picture, visitor, delivery)
        except ObjectNotFound:
            if not shown.plan.mark_images:
                raise
            await marked(self.context_of(shown), image)
            await self.pictures.answer(request, send, picture, visitor, delivery)

    def context_of(self, shown: Shown) -> Context:
        """The context of the user whose task it is, who has a copy of a picture made that bears a mark."""
        owner = Caller(shown.task.user_id, Role.USER, shown.plan, datetime.now(UTC))
        return Context(owner, self.database, self.storage, signing_key=self.signing_key)

    async def find(self, address: str) -> Shown | None:
        """What the address, the path behind `/s/`, shows; None when that is nothing."""
        asked_at = asyncio.get_running_loop().time()
        named = ADDRESS.fullmatch(address)
        if named is None:
            return None
        try:
            found = await self.look_up(named[1])
        except Exception as error:
            refuse(self.database, error)
            raise
        for task in found:
            plan = self.plans.get(task.plan or "", self.plan)
            images = [image for image in images_of(task) if image.key]
            if plan.mark_images:  # small versions have no mark
                images = [image._replace(thumb_hash=None) for image in images]
            shown = Shown(named[1], task, plan, images, int(named[2] or 0) or None, named[3], asked_at)
            if len(images) >= (shown.number or 1) and (task.allows_download or shown.variant != "download"):
                return shown
        return None

    async def look_up(self, secret: str) -> list[SharedTask]:
        return await self.database.rows_by_id(SHOWN.bind(secret_sha256=digest(secret)), NOBODY, role="authenticated")

    async def has_ended(self, secret: str) -> bool:
        return not await self.look_up(secret)

    async def page(self, request: Request, shown: Shown) -> Response:
        """Return the link's page, in the browser's language, and count the view."""
        if request.method == "GET":
            self.views.add(shown.task, request.headers.get("User-Agent", ""))
        address = f"{self.public_url or origin_of(request)}/s/{shown.secret}"
        words = language_of(request.headers.get("Accept-Language", ""))
        page = share_page(shown.task, shown.images, address, words)
        page.headers.update({**shown.fresh(), "X-Robots-Tag": "noindex"})
        answer = await compressed(page, request.headers.get("Accept-Encoding"))
        answer.headers["Vary"] = "Accept-Language, Accept-Encoding"
        return answer
