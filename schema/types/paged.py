from collections.abc import Awaitable, Callable
from functools import wraps
from inspect import Parameter, signature
from typing import TypeVar

from resolvers.paging import window

PageT = TypeVar("PageT")
PAGE_ARGUMENTS = {"first": int | None, "after": str | None, "last": int | None, "before": str | None}


def paged(resolver: Callable[..., Awaitable[PageT]]) -> Callable[..., Awaitable[PageT]]:
    """Return the resolver of a field that has PAGE_ARGUMENTS where `resolver` has the parameter `window`."""

    @wraps(resolver)
    async def resolve(
        *source: object,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        **others: object,
    ) -> PageT:
        return await resolver(*source, window=window(first, after, last, before), **others)

    parameters: list[Parameter] = []
    for one in signature(resolver).parameters.values():
        of_page = [
            Parameter(name, Parameter.POSITIONAL_OR_KEYWORD, default=None, annotation=kind)
            for name, kind in PAGE_ARGUMENTS.items()
        ]
        parameters += of_page if one.name == "window" else [one]
    resolve.__signature__ = signature(resolver).replace(parameters=parameters)  # type: ignore[attr-defined]
    return resolve
