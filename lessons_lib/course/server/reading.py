"""What JupyterLab's page is given to read a lesson with: the glossary and the code that uses it.

They travel in the page's configuration, so they come with the page and nothing is asked for later.
The extension in ``share/jupyter/labextensions`` finds them there; without them it leaves every text
alone.
"""

from typing import TYPE_CHECKING, Any

from lessons_lib.apps import modules
from lessons_lib.apps.reading import vocabulary

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

KEY = "lessonsLibReading"
"""What it is called in the page's configuration."""


def install(server: "ServerApp") -> None:
    """Give it to every page of JupyterLab that the server hands out from now on."""
    server.web_app.settings.setdefault("page_config_data", {})[KEY] = for_the_page()


def for_the_page() -> dict[str, Any]:
    """The words to explain in texts, the module that does it, and its style sheet."""
    return {
        "terms": vocabulary(),
        "script": modules.script("reading/reading.js"),
        "style": modules.style("reading/reading.css"),
    }
