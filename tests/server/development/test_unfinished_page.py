import httpx2
import pytest

from server.app import create_app
from server.development.unfinished_page import PageState, with_unfinished_page
from tests.server.access.tokens import SECRET, settings

ADDRESSES = ["/", "/tasks/1", "/credits", "/new", "/new/1", "/admin", "/admin/users", "/webhooks", "/graphiql"]


@pytest.mark.parametrize("address", ADDRESSES)
async def test_each_address_of_the_page_waits_for_it(address: str) -> None:
    of_server = settings(jwt_secret=SECRET)
    app = with_unfinished_page(create_app(of_server), of_server, PageState(), PageState(), "a-token")
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1") as http:
        answer = await http.get(address)
    assert answer.status_code == 503
    assert "The page is being built" in answer.text
