"""Each code of errors is declared once, and everything that lists codes is made from the declarations."""

from collections.abc import Iterator

import pytest

from resolvers.exceptions import ErrorCode, InputRefusal, Refusal
from schema.types.user_error import UserErrorCode
from server.development.building.error_codes import error_codes
from tests.docs.examples import ROOT

LIST = ROOT / "clients" / "error_codes.json"


def kinds(base: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    for one in base.__subclasses__():
        yield one
        yield from kinds(one)


def test_the_list_is_as_declared() -> None:
    command = "python -m server.development.building.error_codes > clients/error_codes.json"
    assert LIST.read_text(encoding="utf-8") == error_codes(), command


def test_the_api_knows_every_code_of_mutations() -> None:
    """Also of a class that is in none of the files in which schema/types/user_error.py looks for them."""
    assert {one.code for one in kinds(InputRefusal)} == set(map(str, UserErrorCode))


def test_every_code_is_declared() -> None:
    """A plain text as the code of a class would be in no list."""
    with_code = [one for one in kinds() if hasattr(one, "code")]
    assert {one.__name__ for one in with_code if not isinstance(one.code, ErrorCode)} == set()


def test_a_code_is_declared_once() -> None:
    with pytest.raises(TypeError, match="CONFLICT is declared twice"):
        ErrorCode("CONFLICT", "Another meaning.")
