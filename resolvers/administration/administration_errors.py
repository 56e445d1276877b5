from collections.abc import Sequence

from resolvers.exceptions import DatabaseUnavailable


class PartUnavailable(DatabaseUnavailable):
    """Users in databases that cannot be reached now are left out: {names}. Ask again later."""

    def __init__(self, databases: Sequence[str]) -> None:
        super().__init__(names=", ".join(databases))
        self.databases = databases

    @property
    def extensions(self) -> dict[str, object]:
        return {**super().extensions, "databases": self.databases}
