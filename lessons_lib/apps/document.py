"""Pages that are documents of their own: their head, and a widget's page for another host."""

from lessons_lib.apps import modules
from lessons_lib.apps.widget import look

ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
    '<rect width="64" height="64" rx="14" fill="#0072b2"/>'
    '<path d="M16 34l12 12 22-26" fill="none" stroke="#fff" stroke-width="7" '
    'stroke-linecap="round" stroke-linejoin="round"/></svg>'
)
"""A tick: what the tracker is there for."""

_DOCUMENT = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="{page}.css">
<script type="module" src="{page}.js"></script>
</head>
<body><main class="ll"><p>{waiting}</p><noscript><p>{unscripted}</p></noscript></main></body>
</html>
"""


def head(title: str, policy: str) -> str:
    """The first lines of the head of a page that asks nobody for anything.

    Args:
        title: as HTML.
        policy: its content security policy.
    """
    return f"""<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{title}</title>"""


def document(page: str, title: str, waiting: str) -> dict[str, tuple[str, str]]:
    """The files of a page that stands alone: MIME type and text, by path.

    Args:
        page: a folder of ``apps/web`` whose module fills the document's ``main``.
        title: of the document.
        waiting: what stands there until it is filled.
    """
    unscripted = "This page needs JavaScript. Switch it on for this address, and load it again."
    html = _DOCUMENT.format(page=page, title=title, waiting=waiting, unscripted=unscripted)
    return {
        "": ("text/html", html),
        f"{page}.js": ("text/javascript", modules.script(f"{page}/{page}.js")),
        f"{page}.css": ("text/css", look(page)),
        "icon.svg": ("image/svg+xml", ICON),
    }
