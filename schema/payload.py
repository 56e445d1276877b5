from collections.abc import Awaitable, Callable
from dataclasses import fields
from typing import Any

import strawberry

from resolvers.context import Context, Info
from resolvers.exceptions import InputErrors, Refusal

Resolver = Callable[[Context, Any], Awaitable[Any]]


def mutation(resolve: Resolver, input_type: type, payload_type: type, description: str) -> Any:
    """
    A field that takes `input`, hands it to `resolve`, and answers with a payload: what came of it under the
    payload's first field, or what stopped it under `errors`.
    """
    result = fields(payload_type)[0].name

    async def answer(info: Info, input: Any) -> Any:
        try:
            return payload_type(**{result: await resolve(info.context, input)})
        except Refusal as refusal:
            return payload_type(errors=[refusal])
        except InputErrors as errors:
            return payload_type(errors=errors.refusals)

    answer.__annotations__ = {"info": Info, "input": input_type, "return": payload_type | None}
    return strawberry.mutation(resolver=answer, description=description)
