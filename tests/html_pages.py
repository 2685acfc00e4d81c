"""What stands in a page of HTML: what it loads, names and links to."""

from html.parser import HTMLParser


class Reader(HTMLParser):
    """Reads a page once.

    Attributes:
        loaded: addresses of what it shows or runs.
        linked: where its links lead.
        names: of its places, to which a link may lead.
        unnamed: pictures without words.
        data: blocks of JSON.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.linked: list[str] = []
        self.names: list[str] = []
        self.unnamed: list[str] = []
        self.data: list[str] = []
        self._in_data = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attrs}
        if "id" in about:
            self.names.append(about["id"])
        if tag == "a":
            self.linked.append(about["href"])
        elif tag == "link":
            self.loaded.append(about["href"])
        if "src" in about:
            self.loaded.append(about["src"])
        if tag == "img" and not about.get("alt", "").strip():
            self.unnamed.append(about["src"])
        self._in_data = tag == "script" and about.get("type") == "application/json"

    def handle_data(self, data: str) -> None:
        if self._in_data:
            self.data.append(data)
            self._in_data = False
