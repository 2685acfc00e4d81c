"""A lesson's text as HTML: Markdown, mathematics as MathML, links that lead to pages."""

import re
from functools import cache
from html import escape
from typing import Any

from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

BEFORE_UNIT = re.compile(r"(?<=\d) (?=%|(?:[kcm]?m|m?s|[km]?g|k?N|Nm)\b)")
"""Where no line may end; in widgets the same is done by ``shared/words.js``."""

_ELSEWHERE = re.compile(r"<!-- installed -->.*?<!-- /installed -->\n?", re.DOTALL)
_HERE = re.compile(r"<!-- web: (.*?) -->", re.DOTALL)
_CLAIM = re.compile(r"([CO]\d+)\b")
_LINK = re.compile(r"^([\w.-]+)\.(?:ipynb|md)(#.*)?$")


def prose(markdown: str) -> str:
    """A cell of text, or a page of Markdown, as HTML.

    What stands between ``<!-- installed -->`` and ``<!-- /installed -->`` is about the installed
    course and is left out; ``<!-- web: ... -->`` holds what is said here in its place. In a
    notebook neither mark is seen.
    """
    here = _HERE.sub(lambda match: match[1], _ELSEWHERE.sub("", markdown))
    return str(_parser().render(here))


def listing(source: str) -> str:
    """Python to read, its parts marked by class; it is scrolled sideways by keyboard, too."""
    code = highlight(source, PythonLexer(), HtmlFormatter(nowrap=True))
    return f'<pre tabindex="0"><code>{code}</code></pre>'


def linked(html: str) -> str:
    """HTML that was stored in a notebook, with its links to lessons leading to pages."""
    return re.sub(r'href="([^"]*)"', lambda match: f'href="{escape(page_of(match[1]))}"', html)


def page_of(address: str) -> str:
    """The page that a link in a lesson leads to; other links stay as they are."""
    match = _LINK.match(address)
    return f"{match[1]}.html{match[2] or ''}" if match else address


def elsewhere(html: str, lesson: str) -> str:
    """HTML of a lesson's text for another page: places in the lesson are to be found there."""
    return html.replace('href="#', f'href="{lesson}.html#')


def name_of(heading: str) -> str:
    """How a heading is named in links, as JupyterLab does it."""
    return heading.replace(" ", "-")


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.use(
        dollarmath_plugin,
        allow_space=False,
        renderer=lambda text, about: convert(
            text, display="block" if about["display_mode"] else "inline"
        ),
    )
    parser.add_render_rule("heading_open", _heading)
    parser.add_render_rule("link_open", _link)
    parser.add_render_rule("code_inline", _code)
    parser.add_render_rule("fence", _fence)
    parser.add_render_rule("text", _text)
    parser.add_render_rule("table_open", _table)
    return parser


def _heading(_self: Any, tokens: Any, index: int, _options: Any, _env: Any) -> str:
    words = "".join(one.content for one in tokens[index + 1].children)
    return f'<{tokens[index].tag} id="{escape(name_of(words))}">'


def _link(_self: Any, tokens: Any, index: int, _options: Any, _env: Any) -> str:
    address = page_of(str(tokens[index].attrs["href"]))
    return f'<a href="{escape(address)}">'


def _code(_self: Any, tokens: Any, index: int, _options: Any, _env: Any) -> str:
    """Code; the number of a claim leads to its card, unless it stands in a link already."""
    content = tokens[index].content
    shown = f"<code>{escape(content, quote=False)}</code>"
    match = _CLAIM.match(content)
    kinds = [one.type for one in tokens[:index]]
    if not match or kinds.count("link_open") > kinds.count("link_close"):
        return shown
    return f'<a class="claim" href="claims.html#{match[1]}">{shown}</a>'


def _fence(_self: Any, tokens: Any, index: int, _options: Any, _env: Any) -> str:
    return listing(tokens[index].content)


def _text(_self: Any, tokens: Any, index: int, _options: Any, _env: Any) -> str:
    """Words; a number and its unit stand on one line."""
    return escape(BEFORE_UNIT.sub("\N{NO-BREAK SPACE}", tokens[index].content), quote=False)


def _table(*_: Any) -> str:
    """A table; on a phone it is scrolled sideways, by keyboard, too."""
    return '<table tabindex="0">\n'
