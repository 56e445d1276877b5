import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from functools import partial
from math import ceil
from typing import NamedTuple

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

from models.database import SNAPSHOT, Database
from models.exports.export_statements import FIND, ExportedTask, PreparedDownload, read_all
from models.exports.task_export import ExportFormat
from models.placement.everywhere import database_of, found_anywhere
from models.statement import BoundStatement
from models.tasks.task_conditions import TaskConditions
from models.tasks.task_list import TaskList, TaskOrdering
from resolvers.access import Caller, PlanLimits, Role
from resolvers.exports.export_tasks import digest
from resolvers.replica import Replica
from server.exports.csv_file import csv_file
from server.exports.ndjson_file import by_address, ndjson_file
from server.exports.zip_archive import ZipArchive
from server.http.body import Charge
from server.http.media_types import JSON
from server.http.refusals import BadRequest, HttpRefusal, RateLimited
from server.http.response import refusal_of, refusal_response
from server.limits.attendance import ClientGone, attended
from server.limits.places import Places
from server.limits.rate_limits import RateLimits
from server.notice import notice, wants_page
from server.worker import SYSTEM
from storage.objects import Storage

OF_ONE_USER, OF_ALL = 2, 8
"""Exports at once, in one process."""
EXPORT_TAKES, SNAPSHOT_TAKES = 6 * 60 * 60, 30 * 60
"""Seconds, at most: all of it, and its tasks, for which PostgreSQL keeps what has changed since."""
AT_ONCE = 200
"""Tasks that are in memory: 8 MB where all prompts are as long as may be."""
ROW = 0.3
"""What a task costs: 30 µs."""
BYTES_A_UNIT = 32 * 1024
"""Of images, that are fetched, summed and sent in 0.1 ms."""
TOKEN = re.compile(r"[\w-]{43}", re.ASCII)
STRANGERS = 2
"""Tokens that are looked up at a time."""
OVER = "没有这个导出文件，或者它的十分钟有效期已过。请在任务记录中重新导出。"
"""What a browser is shown in Chinese, beside the message in English."""
Content = Callable[[AsyncIterator[list[ExportedTask]]], AsyncGenerator[bytes]]


class SnapshotTooOld(Exception):
    """The tasks of an export took longer to be sent than a snapshot may last."""


class Download(NamedTuple):
    """What is fetched, by whom, and how it is written."""

    export: PreparedDownload
    caller: Caller
    content_type: str
    database: Database

    @property
    def start(self) -> Message:
        """What the answer begins with; how long it is, nobody knows yet."""
        name = f"tasks-{datetime.now(UTC):%Y-%m-%d}.{self.export.format}"
        headers = {
            "Content-Type": self.content_type,
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store, no-transform",
            "Accept-Ranges": "none",
            "X-Accel-Buffering": "no",  # nginx would fill a disk before the client has read
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }
        return {"type": "http.response.start", "status": 200, "headers": MutableHeaders(headers).raw}


CONTENT_TYPES = {
    ExportFormat.CSV: "text/csv; charset=utf-8; header=present",
    ExportFormat.NDJSON: "application/x-ndjson",
    ExportFormat.ZIP: "application/zip",
}


class Exports:
    """
    The route `/export/…`, to fetch what `exportTasks` has prepared: by the token in the address alone, for as long as
    that is valid, however often. What it reads it reads as the user whose tasks they are, on connections of its own.

    Whatever goes wrong once it has begun ends the connection before the last chunk, so that the download fails.
    """

    def __init__(
        self,
        database: Database,
        replicas: Sequence[Replica],
        storage: Storage,
        rate_limits: RateLimits,
        plan: PlanLimits,
    ) -> None:
        self.database, self.replicas, self.storage = database, replicas, storage
        self.rate_limits, self.plan = rate_limits, plan
        self.places = Places(OF_ONE_USER, "exports")
        self.lookups = asyncio.Semaphore(STRANGERS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            download = await self.find(request)
            if request.method == "HEAD":
                await send(download.start)
                await send({"type": "http.response.body"})
                return
            self.enter(download.caller)
        except HttpRefusal as refusal:
            refusal.headers["Cache-Control"] = "no-store"
            is_over = refusal.status == 404 and wants_page(request)
            answer = notice(404, OVER, refusal.message) if is_over else refusal_response(refusal_of(refusal), JSON)
            await answer(scope, receive, send)
            return
        try:
            await attended(self.send(download, send), receive, EXPORT_TAKES)
        except ClientGone:
            return
        finally:
            self.places.leave(download.caller)

    async def find(self, request: Request) -> Download:
        """What the token in the address stands for; HttpRefusal when it stands for nothing, or is used too often."""
        if request.method not in {"GET", "HEAD"}:
            raise BadRequest("An export is fetched by GET.", 405, {"Allow": "GET, HEAD"})
        token = request.path_params["token"]
        found = None
        if TOKEN.fullmatch(token):
            find = FIND.bind(token_sha256=digest(token))
            async with self.lookups:
                found = await found_anywhere(self.database, find, SYSTEM)
        if not found:
            raise BadRequest("There is no such export, or its 10 minutes are over. Ask `exportTasks` for another.", 404)
        [export] = found
        caller = Caller(export.asked_by, Role.USER, self.plan, datetime.now(UTC))
        await self.rate_limits.count_request(caller)
        return Download(export, caller, CONTENT_TYPES[ExportFormat(export.format)], await self.source(find))

    async def source(self, find: BoundStatement[PreparedDownload]) -> Database:
        """
        Where the tasks are read: the replica, once it knows of the export; of several, the one that does. Then it has
        all that was there when the export was asked for. Else the database that has them: a router may know of no
        cursors. They may yet be moved before they are read.
        """
        asked = (replica.rows(find, SYSTEM, "service_role") for replica in self.replicas)
        answers = await asyncio.gather(*asked, return_exceptions=True)
        knowing = (
            replica for replica, found in zip(self.replicas, answers, strict=True) if isinstance(found, list) and found
        )
        if known := next(knowing, None):
            return known.database
        return await database_of(self.database, find, SYSTEM)

    def enter(self, caller: Caller) -> None:
        """Have a place among the exports; RateLimited when the user, or all together, have as many as they may."""
        if sum(self.places.taken.values()) >= OF_ALL:
            message = f"{OF_ALL} exports are being sent, and no more may be at once; try again."
            raise RateLimited(message, 30, limit="EXPORTS_AT_ONCE")
        self.places.enter(caller)

    async def send(self, download: Download, send: Send) -> None:
        """Send all of it. The answer begins with the first bytes: what fails before them is told as any failure is."""
        charge = partial(self.rate_limits.pace, download.caller)
        begun = False
        async with (
            aclosing(self.batches(download, charge)) as batches,
            aclosing(self.content(download.export, charge)(batches)) as content,
        ):
            async for chunk in content:
                if not begun:
                    await send(download.start)
                    begun = True
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    def content(self, export: PreparedDownload, charge: Charge) -> Content:
        """What makes bytes of tasks."""
        if export.format == ExportFormat.CSV:
            return csv_file
        if export.format == ExportFormat.NDJSON:
            return partial(ndjson_file, locate=by_address(self.storage))
        return ZipArchive(self.storage, lambda size: charge(ceil(size / BYTES_A_UNIT))).chunks

    async def batches(self, download: Download, charge: Charge) -> AsyncGenerator[list[ExportedTask]]:
        """The tasks, all as they are now, oldest first."""
        export = download.export
        where = TaskConditions.model_validate_json(export.conditions)
        tasks = read_all(TaskList(export.user_id, where, TaskOrdering()))
        clock = asyncio.get_running_loop().time
        deadline = clock() + SNAPSHOT_TAKES
        async with self.database.transaction(export.user_id, mode=SNAPSHOT, at=download.database) as transaction:
            async for rows in transaction.batches(tasks, AT_ONCE):
                if clock() > deadline:
                    raise SnapshotTooOld
                await charge(ceil(ROW * len(rows)))
                yield rows
