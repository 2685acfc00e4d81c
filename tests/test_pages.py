"""The pages of glossary and sources: as the data say, and readable as Markdown."""

import pytest
from markdown_it import MarkdownIt

from authoring.pages import main, pages
from lessons_lib.evidence.glossary import terms
from lessons_lib.evidence.sources import reference, sources
from tests.browser.lab import COURSE

FOLDER = COURSE / "notebooks"
PAGES = pages(FOLDER)


@pytest.mark.parametrize("name", PAGES)
def test_the_stored_page_is_what_the_data_say(name):
    assert (FOLDER / name).read_text(encoding="utf-8") == PAGES[name]


def shown(markdown):
    """The words that a reader sees, and where links lead."""
    tokens = [one for token in MarkdownIt().parse(markdown) for one in token.children or []]
    words = "".join(" " if one.type == "softbreak" else one.content for one in tokens)
    return words, [str(one.attrs["href"]) for one in tokens if one.type == "link_open"]


def test_every_source_reads_as_its_reference_and_leads_to_it():
    words, links = shown(PAGES["sources.md"])
    for one in sources().values():
        assert reference(one.key) in words
        assert not one.url or one.url in links


def test_every_term_is_a_heading_and_leads_to_its_lesson():
    words, links = shown(PAGES["glossary.md"])
    for one in terms().values():
        assert f"\n## {one.name}\n" in PAGES["glossary.md"]
        assert one.meaning in words
        assert f"{one.lesson}.ipynb" in links
    assert all((FOLDER / link).is_file() for link in links)


def test_the_command_renews_a_stale_page_and_only_that(tmp_path, capsys):
    assert main(["--folder", str(tmp_path)]) == 0
    assert main(["--folder", str(tmp_path), "--check"]) == 0
    (tmp_path / "glossary.md").write_text("old", encoding="utf-8")
    capsys.readouterr()
    assert main(["--folder", str(tmp_path), "--check"]) == 1
    said = capsys.readouterr().err
    assert "glossary.md" in said
    assert "sources.md" not in said
    assert (tmp_path / "glossary.md").read_text(encoding="utf-8") == "old"
