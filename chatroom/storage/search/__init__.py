"""The index of search: derived from the database, in a file of its own that can be thrown away.

It is SQLite's own, whatever the database is. See docs/decisions/0009-search.md.
"""
