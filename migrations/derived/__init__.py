"""
The SQL that follows from what `models/` declares of tables and columns. It is written to files below `migrations/sql/`,
which people read and `migrate` installs: `python -m migrations.derived`.
"""
