"""What a learner touches: explorers, quizzes, the safety check."""
