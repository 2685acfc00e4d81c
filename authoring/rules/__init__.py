"""The rules of the structure check, by what they look at.

A rule takes a lesson and yields what is wrong with it; its name is the function's, its docstring
says what it holds. Each module ends in the list of its rules.
"""

from collections.abc import Callable, Iterable

from authoring.reading import Lesson

Trouble = tuple[int | None, str]
"""The index of a cell (None for the whole notebook), and the sentence for the author."""

Rules = tuple[Callable[[Lesson], Iterable[Trouble]], ...]


def there_are(names: Iterable[str]) -> str:
    """What there is in place of a name that there is not, as a sentence."""
    return f"There are: {', '.join(sorted(names)) or 'none'}."
