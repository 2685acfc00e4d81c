"""The front door says about the lessons what the course map says."""

import re
from pathlib import Path

from lessons_lib.course import outline

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_map_of_the_readme_is_the_map_of_the_course() -> None:
    rows = re.findall(r"^\| (.+?) \| .+? \| (\d+) \|$", README, re.MULTILINE)
    assert rows == [
        (f"[{entry.number}. {entry.title}](notebooks/{entry.file})", str(entry.minutes))
        for entry in outline.lessons()
    ]


def test_links_of_the_readme_lead_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)|src=\"([^\"]+)\"", README)
    for target in (one or other for one, other in targets):
        assert target.startswith("https:") or (Path(__file__).parents[1] / target).exists()
