"""Two weeks on one page, to show to a clinician: HTML that is whole in itself and prints on A4.

What the learner wrote is text and nothing else: it is escaped, kept from turning the direction of
the line around it, and the page allows no script, no picture and no address to be loaded.
"""

import datetime
import re
from collections.abc import Collection, Iterable, Sequence
from html import escape

from lessons_lib.data import tables
from lessons_lib.tracker import diary as rules
from lessons_lib.tracker.diary import State
from lessons_lib.tracker.facts import Activity, Check, Day, Diary, Note, ReviewRecord
from lessons_lib.tracker.review import first_impression, rule
from lessons_lib.tracker.review import review as reviewed

_STYLE = """
@page { size: A4; margin: 12mm }
body { font: 9pt/1.2 system-ui, sans-serif; color: #111; background: #fff;
       max-width: 186mm; margin: 0 auto }
@media screen { body { margin: 6mm auto } }
h1 { font-size: 14pt; margin: 0 0 1mm } h2 { font-size: 10pt; margin: 2mm 0 .5mm }
p { margin: 0 0 1.5mm } .warning { border: 1.5px solid #111; padding: 1mm 2mm }
table { border-collapse: collapse; width: 100%; font-size: 8.5pt }
th, td { border-bottom: 1px solid #999; padding: .1mm 2mm; text-align: left; vertical-align: top }
th { font-weight: 600 } td.number, th.number { text-align: right }
.notes { break-before: page } .notes p { white-space: pre-wrap; overflow-wrap: anywhere }
td { overflow-wrap: anywhere }
"""

_OCCASIONS = {
    "start": "before day 1", "change": "after a change", "restart": "before starting again",
    "day7": "at day 7", "review": "at the review",
}  # fmt: skip

_UNSEEN = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff]")


def page(diary: Diary, *, notes: bool = False) -> bytes:
    """The page of one two weeks.

    Args:
        diary: as the store gives it.
        notes: whether the learner's notes follow, on pages of their own.

    Returns:
        UTF-8. Before the first two weeks it says that there is nothing to report.
    """
    dates = {one.local_date for one in rules.states(diary)}
    title = _title(dates)
    parts = [f"<h1>{text(title)}</h1>", _warning(diary)]
    if diary.two_weeks is not None:
        parts += [
            _section("In short", _facts(_in_short(diary))),
            _section("Day by day", _days(diary)),
            _section("Movements", _movements(diary)),
        ]
        if diary.activities:
            parts.append(_section("What the person wants to do again", _activities(diary)))
        parts.append(_section("Safety checks and review", _facts(_checks_and_review(diary))))
    own_words = [one for one in diary.notes if one.local_date in dates]
    if notes and own_words:
        parts.append(f'<section class="notes">{_notes(own_words)}</section>')
    body = "\n".join(parts)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">
<title>{escape(title)}</title><style>{_STYLE}</style></head>
<body>
{body}
</body></html>
""".encode()


def text(words: object) -> str:
    """Words as HTML shows them: never a tag, never a change of what stands around them.

    >>> text("<b>&")
    '<bdi>&lt;b&gt;&amp;</bdi>'
    """
    return f"<bdi>{escape(_UNSEEN.sub(chr(0xFFFD), str(words)), quote=True)}</bdi>"


def _title(dates: Collection[datetime.date]) -> str:
    if not dates:
        return "Exercise diary: nothing to report yet"
    return f"Exercise diary, {_date(min(dates))} to {_date(max(dates))}"


def _warning(diary: Diary) -> str:
    invented = (
        "The person is invented: nobody lived these days. " if diary.profile.synthetic else ""
    )
    return (
        f'<p class="warning">{invented}Self-reported, not a diagnosis. Written down by the person '
        "who did a two-week course of walking and simple movements, and checked by nobody. "
        f"As of {_date(diary.today)}.</p>"
    )


def _in_short(diary: Diary) -> Iterable[tuple[str, str]]:
    adherence, dose, walking = rules.adherence(diary), rules.dose(diary), rules.walking(diary)
    share = "" if dose.share is None else f"; {dose.share:.0%} of the planned breaths"
    states = [one.state for one in rules.states(diary)]
    counts = [(state, states.count(state)) for state in (State.DAY_OFF, State.PAUSED)]
    off = "".join(f"; {state.words}: {count}" for state, count in counts if count)
    yield "Exercise", f"{adherence.done} of {adherence.expected} sessions due so far{share}{off}"
    walked = [one for one in walking.minutes if one is not None]
    before = (
        "" if walking.start_min is None else f"; before the start {walking.start_min} min went well"
    )
    if walked:
        mean = sum(walked) / len(walked)
        yield (
            "Walking",
            f"{mean:.0f} min a day on average over {_many(len(walked), 'reported day')}, "
            f"{min(walked)} to {max(walked)} min{before}",
        )
    else:
        yield "Walking", f"not reported{before}"
    back, leg = rules.answers(diary, "pain_back"), rules.answers(diary, "pain_leg")
    found, windows = reviewed(back, leg), rule()
    for name, ratings, change in (("Back pain", back, found.back), ("Leg pain", leg, found.leg)):
        given = [one for one in ratings if one is not None]
        if not given:
            yield name, "not reported"
            continue
        means = "; ".join(
            f"days {first} to {last}: mean {mean:.1f} ({_many(count, 'rating')})"
            for (first, last), mean, count in (
                (windows.start_days, change.start, change.start_ratings),
                (windows.end_days, change.end, change.end_ratings),
            )
            if mean is not None
        )
        swing = rules.pain_swing(ratings)
        moving = "" if swing is None else f"; from one rating to the next it moves by {swing:.1f}"
        lead = f"{means}; " if means else ""
        yield (
            f"{name}, 0 to 10",
            f"{lead}all {_many(len(given), 'rating')}: {min(given)} to {max(given)}{moving}",
        )


def _days(diary: Diary) -> str:
    by_date = {one.local_date: one for one in diary.days}
    rows = []
    for one in rules.states(diary):
        day = by_date.get(one.local_date, Day(one.local_date))
        state = one.state.words
        if day.mark:
            state += f" ({rules.marks()[day.mark]})"
        numbers = (day.pain_back, day.pain_leg, day.walk_min)
        rows.append((str(one.day), _date(one.local_date), state, *map(_number, numbers)))
    return _table(("Day", "Date", "Exercise", "Back pain", "Leg pain", "Walked (min)"), rows, 3)


def _movements(diary: Diary) -> str:
    names = {str(row["id"]): str(row["name"]) for row in tables.load("movements").rows()}
    sums: dict[str, list[int]] = {}
    for one in (each for session in diary.sessions for each in session.sets):
        counted = sums.setdefault(one.movement, [0, 0, 0])
        counted[0] += one.done_breaths
        counted[1] += one.target_breaths
        counted[2] += one.outcome == "stopped_pain"
    if not sums:
        return "<p>None was written down.</p>"
    rows = [
        (names.get(movement, movement), str(done), str(planned), str(stopped))
        for movement, (done, planned, stopped) in sums.items()
    ]
    return _table(("Movement", "Breaths held", "Planned", "Stopped because of pain"), rows, 1)


def _activities(diary: Diary) -> str:
    def row(one: Activity) -> tuple[str, str, str]:
        return one.name, _number(one.score_start), _number(one.score_end)

    header = ("Activity, 0 (cannot) to 10 (as before)", "At the start", "At the review")
    return _table(header, [row(one) for one in diary.activities], 1)


def _checks_and_review(diary: Diary) -> Iterable[tuple[str, str]]:
    until = max([rules.states(diary)[-1].local_date, *(one.local_date for one in diary.reviews)])
    checks = [_check(one) for one in diary.checks if one.local_date <= until]
    yield "Safety checks", "; ".join(checks) or "none was done"
    status = diary.two_weeks.status if diary.two_weeks else ""
    if status == "stopped_safety":
        yield State.PAUSED.words.capitalize(), "A safety check asked for help first."
    yield "Review", _review(diary.reviews[-1]) if diary.reviews else "not done"


def _check(one: Check) -> str:
    told = tables.load("tiers").row(tier=one.tier)["told"]
    return f"{_date(one.local_date)}, {_OCCASIONS[one.occasion]}: {told}"


def _review(one: ReviewRecord) -> str:
    words = (
        f"{_date(one.local_date)}: by the course's rule (version {one.rule_version}), {one.outcome}"
    )
    if one.own_view is not None:
        words += f"; in the person's own view, {_own_view(one)}"
    return f"{words}. The rule cannot tell what the exercises did from what time did."


def _own_view(one: ReviewRecord) -> str:
    """Both impressions: the ratings had not coloured the one from before they were seen."""
    views = {row["score"]: str(row["words"]) for row in tables.load("own_view").rows()}
    first, last = first_impression(one), views[str(one.own_view)]
    if first == one.own_view:
        return last
    before = "not asked or not answered" if first is None else views[str(first)]
    return f"{last} (before they had seen what the ratings say: {before})"


def _notes(notes: Sequence[Note]) -> str:
    kinds = {"could": "Today I could", "note": "Note"}
    return "<h2>Notes, in the person's own words</h2>" + "".join(
        f"<p>{text(_date(one.local_date))}, {kinds[one.kind]}: {text(one.body)}</p>"
        for one in notes
    )


# ---------------------------------------------------------------------------------------------


def _section(title: str, content: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{content}</section>"


def _facts(rows: Iterable[tuple[str, str]]) -> str:
    cells = "".join(f'<tr><th scope="row">{text(a)}</th><td>{text(b)}</td></tr>' for a, b in rows)
    return f"<table><tbody>{cells}</tbody></table>"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]], numbers_from: int) -> str:
    """A table whose columns from number `numbers_from` on are numbers."""

    def cells(row: Sequence[str], tag: str, more: str = "") -> str:
        return "".join(
            f"<{tag}{more}{' class=number' if place >= numbers_from else ''}>{text(cell)}</{tag}>"
            for place, cell in enumerate(row)
        )

    body = "".join(f"<tr>{cells(row, 'td')}</tr>" for row in rows)
    head = f"<thead><tr>{cells(header, 'th', ' scope=col')}</tr></thead>"
    return f"<table>{head}<tbody>{body}</tbody></table>"


def _date(day: datetime.date) -> str:
    return f"{day.day} {day:%b %Y}"


def _number(value: int | None) -> str:
    return "–" if value is None else str(value)


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
