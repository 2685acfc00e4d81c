"""What a scan of the back shows in people without pain, and what it can tell about the others.

A review counted findings in people without back pain, by age. Another compared people of at most
50 years with pain and without, and gives odds ratios. Together they give the likelihood ratio of
a finding: how often people with pain have it, over how often the others do.

>>> pain_free("disc degeneration", 20)
0.37
"""

from lessons_lib.data.tables import load
from lessons_lib.evidence.diagnosis import update
from lessons_lib.evidence.estimate import Estimate


def pain_free(finding: str, age_years: float) -> float:
    """How many people of an age without back pain have a finding, 0 to 1.

    Raises:
        KeyError: a finding or an age that the table does not have.
    """
    row = load("scans").row(finding=finding, age_years=age_years)
    return float(row["pain_free_percent"]) / 100


def odds_ratio(finding: str, age_years: float) -> Estimate | None:
    """Odds of a finding with pain over odds without, and its interval; None where none is known."""
    rows = list(load("scan_odds").where(finding=finding).rows())
    if not rows or age_years > rows[0]["oldest_years"]:
        return None
    return Estimate(*(rows[0]["odds_ratio" + end] for end in ("", "_low", "_high")))


def with_pain(share_without: float, ratio: float) -> float:
    """How many people with pain have a finding, from the share without pain and an odds ratio.

    Args:
        share_without: how many without pain have it, from 0 to 1.
        ratio: the odds ratio, 0 or more.

    >>> round(with_pain(0.37, 2.24), 2)
    0.57
    """
    return update(share_without, ratio)
