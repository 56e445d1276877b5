"""Makes the Python syntax trees of compiled operations. They are shared, so none is ever changed."""

import ast
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeVar

NodeT = TypeVar("NodeT", bound=ast.AST)


def placed(kind: type[NodeT]) -> type[NodeT]:
    """
    Return a subclass of a node's class whose nodes have the line and column that `compile` requires;
    `ast.fix_missing_locations` is slow.
    """
    return type(kind.__name__, (kind,), {"lineno": 1, "col_offset": 0, "end_lineno": 1, "end_col_offset": 0})


Attribute = placed(ast.Attribute)
Await = placed(ast.Await)
BoolOp = placed(ast.BoolOp)
Call = placed(ast.Call)
Compare = placed(ast.Compare)
Constant = placed(ast.Constant)
Dict = placed(ast.Dict)
IfExp = placed(ast.IfExp)
ListComp = placed(ast.ListComp)
Name = placed(ast.Name)
NamedExpr = placed(ast.NamedExpr)
Starred = placed(ast.Starred)
Subscript = placed(ast.Subscript)
Argument = placed(ast.arg)
Return = placed(ast.Return)
FunctionDef = placed(ast.FunctionDef)
AsyncFunctionDef = placed(ast.AsyncFunctionDef)
LOAD, STORE, IS, LESS_OR_EQUAL = ast.Load(), ast.Store(), ast.Is(), ast.LtE()


@lru_cache(maxsize=1_000)
def name(identifier: str) -> ast.expr:
    return Name(identifier, LOAD)


@lru_cache(maxsize=1_000, typed=True)
def constant(value: float | str | bool | None) -> ast.expr:
    return Constant(value)


def attribute(of: ast.expr, identifier: str) -> ast.expr:
    return Attribute(of, identifier, LOAD)


def entry(of: ast.expr, key: ast.expr) -> ast.expr:
    return Subscript(of, key, LOAD)


def call(function: ast.expr, *arguments: ast.expr) -> ast.expr:
    return Call(function, [*arguments], [])


def starred(values: ast.expr) -> ast.expr:
    """`*values`, as the arguments of a call"""
    return Starred(values, LOAD)


def awaited(awaitable: ast.expr) -> ast.expr:
    return Await(awaitable)


def assigned(identifier: str, value: ast.expr) -> ast.expr:
    """`(identifier := value)`"""
    return NamedExpr(stored(identifier), value)


@lru_cache(maxsize=1_000)
def stored(identifier: str) -> ast.Name:
    return Name(identifier, STORE)


def is_(left: ast.expr, right: ast.expr) -> ast.expr:
    return Compare(left, [IS], [right])


def has_class(value: ast.expr, class_name: str) -> ast.expr:
    """`value.__class__ is class_name`, which is false for subclasses."""
    return is_(attribute(value, "__class__"), name(class_name))


def between(least: float, most: float, value: ast.expr) -> ast.expr:
    """`least <= value <= most`"""
    return Compare(constant(least), [LESS_OR_EQUAL, LESS_OR_EQUAL], [value, constant(most)])


def all_of(*tests: ast.expr) -> ast.expr:
    return BoolOp(ast.And(), [*tests])


def any_of(*tests: ast.expr) -> ast.expr:
    return BoolOp(ast.Or(), [*tests])


def conditional(test: ast.expr, body: ast.expr, otherwise: ast.expr) -> ast.expr:
    """`body if test else otherwise`"""
    return IfExp(test, body, otherwise)


def dictionary(values: Mapping[str, ast.expr]) -> ast.expr:
    return Dict([constant(key) for key in values], [*values.values()])


def comprehension(each: ast.expr, identifier: str, of: ast.expr) -> ast.expr:
    """`[each for identifier in of]`"""
    return ListComp(each, [ast.comprehension(stored(identifier), of, [], 0)])


def function(identifier: str, parameters: str, returned: ast.expr, *, is_async: bool) -> ast.stmt:
    """A function that only returns `returned`. Each letter of `parameters` is a parameter."""
    kind = AsyncFunctionDef if is_async else FunctionDef
    arguments = ast.arguments([], [Argument(letter) for letter in parameters], None, [], [], None, [])
    return kind(identifier, arguments, [Return(returned)], [])
