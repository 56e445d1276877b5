from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any, get_origin

import strawberry

from resolvers.arguments import MAX_IDS, MOST_FAULTS, ModelT, read_input
from resolvers.context import Context, Info
from resolvers.exceptions import InputRefusal, InvalidInputs
from schema.types.field_metadata import at_most, of_page
from schema.types.user_error import UserError, user_error


def faults() -> Any:
    """Make the field `errors` of a payload."""
    return strawberry.field(default_factory=list, metadata=at_most(MOST_FAULTS, counted=10))


def results_of_ids() -> Any:
    """Make a field of a payload with an entry for each of the ids in the input."""
    return strawberry.field(default_factory=list, metadata=of_page(MAX_IDS))


def payload(**results: Any) -> Any:
    """
    Make the class of a payload with these fields, by name, and `errors`. When the mutation was refused, a field is
    null, or an empty list.
    """
    kinds = {**results, "errors": list[UserError]}
    lists = {name for name, kind in kinds.items() if get_origin(kind) is list}
    annotations = {name: kind if name in lists else kind | None for name, kind in kinds.items()}
    defaults: dict[str, Any] = {name: results_of_ids() if name in lists else None for name in kinds}
    defaults["errors"] = faults()
    return strawberry.type(type("Payload", (), {"__annotations__": annotations, **defaults}))


def mutation(
    resolve: Callable[[Context, ModelT], Awaitable[object]],
    model: type[ModelT],
    input_type: type,
    payload_type: type,
    description: str,
    metadata: Mapping[str, object] | None = None,
) -> object:
    """
    Make a field of the mutation type that calls `resolve`. The field's argument `input`, an `input_type`, is validated
    and passed to `resolve` as a `model`. The field returns a `payload_type`, whose first field holds what `resolve`
    returned, or whose fields are those of the mapping that it returned; when `resolve` or the validation refused the
    input, `errors` says why. Each mutation has a type of its own, named after it, also where several share a class.
    """
    result = fields(payload_type)[0].name
    first, *rest = resolve.__name__.split("_")
    name = first + "".join(map(str.capitalize, rest))
    own_name = f"{name[0].upper()}{name[1:]}Payload"
    if payload_type.__name__ != own_name:
        payload_type = strawberry.type(type(own_name, (payload_type,), {}), description=f"What `{name}` did.")

    async def answer(info: Info, input: object) -> object:
        try:
            done = await resolve(info.context, read_input(model, input))
            return payload_type(**(done if isinstance(done, Mapping) else {result: done}))
        except InputRefusal as refusal:
            refusals: Sequence[InputRefusal] = [refusal]
        except InvalidInputs as invalid:
            refusals = invalid.refusals
        info.context.notes.codes.update(refusal.code for refusal in refusals)
        return payload_type(errors=list(map(user_error, refusals)))

    answer.__annotations__ = {"info": Info, "input": input_type, "return": payload_type | None}
    return strawberry.mutation(resolver=answer, description=description, metadata=metadata)
