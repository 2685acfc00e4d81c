"""Quizzes that must be read: nobody gets far in them by where an option stands or how it looks.

Looked at is the whole course, since a lesson's few questions say nothing: by chance alone one of
many ways to guess does well in seven questions.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from statistics import mean

from lessons_lib.data.quizzes import Option, Question

MOST_ABOVE_CHANCE = 0.10
"""How much better than chance a way to guess may be, as a part of the questions."""

_CLEARLY = 1.2
_FEWEST_QUESTIONS = 5
_EXTREME = re.compile(
    r"\b(always|never|all|none|nothing|nobody|everybody|every|any|only|certain(ly)?|must|proven?|"
    r"at all|whole|useless|worthless|impossible)\b",
    re.I,
)
_CAREFUL = re.compile(
    r"\b(may|might|can|could|some|about|mostly|often|probably|rather|little|open|few)\b", re.I
)

Picks = Sequence[int]
"""The places of the options that somebody would choose."""

Strategy = Callable[[Question], Picks]
"""Each of its picks is as good to it as the others (one right), or all are chosen (several)."""


def beaten(questions: Sequence[Question]) -> Iterator[str]:
    """A sentence for each way to guess, without reading, that does too well in these questions."""
    for kind, strategies in (("one", _ONE), ("several", _SEVERAL)):
        asked = [one for one in questions if one.kind == kind]
        if len(asked) < _FEWEST_QUESTIONS:
            continue
        chance, score = _MEASURES[kind]
        by_chance = mean(map(chance, asked))
        for name, strategy in strategies.items():
            right = mean(score(one, strategy(one)) for one in asked)
            if right > by_chance + MOST_ABOVE_CHANCE:
                yield (
                    f"Who picks {name}, without reading, has {100 * right:.0f} % of the "
                    f"{len(asked)} questions of the kind '{kind}' right; chance is "
                    f"{100 * by_chance:.0f} %, and {100 * MOST_ABOVE_CHANCE:.0f} points more are "
                    "allowed. Make wrong options as long, as careful and as exact as right ones."
                )
    yield from _told_by_place([one for one in questions if one.kind == "several"])


def _told_by_place(questions: Sequence[Question]) -> Iterator[str]:
    """A sentence for each place whose options are right too often, where several may be right."""
    if len(questions) < _FEWEST_QUESTIONS:
        return
    in_all = mean(option.right for one in questions for option in one.options)
    for name, strategy in _POSITIONS.items():
        here = mean(one.options[place].right for one in questions for place in strategy(one))
        if here > in_all + MOST_ABOVE_CHANCE:
            yield (
                f"Where several options may be right, {name} is so in {100 * here:.0f} % of the "
                f"{len(questions)} questions; of all options {100 * in_all:.0f} % are, and "
                f"{100 * MOST_ABOVE_CHANCE:.0f} points more are allowed. Add or take out options."
            )


def _lengths(question: Question) -> list[int]:
    return [len(option.text) for option in question.options]


def _places(question: Question, holds: Callable[[Option], bool]) -> Picks:
    """The places of options for which something holds, or of all where it holds for none."""
    found = [place for place, option in enumerate(question.options) if holds(option)]
    return found or range(len(question.options))


def _place(number: int) -> Strategy:
    """The option at a place, from the end where it is negative."""
    return lambda question: [range(len(question.options))[number]]


def _longest(question: Question) -> Picks:
    return _ranked(0)(question)


def _ranked(rank: int) -> Strategy:
    """The option of a rank by length, 0 the longest, -1 the shortest; ties as they come."""

    def strategy(question: Question) -> Picks:
        lengths = _lengths(question)
        wanted = sorted(lengths, reverse=True)[rank]
        return [place for place, length in enumerate(lengths) if length == wanted]

    return strategy


def _clear(longer: bool, otherwise: Strategy) -> Strategy:
    """The longest (shortest) option where it is clearly so, else what another strategy says."""

    def strategy(question: Question) -> Picks:
        first, second, *_ = sorted(_lengths(question), reverse=longer)
        clear = first >= _CLEARLY * second if longer else first * _CLEARLY <= second
        return [_lengths(question).index(first)] if clear else otherwise(question)

    return strategy


def _without(pattern: re.Pattern[str]) -> Strategy:
    return lambda question: _places(question, lambda option: not pattern.search(option.text))


def _with(pattern: re.Pattern[str]) -> Strategy:
    return lambda question: _places(question, lambda option: bool(pattern.search(option.text)))


def _then(first: Strategy, second: Strategy) -> Strategy:
    """What both pick, or what the first picks where they do not meet."""

    def strategy(question: Question) -> Picks:
        picked = first(question)
        return [place for place in second(question) if place in picked] or picked

    return strategy


def _echo(question: Question) -> Picks:
    """The options that share most words with the question."""
    asked = set(re.findall(r"\w{4,}", question.text.lower()))
    shared = [
        len(asked & set(re.findall(r"\w{4,}", option.text.lower()))) for option in question.options
    ]
    return [place for place, count in enumerate(shared) if count == max(shared)]


def _all_but(strategy: Strategy) -> Strategy:
    """All options but one."""
    return lambda question: [
        place for place in range(len(question.options)) if place != strategy(question)[0]
    ]


def _longer_half(question: Question) -> Picks:
    middle = sorted(_lengths(question))[len(question.options) // 2]
    return [place for place, length in enumerate(_lengths(question)) if length >= middle]


_POSITIONS: Mapping[str, Strategy] = {
    "the first option": _place(0),
    "the second option": _place(1),
    "the third option": lambda question: [min(2, len(question.options) - 1)],
    "the last option": _place(-1),
}

_LOOKS: Mapping[str, Strategy] = {
    "the longest option": _longest,
    "the second longest option": _ranked(1),
    "the shortest option": _ranked(-1),
    "an option without extreme words": _without(_EXTREME),
    "an option with careful words": _with(_CAREFUL),
    "the longest option without extreme words": _then(_without(_EXTREME), _longest),
    "a careful option, the longest of them": _then(_with(_CAREFUL), _longest),
    "an option with a number": _with(re.compile(r"\d")),
    "an option without a number": _without(re.compile(r"\d")),
    "an option with a comma, a colon or a semicolon": _with(re.compile("[,:;]")),
    "the option that repeats the question": _echo,
}

_COMBINED: Mapping[str, Strategy] = {
    f"the {word} option where it is clearly so, else {name}": _clear(longer, strategy)
    for word, longer in (("longest", True), ("shortest", False))
    for name, strategy in chain(_POSITIONS.items(), _LOOKS.items())
}

_FIRST_OF_CAREFUL: Mapping[str, Strategy] = {
    f"{name} among those without extreme words": _then(_without(_EXTREME), strategy)
    for name, strategy in _POSITIONS.items()
}

_ONE: Mapping[str, Strategy] = {**_POSITIONS, **_LOOKS, **_COMBINED, **_FIRST_OF_CAREFUL}

_SEVERAL: Mapping[str, Strategy] = {
    "all options": lambda question: range(len(question.options)),
    "the first two options": lambda _question: range(2),
    "the first three options": lambda question: range(min(3, len(question.options))),
    "the longer half of the options": _longer_half,
    "all options without extreme words": _without(_EXTREME),
    "all options with careful words": _with(_CAREFUL),
    "all options but the shortest": _all_but(_ranked(-1)),
    "all options but the longest": _all_but(_longest),
    **{
        f"all options but {name.removesuffix(' option')}": _all_but(one)
        for name, one in _POSITIONS.items()
    },
    **_POSITIONS,
}


def _chance_of_one(question: Question) -> float:
    return 1 / len(question.options)


def _score_of_one(question: Question, picks: Picks) -> float:
    """How often a pick at random among these is right."""
    return mean(question.options[place].right for place in picks)


def _chance_of_several(question: Question) -> float:
    """How often any choice of at least one option is all that is right."""
    return 1 / ((1 << len(question.options)) - 1)


def _score_of_several(question: Question, picks: Picks) -> float:
    """Whether all of these, and no other, are right."""
    right = {place for place, option in enumerate(question.options) if option.right}
    return float(set(picks) == right)


_MEASURES: Mapping[str, tuple[Callable[[Question], float], Callable[[Question, Picks], float]]] = {
    "one": (_chance_of_one, _score_of_one),
    "several": (_chance_of_several, _score_of_several),
}
