"""Reads `/metrics` as a Prometheus on this machine does."""

from collections.abc import Mapping

import httpx2
from prometheus_client.parser import text_string_to_metric_families

LOCAL = {"Host": "localhost:8000"}


class Measures:
    """The samples of one scrape."""

    def __init__(self, text: str) -> None:
        self.samples = {
            (sample.name, frozenset(sample.labels.items())): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }

    @property
    def names(self) -> set[str]:
        return {name for name, _ in self.samples}

    def labels(self, name: str) -> list[Mapping[str, str]]:
        return [dict(labels) for found, labels in self.samples if found == name]

    def value(self, name: str, **labels: str) -> float:
        """Return the sample's value, or 0 if there is none."""
        return self.samples.get((name, frozenset(labels.items())), 0)

    def added(self, before: "Measures", name: str, **labels: str) -> float:
        """Return by how much the sample has grown since the scrape `before`."""
        return self.value(name, **labels) - before.value(name, **labels)


async def scrape(http: httpx2.AsyncClient, **headers: str) -> Measures:
    answer = await http.get("/metrics", headers={**LOCAL, **headers})
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    return Measures(answer.text)
