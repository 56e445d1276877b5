"""Operations are measured by name, but each user can add only a few names, so that nobody fills the list or memory."""

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


def test_names_of_the_page_and_missing_and_long_names() -> None:
    names = OperationNames()
    assert names.label("TaskList", caller()) == "TaskList"
    assert names.label(None, caller()) == "unnamed"
    assert names.label("N" * (MAX_NAME_CHARS + 1), caller(role=Role.ADMIN)) == "other"


def test_one_user_adds_only_a_few_names() -> None:
    names = OperationNames()
    labels = {names.label(f"Mine{number}", caller()) for _ in range(3) for number in range(10_000)}
    assert labels == {f"Mine{number}" for number in range(MEASURED_AT_ONCE)} | {"other"}
    assert len(names.users) <= MAX_CANDIDATES


def test_a_name_of_several_users_is_measured_nevertheless() -> None:
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


def test_the_list_is_limited() -> None:
    names = OperationNames()
    labels = {names.label(f"OfTheBackEnd{number}", caller(role=Role.SERVICE)) for number in range(1_000)}
    assert len(labels) == MAX_MEASURED + 1
    assert "other" in labels
