"""The database: open a diary, read it, write it.

`store` is the door, and the only module that apps need. Behind it: `opening` (what is there is
kept), `saving` (a write counts once and is read back), `reading`, `changes` (the log, and undoing),
`rows` (facts to rows and back), `troubles` (what SQLite says, in words), `database` (SQLite's
settings, transactions, migrations) and ``schema.sql``.
"""

from .store import KEEP, Keep, Store, open_store, start_fresh

__all__ = ["KEEP", "Keep", "Store", "open_store", "start_fresh"]
