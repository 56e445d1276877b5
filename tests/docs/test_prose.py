import pytest

from tests.docs.prose import check, fragments_of, lint

HALF = "Fifteen " * 15
SHORT = f"""
{HALF} with `code of many words`, [a link](https://example.com/to/a page).

- {HALF}
- {HALF}

| {HALF} | {HALF} |
|--|--|
| {HALF} | {HALF} |

```
{HALF}
{HALF}
```
"""
MODULE = '''
kept = "kept"  # kept


def f():
    """
    One.

    Deletions are told.
    """
    raise ValueError(f"no {kept}")
'''


@pytest.mark.slow
def test_prose_is_plain() -> None:
    assert check([]) == []


def test_sentences_are_those_of_a_paragraph_an_item_or_a_cell() -> None:
    assert lint([SHORT, f"Short.\n{HALF}\n{HALF}.", f"Short. {HALF}\n{HALF}more."]) == [
        [],
        [],
        [(1, "a sentence of 31 words: write several, of at most 30")],
    ]


def test_paragraphs_are_counted_by_their_lines() -> None:
    assert lint(["One.\n" * 6, "One.\n" * 7]) == [
        [],
        [(1, "a paragraph of 7 lines: write several, of at most 6, or a list")],
    ]


def test_prose_in_code_has_its_line() -> None:
    assert fragments_of("server/module.py", MODULE) == [(7, "One.\n\nDeletions are told."), (11, "no X")]


def test_a_path_in_a_script_begins_no_comment() -> None:
    assert fragments_of("web/src/route.ts", 'match("/:page?/*?"); // The page.\n/** One\n * two. */') == [
        (1, "The page."),
        (2, "One\ntwo. "),
    ]
