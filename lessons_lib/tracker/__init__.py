"""The diary: programme, rules, store, review, archive."""
