"""What stands around every page of the web edition: its head, its menu, its foot."""

import re
from collections.abc import Collection, Sequence
from html import escape, unescape

from lessons_lib.apps import document
from lessons_lib.site.files import policy, source_hash
from lessons_lib.site.pages import TITLE, Page

_LINK = re.compile(r'<a\b[^>]*?href="([\w-]+)\.html[^"]*"[^>]*>(.*?)</a>', re.DOTALL)
Menu = Sequence[tuple[str, str]]
MENU: Menu = (
    ("index", "Start"),
    ("claims", "Claims"),
    ("glossary", "Glossary"),
    ("sources", "Sources"),
)
"""The pages that each page leads to, and the words for them."""


def in_folder(
    page: Page, *, sheet: str, first: str, script: str, worker: str, menu: Menu = MENU
) -> str:
    """A page whose style and scripts are files beside it.

    Args:
        page: what stands in it.
        sheet: address of the style sheet.
        first: address of the script that runs before anything is seen.
        script: address of the script that makes the page live.
        worker: address of the service worker.
        menu: where it leads to.
    """
    head = f'<link rel="stylesheet" href="{sheet}">'
    for one in (*page.scripts, script):
        head += f'\n<script src="{one}" defer></script>'
    head += '\n<link rel="icon" href="icon.svg">\n<link rel="apple-touch-icon" href="icon-192.png">'
    return _whole(
        page,
        policy=policy(["'self'"], folder=True),
        head=head,
        first=f'<script src="{first}"></script>',
        last="",
        worker=f' data-worker="{worker}"',
        menu=menu,
    )


def in_one(
    page: Page, *, sheet: str, first: str, script: str, data: str, there: Collection[str]
) -> str:
    """A page that has all in itself.

    Args:
        page: what stands in it.
        sheet: the style sheet.
        first: the script that runs before anything is seen.
        script: the script that makes the page live.
        data: blocks of data.
        there: names of the pages that lie beside it; links to others become words.
    """
    first, script = f"\n{first}", f"\n{_safe(script)}"
    whole = _whole(
        page,
        policy=policy([source_hash(first), source_hash(script)], folder=False),
        head=f"<style>\n{sheet}</style>",
        first=f"<script>{first}</script>",
        last="\0",
        worker="",
        menu=MENU,
    )
    whole = _LINK.sub(lambda match: match[0] if match[1] in there else match[2], whole)
    return whole.replace("\0", f"{data}<script>{script}</script>\n")


def _whole(
    page: Page, *, policy: str, head: str, first: str, last: str, worker: str, menu: Menu
) -> str:
    title = page.title if page.title == TITLE else f"{page.title} · {TITLE}"
    listed = "".join(
        f'<li><a href="{name}.html"{_here(name == page.name)}>{words}</a></li>'
        for name, words in menu
    )
    return f"""<!doctype html>
<html lang="en">
<head>
{document.head(escape(unescape(title), quote=False), policy)}
{head}
</head>
<body class="ll-site"{worker}>
{first}
<a class="skip" href="#main">Skip to the text</a>
<header class="site-head">
<nav aria-label="Course"><ul>{listed}</ul></nav>
<div class="site-tools"></div>
</header>
<div class="site-news"></div>
<main id="main">
{page.body}
</main>
<footer class="site-foot">
<p>Education, not medical advice. New numbness between the legs, or new trouble with bladder or
bowels? That needs emergency help now.</p>
<div class="site-kept"></div>
<p><small>Code: BSD-3-Clause. Text and figures: CC BY 4.0. Data of others stay under their own
terms.</small></p>
</footer>
{last}</body>
</html>
"""


def _here(current: bool) -> str:
    return ' aria-current="page"' if current else ""


def _safe(script: str) -> str:
    """A script as it may stand in a page."""
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--")
