from migrations.derived.files import HEADER, SQL, derived


def test_derived_files_are_what_the_declarations_give() -> None:
    """`python -m migrations.derived` writes them."""
    marked = HEADER.partition("{")[0]
    files = {path: path.read_text(encoding="utf-8") for path in SQL.rglob("*.sql")}
    assert {path: text for path, text in files.items() if text.startswith(marked)} == derived()
