from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import fields
from inspect import signature
from typing import Any, get_origin

import strawberry

from resolvers.arguments import MAX_IDS, MOST_FAULTS, read_input
from resolvers.context import Context, Info
from resolvers.exceptions import InputRefusal, InvalidInputs
from schema.types.field_metadata import at_most, of_page
from schema.types.user_error import UserError, user_error


def faults() -> Any:
    """Make the field `errors` of a payload."""
    return strawberry.field(default_factory=list, metadata=at_most(MOST_FAULTS, counted=10))


def results_of_ids() -> Any:
    """Make a field of a payload with an entry for each id of the input."""
    return strawberry.field(default_factory=list, metadata=of_page(MAX_IDS))


def payload(**results: Any) -> Any:
    """
    Make the class of a payload with these fields and `errors`. If the mutation is refused, a field is null or an empty
    list.
    """
    kinds = {**results, "errors": list[UserError]}
    lists = {name for name, kind in kinds.items() if get_origin(kind) is list}
    annotations = {name: kind if name in lists else kind | None for name, kind in kinds.items()}
    defaults: dict[str, Any] = {name: results_of_ids() if name in lists else None for name in kinds}
    defaults["errors"] = faults()
    return strawberry.type(type("Payload", (), {"__annotations__": annotations, **defaults}))


@strawberry.input
class IdInput:
    """The field of inputs that name one object."""

    id: strawberry.ID


@strawberry.input
class TaskIdsInput:
    """The field of inputs that name tasks."""

    ids: list[strawberry.ID] = strawberry.field(description="1 to 100 tasks.")


def mutation(
    resolve: Callable[[Context, Any], Awaitable[object]],
    input_type: type,
    payload_type: type,
    description: str,
    metadata: Mapping[str, object] | None = None,
) -> object:
    """
    Make a field of the mutation type. Its argument `input`, an `input_type`, is validated and passed to `resolve` as
    the model that `resolve` takes. It returns a `payload_type`: the first field holds the result of `resolve`, or each
    field its value if the result is a mapping. If the validation or `resolve` refuses the input, `errors` says why.
    """
    _, given = signature(resolve).parameters.values()
    result = fields(payload_type)[0].name
    first, *rest = resolve.__name__.split("_")
    name = first + "".join(map(str.capitalize, rest))
    input_type = named_after(name, input_type, "Input", strawberry.input, f"The input of `{name}`.")
    payload_type = named_after(name, payload_type, "Payload", strawberry.type, f"What `{name}` did.")

    async def answer(info: Info, input: object) -> object:
        try:
            done = await resolve(info.context, read_input(given.annotation, input))
            return payload_type(**(done if isinstance(done, Mapping) else {result: done}))
        except InputRefusal as refusal:
            refusals: Sequence[InputRefusal] = [refusal]
        except InvalidInputs as invalid:
            refusals = invalid.refusals
        info.context.notes.codes.update(refusal.code for refusal in refusals)
        return payload_type(errors=list(map(user_error, refusals)))

    answer.__annotations__ = {"info": Info, "input": input_type, "return": payload_type | None}
    return strawberry.mutation(resolver=answer, description=description, metadata=metadata)


def named_after(name: str, kind: type, suffix: str, declare: Callable[..., type], description: str) -> type:
    """Return a mutation's own type: `kind`, or a subclass with the mutation's name if several share `kind`."""
    own_name = f"{name[0].upper()}{name[1:]}{suffix}"
    return kind if kind.__name__ == own_name else declare(type(own_name, (kind,), {}), description=description)
