"""Python's syntax trees, in the forms that a compiled operation is made of."""

import ast
from collections.abc import Mapping

LOAD, STORE = ast.Load(), ast.Store()


def name(identifier: str) -> ast.expr:
    return ast.Name(identifier, LOAD)


def constant(value: float | str | None) -> ast.expr:
    return ast.Constant(value)


def attribute(of: ast.expr, identifier: str) -> ast.expr:
    return ast.Attribute(of, identifier, LOAD)


def entry(of: ast.expr, key: ast.expr) -> ast.expr:
    return ast.Subscript(of, key, LOAD)


def call(function: str | ast.expr, *arguments: ast.expr) -> ast.expr:
    return ast.Call(name(function) if isinstance(function, str) else function, list(arguments), [])


def awaited(awaitable: ast.expr) -> ast.expr:
    return ast.Await(awaitable)


def assigned(identifier: str, value: ast.expr) -> ast.expr:
    """`(identifier := value)`"""
    return ast.NamedExpr(ast.Name(identifier, STORE), value)


def is_(left: ast.expr, right: ast.expr) -> ast.expr:
    return ast.Compare(left, [ast.Is()], [right])


def has_class(value: ast.expr, class_name: str) -> ast.expr:
    """`value.__class__ is class_name`: subclasses are not meant."""
    return is_(attribute(value, "__class__"), name(class_name))


def between(low: float, high: float, value: ast.expr) -> ast.expr:
    """`low < value < high`"""
    return ast.Compare(ast.Constant(low), [ast.Lt(), ast.Lt()], [value, ast.Constant(high)])


def all_of(*tests: ast.expr) -> ast.expr:
    return ast.BoolOp(ast.And(), list(tests))


def any_of(*tests: ast.expr) -> ast.expr:
    return ast.BoolOp(ast.Or(), list(tests))


def conditional(test: ast.expr, body: ast.expr, otherwise: ast.expr) -> ast.expr:
    """`body if test else otherwise`"""
    return ast.IfExp(test, body, otherwise)


def dictionary(values: Mapping[str, ast.expr]) -> ast.expr:
    return ast.Dict([ast.Constant(key) for key in values], list(values.values()))


def comprehension(each: ast.expr, identifier: str, of: ast.expr) -> ast.expr:
    """`[each for identifier in of]`"""
    return ast.ListComp(each, [ast.comprehension(ast.Name(identifier, STORE), of, [], 0)])


def function(identifier: str, parameters: str, returned: ast.expr, *, is_async: bool) -> ast.stmt:
    """A function of those parameters, a letter each, that does nothing but return."""
    kind = ast.AsyncFunctionDef if is_async else ast.FunctionDef
    arguments = ast.arguments([], [ast.arg(letter) for letter in parameters], None, [], [], None, [])
    return kind(identifier, arguments, [ast.Return(returned)], [])


def module(functions: list[ast.stmt]) -> ast.Module:
    return ast.fix_missing_locations(ast.Module(functions, []))
