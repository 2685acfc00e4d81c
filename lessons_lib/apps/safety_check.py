"""The safety check as something to fill in: its answers never leave the browser's page."""

from html import escape
from typing import Any

import traitlets

from lessons_lib.apps.widget import CourseWidget
from lessons_lib.evidence.safety_check import SAFETY_NET, Sign, decide, signs, tiers

LEAD = "Think of your back pain as it is these days, and tick what is true for you."
_CAUSES = "What a clinician will want to rule out"
_PRIVATE = (
    "Your answers stay on this page: they are not sent, not saved, and gone when you close it."
)


class SafetyCheck(CourseWidget):
    """The signs as checkboxes, with advice that shows at once, kernel or no kernel.

    The browser gets every sign with the urgency that `decide` gives it alone. Because the most
    urgent sign decides, it can tell by itself which advice holds for all that are ticked.
    """

    _page = "safety_check"
    wanted_for = "to fill it in"
    content = traitlets.Dict().tag(sync=True)

    def words(self) -> str:
        """The whole check as plain text, for a page without widgets."""
        return "\n\n".join(["Safety check. " + LEAD, *map(_tier_words, tiers()), SAFETY_NET])

    def stand_in(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The whole check as a list with what to do, for a page without widgets."""
        parts = "".join(map(_tier_html, tiers()))
        return {"text/html": f"<p>{LEAD}</p>{parts}<p>{SAFETY_NET}</p>"}, {}


def safety_check() -> SafetyCheck:
    """The safety check to fill in; it tells whether, and how fast, to get help."""
    return SafetyCheck(content={"lead": LEAD, "private": _PRIVATE, **questions()})


def questions() -> dict[str, Any]:
    """The signs and the advice as ``web/safety_check/questions.js`` takes them."""
    groups = [
        {
            "title": advice.title,
            "signs": [_browser_sign(sign) for sign in _signs_of(tier)],
        }
        for tier, advice in tiers().items()
        if tier != "none"
    ]
    advice = [vars(decide({name})) for name in signs()] + [vars(decide(()))]
    return {"groups": groups, "advice": {str(one["rank"]): one for one in advice}}


def _signs_of(tier: str) -> list[Sign]:
    return [sign for sign in signs().values() if sign.tier == tier]


def _browser_sign(sign: Sign) -> dict[str, Any]:
    return {
        "question": sign.question,
        "details": sign.details,
        "why": _why(sign),
        "rank": decide({sign.id}).rank,
    }


def _why(sign: Sign) -> str:
    cause = f"A clinician will check for {sign.cause}." if sign.cause else ""
    return f"{cause} {sign.note}".strip()


def _causes(tier: str) -> str:
    """What can be behind the signs of a tier, each cause once."""
    return "; ".join(dict.fromkeys(sign.cause for sign in _signs_of(tier) if sign.cause))


def _what_to_do(tier: str) -> str:
    advice = tiers()[tier]
    if_ticked = "If none of these is true" if tier == "none" else "If one of these is true"
    return f"{if_ticked} ({advice.how_fast}): {advice.headline} {advice.action}"


def _tier_words(tier: str) -> str:
    lines = [tiers()[tier].title + ":"] if tier != "none" else []
    for sign in _signs_of(tier):
        details = f" ({'; '.join(sign.details)})" if sign.details else ""
        lines.append(f"- {sign.question}{details}. {sign.note}".rstrip())
    causes = _causes(tier)
    return "\n".join([*lines, _what_to_do(tier), *([f"{_CAUSES}: {causes}."] if causes else [])])


def signs_html(tier: str) -> str:
    """The signs of a tier as a list, each with what counts and what to do besides; "" for none."""

    def item(sign: Sign) -> str:
        details = "".join(f"<li>{escape(part)}</li>" for part in sign.details)
        inner = f"<ul>{details}</ul>" if details else ""
        note = f"<br><small>{escape(sign.note)}</small>" if sign.note else ""
        return f"<li>{escape(sign.question)}{inner}{note}</li>"

    listed = "".join(item(sign) for sign in _signs_of(tier))
    return f"<ul>{listed}</ul>" if listed else ""


def _tier_html(tier: str) -> str:
    listed = signs_html(tier)
    title = f"<p><b>{escape(tiers()[tier].title)}</b></p>" if listed else ""
    causes = escape(_causes(tier))
    folded = f"<details><summary>{_CAUSES}</summary><p>{causes}.</p></details>" if causes else ""
    what_to_do = f"<p><b>{escape(_what_to_do(tier), quote=False)}</b></p>"
    return f"{title}{listed}{what_to_do}{folded}"
