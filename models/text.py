from pydantic import AfterValidator


def without_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("must not contain the NUL character (U+0000), which PostgreSQL cannot store")
    return text


Storable = AfterValidator(without_nul)
