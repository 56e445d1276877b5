"""
The prices that an operation's cost is computed from. One unit is about 0.1 ms of processor time, or 4,000 characters of
an answer.
"""

from graphql import OperationType

OBJECT, LEAF = 1, 0.125
LIST = 10
"""A further statement on a list of tasks, which counts them or checks for tasks before or after the page."""
LONG_NAME = 500
"""Characters of an alias that cost as much as a leaf, since each field in the answer has it."""
ROOT_FIELD = {OperationType.QUERY: 10, OperationType.MUTATION: 50, OperationType.SUBSCRIPTION: 10}
LOOKED_AT = 1_000
"""An image that is decoded to find similar tasks."""
INTROSPECTION = 500
IMAGE = ROOT_FIELD[OperationType.MUTATION]
"""Each image that a mutation is given, except the first, which the mutation's price covers."""
MARKED = 100
"""An image that is decoded, and encoded with a mark; after the first time, a request to storage."""
RECORDED = 30
"""Each of several tasks that a mutation records, with its input image and first result. A request may have 100."""
VALUE, FREE_VALUES = 0.05, 1_000
"""Each value in the variables beyond the first thousand."""
SEARCH, FURTHER_WORD, SCAN, SCAN_OF_ALL = 250, 125, 20, 1_000
"""
Added for each statement on a list. SEARCH: it searches all prompts or labels of a user. FURTHER_WORD: each word after
the first. SCAN: it reads all rows of the user. SCAN_OF_ALL: it may read the rows of all users.
"""
INDEXED = frozenset({"createdAt", "search", "labels"})
"""The fields of a `TaskFilter` with an index. For others, all rows may be read."""
USED_DAY, USED_HOURS = 0.25, 2
"""A day of usage: with one total read, and with a total for each hour."""

TOKEN, CHARACTER = 0.25, 0.002
"""Each token and each character of a document, for parsing and validating it."""
