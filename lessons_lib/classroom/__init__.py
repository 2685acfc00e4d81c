"""What a lecturer's computer does: the class seen, and questions for a learning platform."""
