"""Browser contexts that one test uses after another."""

from collections import defaultdict
from typing import Any
from urllib.parse import urlsplit


class Contexts:
    """Provides browser contexts, each to one test at a time, and empties them in between.

    A context keeps a page open, at `keeper_url` of the site, and with it the process that has compiled the page's code.
    Opening a page then takes half of the processor time.
    """

    def __init__(self, browser: Any, keeper_url: str) -> None:
        self.browser = browser
        self.keeper_url = keeper_url
        self.idle: defaultdict[str, list[Any]] = defaultdict(list)
        self.lent: dict[Any, str] = {}

    async def take(self, options: dict[str, Any]) -> Any:
        key = repr(sorted(options.items()))
        context = self.idle[key].pop() if self.idle[key] else await self.new(options)
        self.lent[context] = key
        return context

    async def new(self, options: dict[str, Any]) -> Any:
        context = await self.browser.new_context(**options)
        await (await context.new_page()).goto(self.keeper_url)
        return context

    async def give_back(self, context: Any) -> None:
        keeper, *pages = context.pages
        origins = {"{0.scheme}://{0.netloc}".format(urlsplit(page.url)) for page in pages}
        for page in pages:
            await page.close()
        await context.unroute_all()
        await context.clear_cookies()
        session = await context.new_cdp_session(keeper)
        for origin in origins:
            await session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
        await session.detach()
        self.idle[self.lent.pop(context)].append(context)
