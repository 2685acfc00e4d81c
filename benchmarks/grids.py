"""Explorers without a kernel: how many positions in how many bytes, whether exact, and how fast.

Prints a row for each explorer of the lessons, and where a page moves one slider at a time another
for all together. Its grid is computed as for the web edition, decoded by the page's own code under
Node, and compared with the scene at 150 positions chosen by chance. Names of scenes as arguments
print only theirs. All take some minutes.
"""

import base64
import json
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from authoring import stages
from lessons_lib.apps.explorer import Explorer
from lessons_lib.data.parameters import Parameter
from lessons_lib.site.building import CACHE
from lessons_lib.site.hosting import hosted, larger_steps
from lessons_lib.stage.live import LiveStage

COURSE = Path(__file__).resolve().parents[1]
SAMPLES = 150
DECODE = """
import { host } from "COURSE/lessons_lib/apps/web/host/host.js";
import { Packet } from "COURSE/lessons_lib/apps/web/explorer/packet.js";
let input = "";
for await (const piece of process.stdin) input += piece;
const { state, parts, samples } = JSON.parse(input);
const model = host("explorer", state, async (part) => parts[part]);
let hear;
model.on("msg:custom", (content, buffers) => hear({ content, buffers }));
const ask = (question) => new Promise((resolve) => {
  hear = resolve;
  model.send({ ...question, asker: "benchmark" });
});
const told = ({ words, marks }) => JSON.stringify([words, marks.map(({ xy, text, color }) => {
  let end = xy.length;
  while (end && xy[end - 2] === -32768) end -= 2;
  return [[...xy.subarray(0, end)], text || "", color || ""];
})]);
let wrong = 0;
const times = [];
for (const { values, head, xy, table } of samples) {
  const before = performance.now();
  const { content, buffers } = await ask({ ask: "frame", values, clock: 1 });
  times.push(performance.now() - before);
  const numbers = await ask({ ask: "table", values, clock: 1 });
  const bytes = Uint8Array.from(Buffer.from(xy, "base64"));
  const wanted = told(new Packet(head, new DataView(bytes.buffer)).frame(0));
  const found = content.head && told(new Packet(content.head, buffers[0]).frame(0));
  if (found !== wanted || numbers.content.html !== table) wrong += 1;
}
const [first, ...further] = times;
further.sort((a, b) => a - b);
console.log(JSON.stringify({ wrong, first, further: further[Math.floor(0.95 * further.length)] }));
""".replace("COURSE", COURSE.as_uri())


def samples(
    explorer: Explorer, sliders: Sequence[Parameter], *, alone: bool
) -> list[dict[str, Any]]:
    """What the scene says at positions by chance; of one slider at a time where only one moves."""
    chance = np.random.default_rng(7)
    stage = LiveStage.of(explorer.scene)
    found = []
    for number in range(SAMPLES):
        values = dict(explorer.start)
        for place, one in enumerate(sliders):
            if not alone or place == number % len(sliders):
                values[one.name] = float(chance.choice(one.positions))
        frame = explorer.scene.frame(**values)
        packet = stage.pack([frame])
        xy = base64.b64encode(packet.coordinates).decode()
        table = frame.table.html()
        found.append({"values": values, "head": packet.head, "xy": xy, "table": table})
    return found


def main() -> None:
    wanted = sys.argv[1:]
    print(
        f"{'explorer':28} {'positions':>12} {'kB':>7} {'numbers':>7}  all   wrong first further s"
    )
    for name, scene in stages.scenes().items():
        if not scene.parameters or (wanted and name not in wanted):
            continue
        begun = time.process_time()
        explorer = Explorer(scene)
        found = hosted(explorer, CACHE)
        took_s = time.process_time() - begun
        alone = bool(found.state["_spec"].get("alone"))
        given = list(scene.parameters)
        told = found_in(explorer, given, found.state, found.parts, alone=alone)
        print(f"{name:28} {told} {took_s:5.0f}", flush=True)
        if found.together:
            state = found.state | {"_spec": found.state["_spec"] | found.together.spec}
            large = larger_steps(explorer)
            print(f"{'  together':28} {found_in(explorer, large, state, found.together.parts)}")


def found_in(
    explorer: Explorer,
    sliders: Sequence[Parameter],
    state: dict[str, Any],
    parts: Mapping[str, str],
    *,
    alone: bool = False,
) -> str:
    """What one form of an explorer takes, and how many samples of it are wrong."""
    asked = {
        "state": state,
        "parts": parts,
        "samples": samples(explorer, sliders, alone=alone),
    }
    told = subprocess.run(
        ["node", "--input-type=module", "-e", DECODE],
        input=json.dumps(asked, default=list),
        capture_output=True,
        check=True,
        text=True,
    )
    result = json.loads(told.stdout)
    sizes = {
        part: sum(3 * len(text) // 4 for name, text in parts.items() if part in name)
        for part in ("grid", "numbers")
    }
    return (
        f"{prod(len(one.positions) for one in sliders):12,} {sizes['grid'] / 1000:7.1f} "
        f"{sizes['numbers'] / 1000:7.1f}  {'one' if alone else 'yes'} {result['wrong']:3} of "
        f"{SAMPLES} {result['first']:5.0f} {result['further']:6.2f} ms"
    )


if __name__ == "__main__":
    main()
