"""Read the reference tables that the mechanics are held against."""

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).parent / "reference"


def reference(name: str) -> dict[str, NDArray[np.generic]]:
    """The columns of ``reference/NAME``; lines with # say where it comes from."""
    with (FOLDER / name).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    return {key: _column([row[key] for row in rows]) for key in rows[0]}


def _column(texts: list[str]) -> NDArray[np.generic]:
    try:
        return np.array(texts, dtype=float)
    except ValueError:
        return np.array(texts)


def rmse(difference: NDArray[np.float64]) -> float:
    return float(np.sqrt(np.mean(difference**2)))
