"""Operations are measured by name, but of new names each user gets few, so that nobody fills the list or memory."""

from datetime import UTC, datetime
from uuid import UUID

from resolvers.access import Caller, Role
from server.observation.operation_measures import (
    MAX_CANDIDATES,
    MAX_MEASURED,
    MAX_NAME_CHARS,
    MEASURED_AT_ONCE,
    OperationNames,
)
from server.settings.plans import BUILT_IN


def caller(number: int = 1, role: Role = Role.USER) -> Caller:
    return Caller(UUID(int=number), role, BUILT_IN["free"], datetime.now(UTC))


def test_the_pages_own_names_are_known() -> None:
    assert OperationNames().label("TaskList", caller()) == "TaskList"


def test_an_operation_without_a_name() -> None:
    assert OperationNames().label(None, caller()) == "unnamed"


def test_one_user_brings_about_a_few_names_however_often_they_try() -> None:
    names = OperationNames()
    labels = {names.label(f"Mine{number}", caller()) for _ in range(3) for number in range(10_000)}
    assert labels == {f"Mine{number}" for number in range(MEASURED_AT_ONCE)} | {"other"}
    assert len(names.users) <= MAX_CANDIDATES


def test_what_many_use_is_told_apart_all_the_same() -> None:
    names = OperationNames()
    for number in range(10_000):
        names.label(f"Mine{number}", caller())
    assert [names.label("Theirs", caller(user)) for user in (2, 3)] == ["other", "Theirs"]
    assert names.label("Theirs", caller()) == "Theirs"


def test_users_cannot_fill_the_list_together() -> None:
    names = OperationNames()
    for user in range(10):
        for number in range(100):
            for one in range(user, user + 10):
                names.label(f"Ours{number}", caller(one))
    assert len(names.measured) == MEASURED_AT_ONCE + 18
    assert names.label("OfTheBackEnd", caller(99, Role.SERVICE)) == "OfTheBackEnd"


def test_the_list_has_an_end() -> None:
    names = OperationNames()
    labels = {names.label(f"OfTheBackEnd{number}", caller(role=Role.SERVICE)) for number in range(1_000)}
    assert len(labels) == MAX_MEASURED + 1
    assert "other" in labels


def test_a_long_name_is_none() -> None:
    assert OperationNames().label("N" * (MAX_NAME_CHARS + 1), caller(role=Role.ADMIN)) == "other"
