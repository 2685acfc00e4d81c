"""What leaves the diary for others: it can be read by them, and not be brought back."""
