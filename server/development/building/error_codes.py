"""
Prints the codes of errors, from which the clients and the page have theirs:

    python -m server.development.building.error_codes > clients/error_codes.json
"""

import json

import server.app  # noqa: F401  (whatever declares a code)
from resolvers.exceptions import ErrorCode
from schema.types.user_error import CODES


def error_codes() -> str:
    """The codes as JSON, by name: what each means, whether mutations' `errors` have it, and whether it is temporary."""
    codes = {
        code: {"meaning": code.meaning, "of_mutations": code in CODES, "is_temporary": code.is_temporary}
        for code in sorted(ErrorCode.declared.values())
    }
    return json.dumps(codes, indent=2) + "\n"


if __name__ == "__main__":
    print(error_codes(), end="")  # noqa: T201
