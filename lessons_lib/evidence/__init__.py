"""What is known: sources, claims, and the safety check."""
