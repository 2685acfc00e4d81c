"""Every explorer of the course as a kernel shows it: what it sends, as one number each.

Runs in a process that has no matplotlib, too.
"""

import hashlib
import json

from authoring import stages
from lessons_lib.apps.explorer import Explorer
from lessons_lib.stage.scene import Scene


def digests() -> dict[str, str]:
    """For each scene a digest of its stage, stand-in, a frame, a sweep and a table."""
    return {name: _digest(scene) for name, scene in stages.scenes().items()}


def _digest(scene: Scene) -> str:
    explorer = Explorer(scene)
    seen = hashlib.sha256(json.dumps(explorer._spec).encode())
    seen.update(explorer._repr_mimebundle_()[0]["text/html"].encode())

    def hear(answer, buffers=()):
        if answer["answer"] == "trouble":
            raise ValueError(answer["sentence"])
        seen.update(json.dumps(answer).encode() + b"".join(buffers))

    explorer.send = hear
    values = {one.name: one.high for one in scene.parameters}
    for ask in ("frame", "table", "sweep")[: 3 if values else 2]:
        about = {"ask": ask, "values": values, "name": next(iter(values), "")}
        explorer._handle_custom_msg(about, [])
    return seen.hexdigest()
