"""Looking at pages of the web edition: who opens one hears of everything that goes wrong there."""

from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 800}
SIDEWAYS = "() => document.documentElement.scrollWidth - innerWidth"
UNFOLD = "() => document.querySelectorAll('details').forEach((one) => { one.open = true; })"
FAULTS = """async () => {
  // Opened from a folder, a page may not read its own style sheet, which axe would like to.
  const { violations } = await axe.run(
    document, { resultTypes: ['violations'], preload: false });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((one) => one.html).join(' | ')}`);
}"""


def opened(context: BrowserContext, address: str) -> tuple[Page, list[str]]:
    """A page, and a list that fills with what it says on the console and asks for elsewhere."""
    page = context.new_page()
    heard: list[str] = []
    listen(page, heard, address.rpartition("/")[0], "data:")
    page.goto(address)
    return page, heard


def listen(page: Page, heard: list[str], *inside: str) -> None:
    """Fill a list with what a page says, and asks for that does not begin like this."""
    page.on("console", lambda message: heard.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: heard.append(str(error)))

    def outside(request: Any) -> None:
        if not request.url.startswith(inside):
            heard.append(f"asked for {request.url}")

    page.on("request", outside)


def live(page: Page) -> None:
    """Wait until every place of the page lives."""
    expect(page.locator("[data-place]:not(.is-live)")).to_have_count(0)


def faults(page: Page, axe: str) -> list[str]:
    """What axe finds in the page with its folds open, and whether it is wider than its window."""
    page.evaluate(UNFOLD)
    live(page)
    too_wide = page.evaluate(SIDEWAYS)
    return [
        *violations(page, axe),
        *([f"{too_wide} pixels wider than the window"] if too_wide > 0 else []),
    ]


def violations(page: Page, axe: str) -> list[str]:
    """What axe finds in the page as it stands."""
    page.evaluate(f"() => {{ {axe} }}")  # a policy forbids scripts that are put into the page
    found: list[str] = page.evaluate(FAULTS)
    return found
