"""Widgets without a kernel: what a page needs in place of one."""

import base64
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anywidget

from lessons_lib.apps.widget import CourseWidget

_CODE = {"_esm", "_css"}


@dataclass(frozen=True)
class Hosted:
    """A widget as a page without a kernel gets it.

    Attributes:
        page: the folder of ``apps/web`` whose module shows it.
        state: what the page knows at once; bytes as base64.
        parts: by name, what is loaded when it is wanted; deflated bytes as base64.
    """

    page: str
    state: dict[str, Any]
    parts: dict[str, str] = field(default_factory=dict)


def hosted(widget: CourseWidget, cache: Path | None = None) -> Hosted:  # noqa: ARG001
    """A widget with all that its page may ask for."""
    given = set(anywidget.AnyWidget.class_trait_names(sync=True)) | _CODE
    own = {name: value for name, value in widget.get_state().items() if name not in given}
    return Hosted(widget._page, {name: _plain(value) for name, value in own.items()})


def _plain(value: Any) -> Any:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value
