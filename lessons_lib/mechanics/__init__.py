"""How the body moves and pulls; degrees at the surface, radians inside."""
