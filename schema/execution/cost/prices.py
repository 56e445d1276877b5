"""
The prices that an operation's cost is computed from. One unit is about 0.1 ms of processor time, or 4,000 characters of
an answer.
"""

from graphql import OperationType

OBJECT, LEAF = 1, 0.125
LIST = 10
"""A further statement on a list of tasks, which counts them or checks whether any precede or follow the page."""
LONG_NAME = 500
"""Characters of an alias that cost as much as a leaf: the alias stands in the answer as often as the field does."""
ROOT_FIELD = {OperationType.QUERY: 10, OperationType.MUTATION: 50, OperationType.SUBSCRIPTION: 10}
LOOKED_AT = 1_000
"""An image that is decoded to find similar tasks."""
INTROSPECTION = 500
IMAGE = ROOT_FIELD[OperationType.MUTATION]
"""Each further image that a mutation is given; the first is covered by the price of the mutation itself."""
MARKED = 100
"""An image that is decoded, and encoded again with a mark; once it is there, a request to storage."""
RECORDED = 30
"""
Each of several tasks that a mutation records, with its input image and its first result: its cost without that of the
request. A hundred of them are within the limit of a request.
"""
VALUE, FREE_VALUES = 0.05, 1_000
"""Each value in the variables beyond the first thousand."""
SEARCH, FURTHER_WORD, SCAN, SCAN_OF_ALL = 250, 125, 20, 1_000
"""
Added for each statement on a list: if it searches all prompts or labels of a user, for each further word of the search,
if it reads all rows of the user, and if it may have to read the rows of all users.
"""
INDEXED = frozenset({"createdAt", "search", "labels"})
"""The fields of a `TaskFilter` that an index serves; for any other, all rows may be read."""
USED_DAY, USED_HOURS = 0.25, 2
"""A day of usage of which one total is read, and one of which each hour is read."""

TOKEN, CHARACTER = 0.25, 0.002
"""Each token and each character of a document, for parsing and validating it."""
