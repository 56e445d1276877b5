import pytest

from tests.api import Client, NewClient


@pytest.fixture
def administrator(new_client: NewClient) -> Client:
    return new_client(role="admin")


@pytest.fixture
def service(new_client: NewClient) -> Client:
    return new_client(role="service")
