"""What helps in reading a lesson's text: its page is ``apps/web/reading/``."""

from lessons_lib.evidence.glossary import terms


def vocabulary() -> list[dict[str, str | list[str]]]:
    """The words to explain wherever they stand, as the page has them."""
    return [
        {"name": term.name, "also": list(term.other_names), "meaning": term.meaning}
        for term in terms().values()
        if not term.everyday
    ]
