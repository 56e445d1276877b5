import asyncio
from collections.abc import AsyncIterator
from functools import partial
from math import inf

from graphql import OperationType
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from models.placement.databases import Databases
from resolvers.access import Caller
from resolvers.limits.fair_share import SHARES, FairShare
from schema.schema import schema
from server.access.authenticator import Authenticator
from server.execution.admission import Admission
from server.execution.executor import Answer, Executor
from server.execution.observed_operation import ObservedOperation
from server.http.encoded_answer import LARGE_BYTES, EncodedAnswer, LargeAnswer, share_of_answers
from server.http.event_stream import FORMATS, EventStream
from server.http.reservations import Reservation, Reservations, stream_token
from server.http.response import answer_response, batch_response, refusal_of, refusal_response
from server.http.websocket import WebSocketView
from server.limits.answer_size import check_batch_size
from server.limits.client_watch import ClientGone
from server.limits.large_bodies import LIGHT, LargeBodies
from server.limits.subscriptions import Subscriptions
from server.observation.request_notes import note_caller
from server.requests.body import BodyLimits, read_json
from server.requests.encoding import encode
from server.requests.http_request import HttpRequest, check_method, origin_of
from server.requests.json_weight import VALUE, memory_of
from server.requests.media_types import (
    EVENT_STREAM,
    JSON,
    MULTIPART,
    Accepted,
    check_not_cross_site,
    is_json,
    media_type_of_refusal,
    read_accept,
)
from server.requests.refusals import BadRequest, HttpRefusal, Overloaded, TooManyAtOnce
from server.requests.request import GraphQLRequest, read_query_parameters, read_request
from server.settings.settings import Settings
from server.stores.shared_store import SharedStore
from storage.objects import Storage

BY_GET = frozenset({OperationType.QUERY})
BY_POST = frozenset(OperationType)
MAX_REQUESTS = 100
"""Requests of one user at once, in one process: each takes memory, and may have a body on disk."""
MAX_BATCH = 10
"""Operations in one request: as many as Apollo's BatchHttpLink sends."""


class GraphQL(WebSocketView):
    """
    The route `/graphql`, over HTTP and WebSocket. The token is verified before anything else of a request is read.
    """

    def __init__(
        self,
        settings: Settings,
        authenticator: Authenticator,
        database: Databases,
        storage: Storage,
        shared: SharedStore | None,
    ) -> None:
        super().__init__([*settings.cors_origins, *([settings.public_url] if settings.public_url else [])])
        self.authenticator = authenticator
        cpu_slots = FairShare(1, partial(Overloaded, "time for large requests", "TURNS"), each=1)
        admission = Admission(settings, schema.documents, cpu_slots, shared)
        self.executor = Executor(settings, admission, database, storage)
        self.rate_limits = admission.rate_limits
        self.subscriptions = Subscriptions(settings.max_subscriptions_per_user, shared)
        self.answers = share_of_answers()
        self.reservations = Reservations(self.subscriptions, self.answers)
        self.body_limits = BodyLimits(settings.max_body_size, settings.body_timeout, "BODY")
        memory_size = SHARES * settings.max_body_size
        self.memory = FairShare(memory_size, partial(Overloaded, "memory for requests", "MEMORY"), uncounted=LIGHT)
        upload_limits = BodyLimits(settings.upload_size, settings.upload_timeout, "UPLOAD")
        self.large_bodies = LargeBodies(cpu_slots, self.rate_limits, self.body_limits, upload_limits)
        too_many = partial(TooManyAtOnce, MAX_REQUESTS, "requests")
        self.requests = FairShare(inf, too_many, each=MAX_REQUESTS)
        at_most = settings.max_subscriptions_per_user
        too_many = partial(TooManyAtOnce, at_most, "sockets", "MAX_SUBSCRIPTIONS_PER_USER")
        self.sockets = FairShare(inf, too_many, each=at_most)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.serve(WebSocket(scope, receive, send))
            return
        request = HttpRequest(scope, receive)
        try:
            response = await self.respond(request)
        except (ClientDisconnect, ClientGone):
            return
        except Exception as error:
            accept = request.field(b"accept")
            media_type = media_type_of_refusal(accept) if isinstance(error, HttpRefusal) else JSON
            response = refusal_response(refusal_of(error), media_type)
        await response(scope, receive, send)

    async def respond(self, request: HttpRequest) -> ASGIApp:
        """Return the response to a request. Raises an exception for a request that is refused."""
        caller = await self.caller_of(request)
        if request.scope["method"] != "POST":
            check_method(request)
            if request.scope["method"] == "GET":
                check_not_cross_site(request.headers)
        accepted = read_accept(request.field(b"accept"))
        if caller.owner:  # a back end acts for many users, and has no limit
            self.requests.take_now(caller.owner)
        try:
            answer = await self.answer(request, caller, accepted)
            if isinstance(answer, EncodedAnswer):
                if accept_encoding := request.field(b"accept-encoding"):
                    await answer.compress(accept_encoding)
                if len(answer.body) >= LARGE_BYTES:
                    return LargeAnswer(answer, self.answers, caller.id)
            return answer
        finally:
            if caller.owner:
                self.requests.give_back(caller.owner)

    async def caller_of(self, request: HttpRequest) -> Caller:
        """Return the sender of the request, whom its log line names, and count it. HttpRefusal if it is refused."""
        caller = await self.authenticator.authenticate(request.field(b"authorization"))
        note_caller(caller.id)
        await self.rate_limits.count_request(caller)
        return caller

    async def answer(self, request: HttpRequest, caller: Caller, accepted: Accepted) -> ASGIApp:
        """Read the request, from its address (GET) or its body (JSON, or multipart with files), and execute it."""
        if request.scope["method"] != "POST":
            if reserved := await self.reservations.answer(request, caller, accepted):
                return reserved
            with self.memory.claim(caller.id) as memory:
                # Each byte of the query string may be a value of JSON.
                await memory.grow_to(VALUE * len(request.scope["query_string"]))
                asks = read_query_parameters(request.query_params)
                if memory.amount:
                    memory.shrink_to(memory_of([asks.query, asks.variables]))
                response = await self.execute(request, caller, asks, accepted)
                if isinstance(response, EncodedAnswer):  # an answer to a POST is not cached anyway
                    response.headers.setdefault(b"cache-control", b"no-store")
                return response
        sends_json = is_json(request.field(b"content-type") or "")
        if sends_json and not self.large_bodies.are_needed_for(request):
            return await self.execute_sent(request, caller, await read_json(request, self.body_limits), accepted)
        with self.memory.claim(caller.id) as memory:
            if sends_json:
                sent = await self.large_bodies.json(request, caller, memory)
                return await self.execute_sent(request, caller, sent, accepted)
            async with self.large_bodies.form(request, caller, memory) as sent:
                return await self.execute_sent(request, caller, sent, accepted)

    async def execute_sent(self, request: HttpRequest, caller: Caller, sent: object, accepted: Accepted) -> ASGIApp:
        """Execute what a body holds: one request, or a batch of them."""
        if token := stream_token(request):
            reservation = self.reservations.find(token, caller)
            return await self.execute_reserved(request, caller, reservation, read_request(sent))
        if isinstance(sent, list):
            return await self.execute_batch(request, caller, sent)
        return await self.execute(request, caller, read_request(sent), accepted)

    async def execute(self, request: HttpRequest, caller: Caller, asks: GraphQLRequest, accepted: Accepted) -> ASGIApp:
        """Admit and execute an operation, and return its answer; that of a subscription is a stream of events."""
        allowed = BY_GET if request.scope["method"] == "GET" else BY_POST
        operation = self.executor.observed(caller)
        admitted = await self.executor.admit(operation, asks, allowed, partial(self.enter, caller, accepted))
        if admitted.operation.type is OperationType.SUBSCRIPTION:
            answers = self.executor.answers(operation)
            leave = partial(self.subscriptions.leave, caller)
            return EventStream(answers, FORMATS[accepted.stream or ""], self.subscriptions.stopping, leave)
        answer = await self.executor.answer(operation, partial(origin_of, request), request.receive)
        return answer_response(answer, accepted.media_type)

    async def enter(self, caller: Caller, accepted: Accepted, kind: OperationType) -> None:
        """
        Count a subscription as the caller's. BadRequest when the client accepts no stream, TooManyAtOnce when the
        caller has the most subscriptions allowed.
        """
        if kind is OperationType.SUBSCRIPTION:
            if accepted.stream is None:
                raise BadRequest(
                    f"A subscription needs `Accept: {EVENT_STREAM}` or `{MULTIPART}`, or a WebSocket.", 406
                )
            await self.subscriptions.enter(caller)

    async def execute_batch(self, request: HttpRequest, caller: Caller, batch: list[object]) -> ASGIApp:
        """
        Execute the operations of a batch one after the other. Each is counted and limited as a request, and has its own
        errors: after one fails, the others are still executed.
        """
        if not 1 <= len(batch) <= MAX_BATCH:
            raise BadRequest(f"A batch holds 1 to {MAX_BATCH} operations; this one has {len(batch):,}.")
        answers: list[bytes] = []
        for sent in batch:
            try:
                if answers:  # the first was counted when it came
                    await self.rate_limits.count_request(caller)
                operation, asks = self.executor.observed(caller), read_request(sent)
                await self.executor.admit(operation, asks, BY_POST, refuse_subscription)
                answer = encode(await self.executor.answer(operation, partial(origin_of, request), request.receive))
                check_batch_size([*answers, answer])
            except ClientGone:
                raise
            except Exception as error:
                answer = encode({"errors": [refusal_of(error).error]})
            answers.append(answer)
        return batch_response(answers)

    async def execute_reserved(
        self, request: HttpRequest, caller: Caller, reservation: Reservation, asks: GraphQLRequest
    ) -> ASGIApp:
        """
        Execute an operation whose answers go over the reserved stream, and respond with status 202. The response to a
        subscription is sent once it has begun; that to a query or mutation once its answer is sent.
        """
        operation = self.executor.observed(caller)
        with reservation.beginning(asks.operation_id) as operation_id:
            admitted = await self.executor.admit(operation, asks, BY_POST, partial(reservation.enter, operation_id))
            follows = admitted.operation.type is OperationType.SUBSCRIPTION
            answers = self.executor.answers(operation) if follows else self.single(request, operation)
            sending = reservation.begin(operation_id, answers)
        if not follows:
            await asyncio.wait([sending])  # the request's body is on disk until the request ends
        return Response(status_code=202)

    async def single(self, request: HttpRequest, operation: ObservedOperation) -> AsyncIterator[Answer]:
        """Yield the answer to a query or mutation, with its error when it fails; nothing when its client is gone."""
        try:
            yield await self.executor.answer(operation, partial(origin_of, request), request.receive)
        except ClientGone:
            return
        except Exception as error:
            yield {"errors": [refusal_of(error).error]}


async def refuse_subscription(kind: OperationType) -> None:
    if kind is OperationType.SUBSCRIPTION:
        raise BadRequest("A subscription cannot be part of a batch. Send it by itself.")
