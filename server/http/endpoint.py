import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from datetime import timedelta
from functools import partial

import orjson
from graphql import OperationType
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL as StrawberryGraphQL
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.types.execution import PreExecutionError

from models.database import Database
from resolvers.access import Caller
from resolvers.context import Context
from resolvers.replica import Replica
from schema.schema import schema
from server.access.authenticator import Authenticator
from server.http.compression import compressed
from server.http.event_stream import FORMATS, Answer, EventStream
from server.http.observed_operation import ObservedOperation
from server.http.reservations import Reservation, Reservations, stream_token
from server.http.response import answer_of, answer_response, batch_response, refusal_of, refusal_response
from server.http.websocket import MessageReader, WebSocketHandler
from server.limits.admission import REFUSED_COST, Admission, Admitted
from server.limits.answer_size import check_answer_size, check_batch_size
from server.limits.client_watch import ClientGone, while_connected
from server.limits.concurrency_limit import ConcurrencyLimit
from server.limits.large_answers import LargeAnswers
from server.limits.large_bodies import LargeBodies, is_large
from server.limits.memory import Memory
from server.limits.subscriptions import Subscriptions
from server.limits.turns import Turns
from server.observation.request_notes import note
from server.requests.body import BodyLimits, read_json
from server.requests.encoding import encode
from server.requests.json_weight import VALUE
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
from server.requests.refusals import BadRequest, HttpRefusal, RateLimited
from server.requests.request import GraphQLRequest, check_method, origin_of, read_query_parameters, read_request
from server.settings.settings import Settings
from server.stores.shared_store import SharedStore
from storage.objects import Storage

BY_GET = frozenset({OperationType.QUERY})
BY_POST = frozenset(OperationType)
REQUESTS_AT_ONCE = 100
"""Requests of one user at once, in one process: each takes memory, and may keep a body on disk."""
BATCH = 10
"""Operations in one request, at most: as many as Apollo's BatchHttpLink sends."""
INITIALISED_WITHIN = timedelta(seconds=10)
"""How long a WebSocket is kept open without `connection_init`."""


class GraphQL(StrawberryGraphQL[Context | None, None]):
    """
    The route `/graphql`, over HTTP and WebSocket. The token is verified before anything else of a request is read.
    """

    graphql_transport_ws_handler_class = WebSocketHandler
    websocket_adapter_class = MessageReader

    def __init__(
        self,
        settings: Settings,
        authenticator: Authenticator,
        database: Database,
        replicas: Sequence[Replica],
        storage: Storage,
        shared: SharedStore | None,
    ) -> None:
        super().__init__(
            schema,
            graphql_ide=None,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL,),
            connection_init_wait_timeout=INITIALISED_WITHIN,
            allowed_origins=settings.cors_origins,
        )
        self.authenticator, self.database, self.replicas, self.storage = authenticator, database, replicas, storage
        turns = Turns()
        self.admission = Admission(settings, schema.documents, turns, shared)
        self.subscriptions = Subscriptions(settings.max_subscriptions_per_user, shared)
        self.large_answers = LargeAnswers()
        self.reservations = Reservations(self.subscriptions, self.large_answers)
        self.webhook_networks = settings.webhook_networks
        self.execution_timeout = settings.execution_timeout
        self.body_limits = BodyLimits(settings.max_body_size, settings.body_timeout, "BODY")
        self.memory = Memory(settings.max_body_size)
        upload_limits = BodyLimits(settings.upload_size, settings.upload_timeout, "UPLOAD")
        self.large_bodies = LargeBodies(self.memory, turns, self.admission.rate_limits, self.body_limits, upload_limits)
        self.observed = partial(ObservedOperation, slow_after=settings.slow_after)
        self.requests = ConcurrencyLimit(REQUESTS_AT_ONCE, "requests")
        self.sockets = ConcurrencyLimit(settings.max_subscriptions_per_user, "sockets", "MAX_SUBSCRIPTIONS_PER_USER")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
        elif response := await self.respond(Request(scope, receive)):
            await response(scope, receive, send)

    async def respond(self, request: Request) -> Response | None:
        """Return the response to a request, also when it fails; None when its client has disconnected."""
        try:
            caller = await self.authenticator.authenticate(request.headers.get("Authorization"))
            note(user_id=str(caller.id))
            await self.admission.rate_limits.count_request(caller)
            check_method(request)
            if request.method == "GET":
                check_not_cross_site(request.headers)
            accepted = read_accept(request.headers.get("Accept"))
            with self.requests.slot(caller):
                answer = await compressed(
                    await self.answer(request, caller, accepted), request.headers.get("Accept-Encoding")
                )
                return self.large_answers.counted(answer, caller)
        except (ClientDisconnect, ClientGone):
            return None
        except Exception as error:
            media_type = (
                media_type_of_refusal(request.headers.get("Accept")) if isinstance(error, HttpRefusal) else JSON
            )
            return refusal_response(refusal_of(error), media_type)

    async def answer(self, request: Request, caller: Caller, accepted: Accepted) -> Response:
        """Read the request, from its address (GET) or its body (JSON, or multipart with files), and execute it."""
        content_type = request.headers.get("Content-Type", "")
        if request.method != "POST":
            if reserved := await self.reservations.answer(request, caller, accepted):
                return reserved
            # Each byte of the query string may be a value of JSON.
            async with self.memory.hold(caller.id, VALUE * len(request.scope["query_string"])):
                return await self.execute(request, caller, read_query_parameters(request.query_params), accepted)
        if is_json(content_type) and is_large(request):
            async with self.large_bodies.json(request, caller) as sent:
                return await self.execute_sent(request, caller, sent, accepted)
        if is_json(content_type):
            sent = await read_json(request, self.body_limits)
            return await self.execute_sent(request, caller, sent, accepted)
        async with self.large_bodies.form(request, caller) as sent:
            return await self.execute_sent(request, caller, sent, accepted)

    async def execute_sent(self, request: Request, caller: Caller, sent: object, accepted: Accepted) -> Response:
        """Execute what a body holds: one request, or a batch of them."""
        if token := stream_token(request):
            reservation = self.reservations.find(token, caller)
            return await self.execute_reserved(request, caller, reservation, read_request(sent))
        if isinstance(sent, list):
            return await self.execute_batch(request, caller, sent)
        return await self.execute(request, caller, read_request(sent), accepted)

    async def execute(self, request: Request, caller: Caller, asks: GraphQLRequest, accepted: Accepted) -> Response:
        """Admit and execute an operation, and return its answer; that of a subscription is a stream of events."""
        operation = self.observed(caller)
        with operation.admission():
            allowed = BY_GET if request.method == "GET" else BY_POST
            operation.admitted = admitted = await self.admission.admit(caller, asks, allowed)
            if admitted.type is OperationType.SUBSCRIPTION:
                return await self.follow(operation, admitted, accepted)
        return answer_response(await self.executed(request, operation, admitted), accepted.media_type)

    async def execute_batch(self, request: Request, caller: Caller, batch: list[object]) -> Response:
        """
        Execute the operations of a batch one after the other. Each is counted and limited as a request of its own, and
        has its own errors: one that fails does not keep the others from being executed.
        """
        if not 1 <= len(batch) <= BATCH:
            raise BadRequest(f"A batch holds 1 to {BATCH} operations; this one has {len(batch):,}.")
        answers: list[bytes] = []
        for sent in batch:
            try:
                if answers:  # the first was counted when it came
                    await self.admission.rate_limits.count_request(caller)
                answer = encode(await self.execute_one(request, caller, sent))
                check_batch_size([*answers, answer])
            except ClientGone:
                raise
            except Exception as error:
                answer = encode({"errors": [refusal_of(error).error]})
            answers.append(answer)
        return batch_response(answers)

    async def execute_one(self, request: Request, caller: Caller, sent: object) -> Answer:
        """Admit and execute one operation of a batch."""
        asks = read_request(sent)
        operation = self.observed(caller)
        with operation.admission():
            operation.admitted = admitted = await self.admission.admit(caller, asks, BY_POST)
            if admitted.type is OperationType.SUBSCRIPTION:
                raise BadRequest("A subscription cannot be part of a batch. Send it by itself.")
        return await self.executed(request, operation, admitted)

    async def executed(self, request: Request, operation: ObservedOperation, admitted: Admitted) -> Answer:
        """
        Execute an admitted query or mutation and return its answer. ClientGone when the client disconnects first,
        ExecutionTimeout after EXECUTION_TIMEOUT.
        """
        with operation:
            work = self.answer_to(operation, admitted, partial(origin_of, request))
            return await while_connected(work, request.receive, self.execution_timeout)

    async def answer_to(self, operation: ObservedOperation, admitted: Admitted, origin: Callable[[], str]) -> Answer:
        """Execute an admitted query or mutation, over any transport; the answer has its cost in `extensions`."""
        result = await self.schema.execute(
            admitted.document.text,
            variable_values=admitted.variables,
            context_value=self.context_of(operation, origin),
            operation_name=admitted.name,
        )
        answer = answer_of(result, operation, self.admission)
        if "data" not in answer:
            await self.admission.rate_limits.count_cost(operation.caller, REFUSED_COST)
        check_answer_size(answer, admitted.written)
        answer["extensions"] = {"cost": admitted.cost}
        return answer

    async def follow(self, operation: ObservedOperation, admitted: Admitted, accepted: Accepted) -> EventStream:
        """
        Return the stream of an admitted subscription. BadRequest when the client accepts no stream, TooManyAtOnce when
        the caller has as many subscriptions as they may.
        """
        if accepted.stream is None:
            raise BadRequest(f"A subscription needs `Accept: {EVENT_STREAM}` or `{MULTIPART}`, or a WebSocket.", 406)
        await self.subscriptions.enter(operation.caller)
        answers = self.followed(operation, admitted)
        leave = partial(self.subscriptions.leave, operation.caller)
        return EventStream(answers, FORMATS[accepted.stream], self.subscriptions.stopping, leave)

    async def followed(self, operation: ObservedOperation, admitted: Admitted) -> AsyncGenerator[Answer]:
        """
        Yield the answers of an admitted subscription, and charge the caller for each. When they have used up their
        limit, the last answer is the refusal.
        """
        with operation:
            results = await self.schema.subscribe(
                admitted.document.text,
                variable_values=admitted.variables,
                context_value=self.context_of(operation),
                operation_name=admitted.name,
            )
            async for result in results:
                answer = answer_of(result, operation, self.admission)
                if not isinstance(result, PreExecutionError):  # executed, even if its resolver raised at once
                    answer = {"data": None, **answer}
                cost = admitted.event_cost if "data" in answer else REFUSED_COST
                try:
                    await self.admission.rate_limits.count_cost(operation.caller, cost)
                except RateLimited as refusal:
                    yield {"errors": [operation.refused(refusal)]}
                    return
                yield answer

    async def execute_reserved(
        self, request: Request, caller: Caller, reservation: Reservation, asks: GraphQLRequest
    ) -> Response:
        """
        Execute an operation whose answers go over the reserved stream, and respond with status 202: to a subscription
        once it has begun, to a query or mutation once its answer is sent.
        """
        operation_id = reservation.check_id(asks.operation_id)
        operation = self.observed(caller)
        with operation.admission():
            operation.admitted = admitted = await self.admission.admit(caller, asks, BY_POST)
            await self.subscriptions.enter(caller)
        follows = admitted.type is OperationType.SUBSCRIPTION
        answers = self.followed(operation, admitted) if follows else self.single(request, operation, admitted)
        sending = reservation.begin(operation_id, answers)
        if not follows:
            await asyncio.wait([sending])  # the request's body is kept for as long as the request lasts
        return Response(status_code=202)

    async def single(self, request: Request, operation: ObservedOperation, admitted: Admitted) -> AsyncIterator[Answer]:
        """Yield the answer to a query or mutation, with its error when it fails; nothing when its client is gone."""
        try:
            yield await self.executed(request, operation, admitted)
        except ClientGone:
            return
        except Exception as error:
            yield {"errors": [refusal_of(error).error]}

    def context_of(self, operation: ObservedOperation, origin: Callable[[], str] = str) -> Context:
        """Return the context for the operation's resolvers; `origin` returns the scheme and host of the server."""
        return Context(
            operation.caller,
            self.database,
            self.storage,
            origin,
            request_id=operation.request_id,
            codes=operation.codes,
            replicas=self.replicas,
            unreached=operation.unreached,
            webhook_networks=self.webhook_networks,
        )

    def encode_json(self, data: object) -> str:
        return encode(data).decode()

    def decode_json(self, data: str | bytes) -> object:
        return orjson.loads(data)

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Context | None:
        """Return None: Strawberry calls this before a WebSocket's token has come, when WebSocketHandler sets it."""
        return None

    async def context(self, authorization: object, origin: Callable[[], str]) -> Context:
        """Return the context of a WebSocket from the token in its `connection_init`; Unauthenticated if invalid."""
        caller = await self.authenticator.authenticate(authorization)
        return Context(caller, self.database, self.storage, origin, replicas=self.replicas)
