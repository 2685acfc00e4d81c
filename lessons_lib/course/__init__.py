"""The course itself: its map, exercises, checks and command line."""
