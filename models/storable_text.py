from pydantic import AfterValidator


def storable(text: str) -> str:
    """The text as it is; ValueError when UTF-8 or PostgreSQL has no way to write one of its characters."""
    if "\0" in text:
        raise ValueError("must not contain the NUL character (U+0000), which PostgreSQL cannot store")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("must be Unicode text; a half of a surrogate pair (U+D800 to U+DFFF) is none") from None
    return text


Storable = AfterValidator(storable)
"""Refuses, in a field of a Pydantic model, text that cannot be stored."""
