"""The course itself, for who takes it: its map, exercises, environment and server."""
