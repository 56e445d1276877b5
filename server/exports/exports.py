import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from datetime import UTC, datetime
from functools import partial
from math import ceil
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

from models.boards.board_statements import FIND as FIND_BOARD
from models.boards.board_statements import BoardRow
from models.claims import NOBODY, DatabaseRole
from models.database import SNAPSHOT, Database
from models.erasure.erasure_record import IS_BEING_ERASED
from models.exports.export_statements import (
    FIND,
    READ_BOARD,
    TIME_ZONE,
    ExportedTask,
    ExportFormat,
    TaskExport,
    read_all,
)
from models.placement.databases import Databases
from models.tasks.task_conditions import TaskConditions
from models.views.view_record import VIEWS
from resolvers.access import Caller, PlanLimits, Role
from resolvers.exports.export_tasks import digest
from resolvers.limits.fair_share import MAX_WAIT_SECONDS, SHARES, FairShare
from server.exports.csv_file import csv_file
from server.exports.described_task import described_view
from server.exports.ndjson_file import by_address, ndjson_file
from server.exports.report_figures import ReportFigures
from server.exports.report_file import file_name, report_file, with_opinions
from server.exports.report_page import SECURITY
from server.exports.zip_archive import ZipArchive
from server.http.notice import notice, wants_page
from server.http.response import refusal_of, refusal_response
from server.limits.asked_in_time import in_time
from server.limits.downloads.delivery import Delivery
from server.limits.downloads.download_places import DownloadPlaces, Sending
from server.limits.rate_limits import RateLimits, cost_of_statement
from server.limits.visitor import visitor_of
from server.requests.body import Charge
from server.requests.language import LANGUAGES, Language, language_of
from server.requests.media_types import JSON
from server.requests.refusals import BadRequest, HttpRefusal, Overloaded, RateLimited
from storage.objects import Storage

EXPORT_TIMEOUT, SNAPSHOT_TIMEOUT = 6 * 60 * 60, 30 * 60
"""
The most seconds for a download, and for reading its tasks: their snapshot prevents PostgreSQL from removing old rows.
"""
FETCH_BATCH = 200
"""Tasks in memory at a time: 8 MB if all prompts have the maximum length."""
ROW = 0.3
"""The cost of a task, which takes 30 µs."""
BYTES_A_UNIT = 32 * 1024
"""Bytes of images per unit of cost: fetching, hashing and sending them takes 0.1 ms."""
TOKEN = re.compile(r"[\w-]{43}", re.ASCII)
MAX_DOWNLOADS_OF_USER = 2
"""Concurrent downloads of a user in a process."""
LOOKUPS = 2
"""Concurrent look-ups of tokens, which anyone may send. Each address has one."""
STATEMENT_TIMEOUT = 60.0
"""The most seconds for a statement, such as one that fetches tasks."""
OVER = "没有这个导出文件，或者它的十分钟有效期已过。请在任务记录中重新导出。"
"""The message of a 404 in Chinese, which a browser shows next to the English one."""
Content = Callable[[AsyncIterator[list[ExportedTask]]], AsyncGenerator[bytes]]
"""Yields the bytes of a file, given the tasks."""


class SnapshotTooOld(Exception):
    """Sending the tasks of an export took longer than SNAPSHOT_TIMEOUT."""


class Download(NamedTuple):
    """
    An export that is being downloaded. Its tasks are read from `database`, and `board` is their board for an export of
    one. At `asked_at`, in the event loop's time, the export was valid.
    """

    export: TaskExport
    board: BoardRow | None
    caller: Caller
    content_type: str
    database: Database
    asked_at: float
    language: Language

    @property
    def start(self) -> Message:
        """Return the ASGI message with status and headers, without the Content-Length, which is not known yet."""
        is_report = self.export.format == ExportFormat.REPORT
        name = f"tasks-{datetime.now(UTC):%Y-%m-%d}.{'html' if is_report else self.export.format}"
        after_board = f"; {file_name(self.board.name)}" if self.board else ""
        headers = {
            "Content-Type": self.content_type,
            "Content-Disposition": f'attachment; filename="{name}"{after_board}',
            "Cache-Control": "no-store, no-transform",
            "Accept-Ranges": "none",
            "X-Accel-Buffering": "no",  # nginx would fill its disk while the client reads
            "Content-Security-Policy": f"{SECURITY if is_report else NOTHING}; sandbox",
        }
        return {"type": "http.response.start", "status": 200, "headers": MutableHeaders(headers).raw}


NOTHING = "default-src 'none'"
CONTENT_TYPES = {
    ExportFormat.CSV: "text/csv; charset=utf-8; header=present",
    ExportFormat.NDJSON: "application/x-ndjson",
    ExportFormat.ZIP: "application/zip",
    ExportFormat.REPORT: "text/html; charset=utf-8",
}


class Exports:
    """
    The route `/export/…`, which sends an export that `exportTasks` has prepared. A client needs only the token in the
    address, which may be used repeatedly while it is valid. Tasks are read as their user, on separate database
    connections. After the first chunk, an error closes the connection, so that the download fails for the client.
    """

    def __init__(
        self, database: Databases, storage: Storage, rate_limits: RateLimits, plan: PlanLimits, currency: str
    ) -> None:
        self.database, self.storage, self.currency = database, storage, currency
        self.rate_limits, self.plan = rate_limits, plan
        self.places = DownloadPlaces(MAX_DOWNLOADS_OF_USER, too_many_downloads)
        busy = partial(Overloaded, "look-up of an export", "EXPORTS")
        self.lookups = FairShare(LOOKUPS, busy, each=1, visitors=LOOKUPS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            download = await in_time(self.database, self.find(request))
            if request.method == "HEAD":
                await send(download.start)
                await send({"type": "http.response.body"})
                return
            await self.places.take(download.caller.id)
            try:
                has_ended = partial(self.has_ended, download.export)
                delivery = Delivery(self.places, EXPORT_TIMEOUT, has_ended, download.asked_at)
                async with delivery.begun(scope, receive, send, download.start) as sending:
                    await self.send(download, sending)
                    await send({"type": "http.response.body", "body": b"", "more_body": False})
            finally:
                self.places.share.give_back(download.caller.id)
        except HttpRefusal as refusal:
            is_over = refusal.status == 404 and wants_page(request)
            answer = notice(404, OVER, refusal.message) if is_over else refusal_response(refusal_of(refusal), JSON)
            await answer(scope, receive, send)

    async def find(self, request: Request) -> Download:
        """
        Return the download that the token in the address names. Raise BadRequest when there is none, and RateLimited
        when its user or the client's address has sent too many requests.
        """
        if request.method not in {"GET", "HEAD"}:
            raise BadRequest("An export is fetched by GET.", 405, {"Allow": "GET, HEAD"})
        visitor = visitor_of(request, self.plan)
        await self.rate_limits.count_request(visitor)
        token = request.path_params["token"]
        asked_at = asyncio.get_running_loop().time()
        found = None
        if TOKEN.fullmatch(token):
            find = FIND.bind(token_sha256=digest(token))
            with self.lookups.claim(visitor.id) as turn:
                await turn.grow_to(1)
                found = await self.database.rows_by_id(find, NOBODY)
        if not found or await self.is_being_erased(found[0].user_id):
            raise no_export()
        [export] = found
        board = await self.board_of(export)
        if export.board_id and board is None:
            raise no_export()
        caller = Caller(export.asked_by, Role.USER, self.plan, datetime.now(UTC))
        await self.rate_limits.count_request(caller)
        # A database with the export also has all tasks that existed when it was requested. The user may still be moved
        # before they are read.
        source = await self.database.place_of(find, NOBODY)
        content_type = CONTENT_TYPES[ExportFormat(export.format)]
        return Download(export, board, caller, content_type, source, asked_at, report_language(request))

    async def has_ended(self, export: TaskExport) -> bool:
        """Return whether its user is being erased, or is no longer a member of its board."""
        if await self.is_being_erased(export.user_id):
            return True
        return export.board_id is not None and await self.board_of(export) is None

    async def board_of(self, export: TaskExport) -> BoardRow | None:
        """Return the export's board, or None if it has none or its user is no longer a member."""
        if export.board_id is None:
            return None
        find = FIND_BOARD.bind(ids=[export.board_id], user_id=export.user_id)
        return next(iter(await self.database.rows(find, export.user_id, "board_reader")), None)

    async def is_being_erased(self, user_id: UUID) -> bool:
        """Return whether the user was erased, and the erasure is not complete."""
        [found] = await self.database.rows(IS_BEING_ERASED.bind(user_id=user_id), NOBODY, "service_role", user_id)
        return found.is_being_erased

    async def send(self, download: Download, sending: Sending) -> None:
        """
        Send the whole content. The response begins with its first bytes, so that an earlier error still gets a regular
        answer.
        """
        charge = partial(self.rate_limits.pace, download.caller)
        async with (
            aclosing(self.batches(download, charge)) as batches,
            aclosing((await in_time(self.database, self.content(download, charge)))(batches)) as content,
        ):
            async for chunk in content:
                await sending(chunk)

    async def content(self, download: Download, charge: Charge) -> Content:
        """Return the function that writes tasks in the format of the export."""

        def charge_bytes(size: int) -> Awaitable[object]:
            return charge(ceil(size / BYTES_A_UNIT))

        match download.export.format:
            case ExportFormat.CSV:
                return csv_file
            case ExportFormat.NDJSON:
                views = await self.views(download.export)
                return partial(ndjson_file, locate=by_address(self.storage), currency=self.currency, views=views)
            case ExportFormat.REPORT:
                [zone] = await download.database.rows(TIME_ZONE.bind(), NOBODY)
                return partial(
                    report_file,
                    figures=ReportFigures(ZoneInfo(zone.name)),
                    board=download.board,
                    language=download.language,
                    currency=self.currency,
                    storage=self.storage,
                    charge=charge_bytes,
                )
        return ZipArchive(self.storage, self.currency, charge_bytes, await self.views(download.export)).chunks

    async def views(self, export: TaskExport) -> list[dict[str, object]]:
        """Return the user's saved views, or none for an export with a filter, whose readers do not need them."""
        if export.conditions != "{}":
            return []
        found = await self.database.rows(VIEWS.bind(user_id=export.user_id), export.user_id)
        return [described_view(view, export.user_id) for view in found]

    async def batches(self, download: Download, charge: Charge) -> AsyncGenerator[list[ExportedTask]]:
        """
        Yield the tasks from one snapshot, oldest first, in batches of 200; those of a board as its members see them.
        Raise SnapshotTooOld when the client takes longer than half an hour to read them.
        """
        export = download.export
        where = TaskConditions.model_validate_json(export.conditions)
        if export.board_id:
            tasks = READ_BOARD.bind(board_id=export.board_id, reader=export.user_id, **where.created())
        else:
            tasks = read_all(export.user_id, where)
        role: DatabaseRole = "board_reader" if export.board_id else "authenticated"
        clock = asyncio.get_running_loop().time
        began = clock()
        deadline = began + SNAPSHOT_TIMEOUT
        async with self.database.transaction(export.user_id, role, SNAPSHOT, at=download.database) as transaction:
            async for rows in transaction.batches(tasks, FETCH_BATCH):
                if clock() > deadline:
                    raise SnapshotTooOld
                await charge(cost_of(len(rows), clock() - began))
                yield await with_opinions(self.database, rows, export.user_id) if export.board_id else rows
                began = clock()
            await charge(cost_of(0, clock() - began))


def report_language(request: Request) -> Language:
    """Return the language of a report: the one in its address, or else the one that the browser prefers."""
    named = request.query_params.get("language")
    preferred = language_of(request.headers.get("Accept-Language", ""))
    return next((one for one in LANGUAGES if one == named), preferred)


def cost_of(rows: int, seconds: float) -> int:
    """Return the cost of reading so many rows, or of PostgreSQL's time if that is more."""
    return ceil(max(ROW * rows, cost_of_statement(seconds)))


def no_export() -> BadRequest:
    return BadRequest("There is no such export, or its 10 minutes are over. Ask `exportTasks` for another.", 404)


def too_many_downloads() -> RateLimited:
    message = (
        f"A user may have {MAX_DOWNLOADS_OF_USER} exports at once, and all together {SHARES * MAX_DOWNLOADS_OF_USER}; "
        f"none ended within {MAX_WAIT_SECONDS:g} seconds. End one first, or try again."
    )
    return RateLimited(message, 30, limit="EXPORTS_AT_ONCE")
