import ssl
from pathlib import Path
from urllib.parse import parse_qsl

import asyncpg
from asyncpg.exceptions import ClientConfigurationError, TargetServerAttributeNotMatched

from server.operations.checking.problem import Problem, Severity

DATABASE = "DATABASE_URL=postgresql://role:password@host:5432/database"
FILES = {"sslrootcert", "sslcert", "sslkey", "sslcrl"}


def problem_of_parameters(error: Exception, query: str) -> Problem | None:
    """Return the problem of what follows the ? of a database's address, if `error` comes of that."""
    match error:
        case asyncpg.UndefinedObjectError():  # a parameter of libpq alone, such as connect_timeout
            return unusable_because(str(error), f"{DATABASE}, without what follows the ? and PostgreSQL does not know")
        case ClientConfigurationError():
            return unusable_because(str(error), f"{DATABASE}, with what is right after the ?")
        case TargetServerAttributeNotMatched():
            return unusable_because(str(error), "DATABASE_URL with a host that is as its target_session_attrs says")
        case ssl.SSLError():
            return unusable_because(f"TLS fails, {error}", f"{DATABASE}?sslrootcert=FILE, of its authority")
        case ConnectionError() if "SSL" in str(error):
            return unusable_because("it offers no TLS", "ssl = on in PostgreSQL, or DATABASE_URL without sslmode")
        case FileNotFoundError():
            files = [file for name, file in parse_qsl(query) if name in FILES and not Path(file).exists()]
            if files:
                return unusable_because(f"there is no file {files[0]}", f"{DATABASE}?sslrootcert=FILE, that is there")
    return None


def unusable_because(what: str, remedy: str) -> Problem:
    """Return the problem of a database that cannot be used, with its cause."""
    return Problem(f"The database cannot be used: {what}.", remedy, Severity.UNUSABLE)
