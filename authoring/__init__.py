"""What authors of the course run: check, store and draw lessons, write pages, renew the lock."""
