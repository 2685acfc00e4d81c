"""One module a topic; takes numbers, returns a Plot."""
