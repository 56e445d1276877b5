from collections.abc import Awaitable, Callable, Sequence
from dataclasses import field, fields
from typing import Any

import strawberry

from resolvers.context import Context, Info
from resolvers.exceptions import InputRefusal, InvalidInputs
from schema.tasks.task_record import TaskRecord
from schema.user_error import UserError

Resolver = Callable[[Context, Any], Awaitable[Any]]


@strawberry.type
class TaskPayload:
    """What the payloads of mutations on one task have in common."""

    task: TaskRecord | None = None
    errors: list[UserError] = field(default_factory=list)


def mutation(resolve: Resolver, input_type: type, payload_type: type, description: str) -> Any:
    """
    A field that takes `input`, hands it to `resolve`, and answers with a payload: what came of it under the
    payload's first field, or what stopped it under `errors`.
    """
    result = fields(payload_type)[0].name

    async def answer(info: Info, input: Any) -> Any:
        try:
            return payload_type(**{result: await resolve(info.context, input)})
        except InputRefusal as refusal:
            refusals: Sequence[InputRefusal] = [refusal]
        except InvalidInputs as invalid:
            refusals = invalid.refusals
        return payload_type(errors=[UserError(field=r.field, code=r.code, message=r.message) for r in refusals])

    answer.__annotations__ = {"info": Info, "input": input_type, "return": payload_type | None}
    return strawberry.mutation(resolver=answer, description=description)
