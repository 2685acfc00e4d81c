"""How long a thing takes, and what one move of an explorer costs."""

import json
import statistics
from collections.abc import Callable
from functools import partial
from time import perf_counter

from lessons_lib.stage.live import LiveStage, Packet
from lessons_lib.stage.scene import Scene


def median_ms(run: Callable[[], object], times: int = 500) -> float:
    """Median time of one call, in milliseconds; the first call is not counted."""
    run()
    taken = []
    for _ in range(times):
        start = perf_counter()
        run()
        taken.append(perf_counter() - start)
    return 1000 * statistics.median(taken)


def print_moves(module: object) -> None:
    """For each explorer of a figure module: one move and its greatest sweep."""
    for name, scene in vars(module).items():
        if isinstance(scene, Scene) and scene.parameters:
            stage, start = LiveStage.of(scene), scene.values()
            move = partial(_pack, stage, scene, [start])
            sweeps = [
                _pack(stage, scene, [{**start, one.name: at} for at in one.positions.tolist()])
                for one in scene.parameters
            ]
            print(f"    {name:15}{median_ms(move, 60):7.2f} ms{_kilobytes(move()):7.1f} kB"
                  f"{max(map(_kilobytes, sweeps)):8.0f} kB a sweep")  # fmt: skip


def _pack(stage: LiveStage, scene: Scene, many: list[dict[str, float]]) -> Packet:
    return stage.pack([scene.frame(**values) for values in many])


def _kilobytes(packet: Packet) -> float:
    return (len(packet.coordinates) + len(json.dumps(packet.head))) / 1000
