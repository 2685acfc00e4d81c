"""The course's questions for a learning platform: Moodle, Canvas, and whatever reads GIFT.

``python3 start.py export moodle`` writes all of them, with what each answer is told. Keys are open
in this course: these are questions to learn by, not to give marks for.
"""
