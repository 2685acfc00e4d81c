"""Joint angles out of a C3D file, with the library ezc3d where it is installed.

A C3D file is binary and says itself how large it is, so a damaged one can bring a reader down. It
is therefore read by another Python, which gets so much time and memory and no more: whatever
happens there, the lesson's own goes on.
"""

import importlib.util
import json
import struct
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from lessons_lib.mechanics.own_walk.reading import Sheet, UnreadableError

_PATIENCE_S = 60
_MEMORY_BYTES = 2_000_000_000
_DAMAGED = (
    "This C3D file is damaged or cut off: it is not as long as it says itself. Export it again, or "
    "export the joint angles as CSV."
)
_READER = """
import json, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
except ImportError:
    pass
import ezc3d
import numpy as np
file = ezc3d.c3d(sys.argv[1])
point = file["parameters"]["POINT"]
labels = [str(one) for one in point["LABELS"]["value"]]
for more in range(2, 10):
    labels += [str(one) for one in point.get(f"LABELS{more}", {"value": []})["value"]]
listed = [str(one) for one in point.get("ANGLES", {"value": []})["value"]]
data = file["data"]["points"]
labels = labels[: data.shape[1]]
angles = [i for i, one in enumerate(labels) if one in listed or "angle" in one.lower()]
chosen = angles[:200]
values = data[:3, chosen, :].transpose(2, 1, 0).reshape(data.shape[2], -1)
print(json.dumps({
    "labels": [labels[i] for i in chosen],
    "markers": len(labels) - len(angles),
    "rate": float(np.ravel(point["RATE"]["value"])[0]),
    "values": np.where(np.isfinite(values), values, 1e30).round(5).tolist(),
}))
"""


def read_c3d(content: bytes) -> Sheet:
    """The joint angles of a C3D file, three columns an angle: X is the side view.

    Raises:
        UnreadableError: ezc3d is not installed, the file is damaged, or it holds markers alone.
    """
    if importlib.util.find_spec("ezc3d") is None:
        raise UnreadableError(
            "This is a C3D file, and the part that reads those is not installed. Run "
            "%pip install ezc3d in a cell and choose the file again, or export the joint angles "
            "as CSV."
        )
    _refuse_cut(content)
    told = _asked(content)
    labels = [one.split(":")[-1] for one in told["labels"]]
    if not labels:
        raise UnreadableError(
            f"This C3D file holds {told['markers']} markers and no joint angles. Markers become "
            "angles in the program of the laboratory: run its model (Plug-in Gait, say) or "
            "OpenSim's inverse kinematics, and export the joint angles."
        )
    values = np.array(told["values"], dtype=np.float64).reshape(-1, 3 * len(labels))
    values[values > 1e20] = np.nan
    names = tuple(f"{label} {axis}" for label in labels for axis in "XYZ")
    if len(values) < 10:
        raise UnreadableError(
            f"This C3D file holds {len(values)} frames; a stride needs many more."
        )
    return Sheet("c3d", names, values, None, told["rate"])


def _refuse_cut(content: bytes) -> None:
    """Refuse a file that is shorter than the points that its head promises."""
    points, _, first, last = struct.unpack_from("<HHHH", content.ljust(10, b"\0"), 2)
    least_bytes_a_point = 8  # four whole numbers of two bytes
    if len(content) < 512 or len(content) < points * (last - first + 1) * least_bytes_a_point:
        raise UnreadableError(_DAMAGED)


def _asked(content: bytes) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "recording.c3d")
        path.write_bytes(content)
        try:
            done = subprocess.run(
                [sys.executable, "-I", "-c", _READER, str(path), str(_MEMORY_BYTES)],
                capture_output=True,
                timeout=_PATIENCE_S,
                check=True,
            )
            return dict(json.loads(done.stdout))
        except (subprocess.SubprocessError, OSError, ValueError, MemoryError):
            raise UnreadableError(_DAMAGED) from None
