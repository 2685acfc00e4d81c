"""Tables with provenance: every number that stands for the world, with unit and source."""

from lessons_lib.data.tables import Provenance, Table, load, names, provenance

__all__ = ["Provenance", "Table", "load", "names", "provenance"]
