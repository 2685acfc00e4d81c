"""The course as it stands on a phone's home screen: its name and its icon."""

import io
import json

_LINES = (
    ((32, 22), (29, 36)),  # trunk
    ((29, 36), (37, 45), (33, 56)),  # the leg in front
    ((29, 36), (26, 46), (18, 53)),  # the leg behind
    ((31, 25), (25, 32), (29, 37)),  # an arm
)
_HEAD = (34, 15, 5)
_GROUND = "#0072b2"
_SIZES = (192, 512)


def files() -> dict[str, bytes]:
    """The manifest and the icons, by name."""
    icons = [{"src": "icon.svg", "sizes": "any", "type": "image/svg+xml"}]
    icons += [
        {"src": f"icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png"}
        for size in _SIZES
    ]
    manifest = {
        "name": "What causes lower back pain after walking?",
        "short_name": "Back and walking",
        "start_url": "index.html",
        "scope": "./",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": _GROUND,
        "icons": icons,
    }
    found = {f"icon-{size}.png": _png(size) for size in _SIZES}
    found["icon.svg"] = _svg().encode()
    found["course.webmanifest"] = json.dumps(manifest, indent=1).encode()
    return found


def _svg() -> str:
    lines = "".join(
        f'<polyline points="{" ".join(f"{x},{y}" for x, y in line)}"/>' for line in _LINES
    )
    x, y, radius = _HEAD
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        f'<rect width="64" height="64" fill="{_GROUND}"/>'
        f'<circle cx="{x}" cy="{y}" r="{radius}" fill="#fff"/>'
        '<g fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round" '
        f'stroke-linejoin="round">{lines}</g></svg>'
    )


def _png(size: int) -> bytes:
    from matplotlib.figure import Figure
    from matplotlib.patches import Circle

    figure = Figure(figsize=(1, 1), dpi=size, facecolor=_GROUND)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, 64), ylim=(64, 0))
    axes.axis("off")
    axes.add_patch(Circle(_HEAD[:2], _HEAD[2], color="white"))
    for line in _LINES:
        axes.plot(
            *zip(*line, strict=True),
            color="white",
            linewidth=5 / 64 * 72,
            solid_capstyle="round",
            solid_joinstyle="round",
        )
    held = io.BytesIO()
    figure.savefig(held, format="png")
    return held.getvalue()
