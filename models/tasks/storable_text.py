from pydantic import AfterValidator


def storable(text: str) -> str:
    """Return the text unchanged. ValueError when it has a character that UTF-8 or PostgreSQL cannot store."""
    if "\0" in text:
        raise ValueError("must not contain the NUL character (U+0000), which PostgreSQL cannot store")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("must be Unicode text, without half of a surrogate pair (U+D800 to U+DFFF)") from None
    return text


Storable = AfterValidator(storable)
"""Makes a field of a Pydantic model refuse text that cannot be stored."""
