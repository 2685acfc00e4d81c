"""The exercises of the lesson on what can be behind the pain."""

from lessons_lib.course.exercises.exercise import Exercise, Mistake, Rounded


def younger() -> float:
    """The probability of stenosis in somebody younger than 60, in percent."""
    before = 0.11
    ratio = 0.40
    odds = before / (1 - before)
    odds_after = odds * ratio
    return 100 * odds_after / (1 + odds_after)


def score() -> float:
    """The probability of stenosis with a high score, in percent."""
    from lessons_lib.evidence.diagnosis import after

    return 100 * after(0.25, {"konno_score": True}).value


def wear() -> float:
    """The likelihood ratio of disc degeneration on a scan at the age of 50."""
    without_pain = 0.80
    odds_ratio = 2.24
    odds_without = without_pain / (1 - without_pain)
    odds_with = odds_ratio * odds_without
    with_pain = odds_with / (1 + odds_with)
    return with_pain / without_pain


def treat() -> float:
    """How many people take the medicine for one more to feel better overall."""
    of_100_with_placebo = 37
    of_100_with_medicine = 51
    return 100 / (of_100_with_medicine - of_100_with_placebo)


EXERCISES = (
    Exercise(
        id="02-younger",
        objective="02b",
        title="Younger than 60",
        working="0.11 / 0.89 = 0.1236; × 0.40 = 0.0494; 0.0494 / 1.0494 = 0.0471, which is 4.71 %.",
        hint="Odds are p / (1 − p); a probability is odds / (1 + odds).",
        rounded=(Rounded(5, "About 5 in 100 it is. To three digits:"),),
        prompt=(
            "In the general population, 11 % have lumbar stenosis. Being younger than 60 has a "
            "likelihood ratio of 0.40. How many percent of those younger than 60 would have it?"
        ),
        unit="%",
        tolerance=0.015,
        solve=younger,
        why=(
            "11 % are odds of 11 to 89, or 0.124. Times 0.40 that is 0.049, which is 4.7 %: of "
            "1,000 people 47 instead of 110. The ratio was measured in people with leg pain in "
            "orthopaedic clinics, so for the general population it is a loan."
        ),
        mistakes=(
            Mistake(
                lambda: 11 * 0.40,
                "You multiplied the probability. The ratio multiplies the odds: 0.11 / 0.89.",
            ),
            Mistake(
                lambda: 100 * 0.11 / 0.89 * 0.40,
                "Those are the odds after the finding. Go back: odds / (1 + odds).",
            ),
            Mistake(
                lambda: 100 * (0.11 / 0.89 / 0.40) / (1 + 0.11 / 0.89 / 0.40),
                "You divided by the ratio. A ratio below 1 makes it less likely.",
            ),
        ),
    ),
    Exercise(
        id="02-score",
        objective="02c",
        title="A score",
        working="25 / 75 = 0.333; × 3.3 = 1.1; 1.1 / 2.1 = 0.524, which is 52.4 %.",
        hint="25 % are odds of 25 to 75. Multiply them, then go back.",
        prompt=(
            "Konno's score puts age, posture and other findings into one number and was tested as "
            "a whole. Seven points or more have a likelihood ratio of 3.3 for lumbar stenosis. "
            "Starting from 25 %: what is the probability with such a score, in percent?"
        ),
        unit="%",
        tolerance=0.01,
        solve=score,
        why=(
            "Odds of 25 to 75, times 3.3, are 1.1, and that is 52 % (47 to 57 %, with the ends of "
            "the interval, 2.7 and 4.0). Multiplying the ratios of "
            "three findings of one story gave 98 %. A score that was tested whole contains what "
            "they have in common."
        ),
        mistakes=(
            Mistake(
                lambda: 25 * 3.3, "You multiplied the probability. The ratio is for odds.", 0.01
            ),
            Mistake(lambda: 1.1, "Those are the odds. Go back: odds / (1 + odds)."),
            Mistake(
                lambda: 110.0,
                "Those are the odds, times 100. Go back: odds / (1 + odds).",
            ),
            Mistake(
                lambda: 100 * (product := 7.4 * 6.4 * 3.7 / 3) / (1 + product),
                "That comes from multiplying 7.4, 6.4 and 3.7. The score has one ratio: 3.3.",
            ),
            Mistake(
                97.5,
                "That is what the three findings of the story gave. The score has one ratio: 3.3.",
                0.001,
            ),
        ),
    ),
    Exercise(
        id="02-wear",
        objective="02d",
        title="Discs at 50",
        working="0.80 / 0.20 = 4; × 2.24 = 8.96; 8.96 / 9.96 = 0.900; 0.900 / 0.80 = 1.12.",
        hint="Turn 80 % into odds, multiply, turn back into a share, and divide by 0.80.",
        prompt=(
            "At 50, disc degeneration shows on the scans of 80 % of people without "
            "back pain. With back pain the odds are 2.24 times as high. What is the likelihood "
            "ratio of that finding: the share with pain over the share without?"
        ),
        unit="ratio",
        tolerance=0.01,
        solve=wear,
        why=(
            "Odds of 80 to 20 are 4; times 2.24 they are 9, and that is 90 %. 90 over 80 is 1.12. "
            "An odds ratio above 2 sounds like much; what nearly everybody has can hardly tell "
            "people apart."
        ),
        mistakes=(
            Mistake(
                lambda: 2.24,
                "That is the odds ratio. Turn 80 % into odds, multiply, and go back to a share.",
            ),
            Mistake(
                lambda: 0.8 * 2.24,
                "You multiplied the share: 179 % of people cannot be. Multiply the odds.",
            ),
            Mistake(
                lambda: 8.96 / 9.96,
                "That is the share of people with pain. Divide it by the share without.",
            ),
            Mistake(
                lambda: 4 * 2.24,
                "Those are the odds of people with pain. Turn them into a share first.",
            ),
        ),
    ),
    Exercise(
        id="02-treat",
        objective="02e",
        title="One more who feels better",
        working="51 − 37 = 14 more of 100; 100 / 14 = 7.14.",
        hint="How many more of 100 feel better with the medicine? One more of how many is that?",
        rounded=(Rounded(8, "Right: whole people, rounded up."),),
        prompt=(
            "Of 100 people with new back pain 37 feel better overall with a placebo and 51 with a "
            "medicine of ibuprofen's kind. How many people have to take it for one more to feel "
            "better?"
        ),
        unit="people",
        tolerance=0.021,
        solve=treat,
        why=(
            "14 more of 100, so one more of about 7; this is called the number needed to treat. "
            "The other 6 feel as they would have felt with the placebo, and all 7 bear the risks. "
            "The certainty is low: with the ends of the interval it is 4 to 23 people."
        ),
        mistakes=(
            Mistake(
                lambda: 14.0,
                "That is how many more of 100 feel better. How many take it for one of them?",
            ),
            Mistake(
                lambda: 51 / 37,
                "That is the ratio of the two numbers. Ask for the difference.",
            ),
            Mistake(
                lambda: 100 / 51,
                "Of those 51, most would have felt better with a placebo, too. Take the 37 off.",
            ),
        ),
    ),
)
