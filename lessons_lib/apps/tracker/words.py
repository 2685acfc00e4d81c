"""What the tracker says that is the same for everybody, on every day: its words, as data."""

from datetime import date
from typing import Any

from lessons_lib.data import tables

TITLE = (
    "The tracker keeps the diary of your two weeks. It works where this notebook runs, in "
    "JupyterLab; run the cell to open it. Its screens:"
)
"""What stands above the list of screens where there are no widgets."""

SCREENS = {
    "Safety": "the safety questions, before day 1, at half time and whenever something changes",
    "Today": "the movements of the day, a session that counts your breaths, a walk, and what you "
    "could do",
    "Log": "the fourteen days, each to be filled in, changed, or marked as a day off",
    "Progress": "sessions, dose, walking and, if you noted it, pain; in words and numbers",
    "My data": "where the diary lies, backups, files to take with you, an invented person to try "
    "it with, and how to delete everything",
}

WORDS: dict[str, Any] = {
    "safety": "Before anything is written down: is it safe for you to exercise?",
    "private": (
        "Your answers stay on this page. Only how soon to get help, if at all, goes into your "
        "diary, and only when you press the button below."
    ),
    "short": (
        "A bad day? One hold of each is a full welcome part of the two weeks; it counts as partly "
        "done."
    ),
    "activities": (
        "If you like: name what your back keeps you from, such as standing in a queue, and say how "
        "well it goes now. The review asks again at the end; it tells more than a number for pain."
    ),
    "marks": ("A day off is taken out of the count: it is neither done nor missed."),
    "cautions": (
        "Before the first movement, four questions, once. They change what you are shown, so the "
        "answers go into your diary."
    ),
    "anew": (
        "What you have written stays, and Log and Progress show it. Beginning again gives a new "
        "day 1, after the safety questions of that day. Two weeks that you have ended can be gone "
        "on with, after the safety questions, until others begin."
    ),
    "start": (
        "If a clock was wrong when you began, say which day was day 1. What you have written since "
        "moves with it."
    ),
    "another": (
        "Another two weeks begin with a new day 1, after the safety questions. What you have "
        "written stays: Log and Progress show these two weeks whenever you choose them there, to "
        "be read and no longer changed."
    ),
    "backups": (
        "A copy is made by itself and read back each time. It lies beside your diary, so it helps "
        "against mistakes, not against a lost computer: for that, take a file with you."
    ),
    "second_place": (
        "A copy a day, made after each save, in a folder that a sync service looks after or on a "
        "stick: it helps where this computer is lost. Your notes are in it, and whoever has the "
        "folder can read it. The tracker only adds to it: what you delete here stays in the copies "
        "of earlier days until you delete those."
    ),
    "exports": (
        "Each file comes to your downloads. What you wrote in your own words is left out unless "
        "you say so. Whoever has the file can read it."
    ),
    "imports": (
        "Choose a file: you first see what it holds beside what is here. Nothing changes until you "
        "say so, and a backup is made before."
    ),
    "synthetic": (
        "Somebody who does not exist has kept a diary for you to look at and play with. It is a "
        "file of its own; yours stays as it is."
    ),
    "erase": (
        "This removes the diary and its backups from this computer. What you exported, and copies "
        "that the owner of the computer makes, are out of reach."
    ),
    "limits": [
        "Whoever runs this computer, or the hub that it belongs to, can read every file on it, "
        "and so your diary too. It is not encrypted.",
        "Backups of the hub or of your disk may keep what you delete here.",
        "Files that you export are as private as the place where you keep them.",
        "What you type into code cells is kept by Jupyter. Write about yourself only in the fields "
        "of this tracker.",
    ],
}

EXPORTS = [
    {
        "id": "json",
        "label": "A copy to bring back",
        "hint": "one .json file, nothing else lost",
        "notes": True,
    },
    {"id": "db", "label": "The same as a database", "hint": "one .db file", "notes": True},
    {
        "id": "csv",
        "label": "Tables for a spreadsheet",
        "hint": ".zip of .csv; not a backup",
        "notes": True,
    },
    {
        "id": "html",
        "label": "One page for a clinician",
        "hint": ".html, to print or to send",
        "notes": True,
    },
    {"id": "ics", "label": "Reminders for your calendar", "hint": ".ics; they say nothing of pain"},
    {"id": "ics_away", "label": "Take the reminders away", "hint": ".ics, for the same calendar"},
    {"id": "fhir", "label": "For a health record", "hint": "FHIR Observations, .json"},
]
"""What can be taken along; `notes` where the learner's own words can go with it."""


def day_words(day: date) -> str:
    """A day as the screens say it.

    >>> day_words(date(2026, 11, 30))
    'Mon 30 Nov'
    """
    return f"{day:%a} {day.day} {day:%b}"


def why_so_little() -> list[str]:
    """Why the tracker asks for pain once a day at most, with the numbers of the trial behind it."""
    trial = tables.load("self_report").where(source="ferrari2015")
    people, with_ratings, without = (
        round(trial.row(quantity=name)["value"])
        for name in ("people", "with_ratings", "without_ratings")
    )
    return [
        f"Because counting pain can keep it in view. In a small trial {people} people with a fresh "
        "sprain of the lower back were seen again after three months. Of those who had rated their "
        f"pain every day for four weeks, {with_ratings} in 100 said that they had recovered; of "
        f"the others, {without} in 100 (Ferrari 2015, read as abstract). One small trial proves "
        "little, but asking less costs nothing.",
        "So the first question is what you could do. Pain is asked at most once a day, never for "
        "each movement, and you may leave it out.",
    ]
