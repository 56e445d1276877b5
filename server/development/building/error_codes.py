"""
Prints the error codes, from which those of the clients and the page are generated:

    python -m server.development.building.error_codes > clients/error_codes.json
"""

import json

import server.app  # noqa: F401  (imports every module that declares a code)
from resolvers.exceptions import ErrorCode
from schema.types.user_error import CODES


def error_codes() -> str:
    """Return the codes as JSON, by name: the meaning, whether mutations' `errors` have it, whether it is temporary."""
    codes = {
        code: {"meaning": code.meaning, "of_mutations": code in CODES, "is_temporary": code.is_temporary}
        for code in sorted(ErrorCode.declared.values())
    }
    return json.dumps(codes, indent=2) + "\n"


if __name__ == "__main__":
    print(error_codes(), end="")  # noqa: T201
