"""Precision, and how low it may truly be.

The lower bound is the lesser of two, both one-sided at 95 % and both with the site as the unit, since
the pages of a site share their template:

- Student's bound of the ratio estimator (Cochran, Sampling Techniques, 3rd ed., 1977, sections 2.11 and
  6.4): with g_i tokens caught of m_i removed on site i, p = sum g / sum m, variance
  n / (n - 1) * sum (g_i - p m_i)^2 / (sum m)^2, t quantile on n - 1 degrees of freedom by the expansion
  of Abramowitz and Stegun, 26.7.5. It says nothing of errors that no site showed, so beside it stands
- p - (1 - 0.05^(1/n)): what the n sites do not exclude is a kind of site, seen on none of them, on which
  everything removed is body, and it may be that share of all sites. This is the rule of three, 3 / n
  (Hanley and Lippman-Hand, JAMA 249, 1983, 1743-1745): 300 sites without an error show 0.99, 12 show 0.78.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence


def precision(sites: Iterable[Sequence[int]]) -> float:
    """The share of furniture among the tokens removed."""
    caught, lost = (sum(column) for column in zip(*sites, strict=True))
    return float(caught / (caught + lost)) if caught + lost else math.nan


def lower_bound(sites: Sequence[Sequence[int]]) -> float:
    """The lower 95 % bound of precision over sites; see the top of this file."""
    n = len(sites)
    removed = sum(caught + lost for caught, lost in sites)
    if n < 2 or not removed:
        return 0.0
    p = precision(sites)
    squares = sum((caught - p * (caught + lost)) ** 2 for caught, lost in sites)
    student = p - t_quantile(n - 1) * math.sqrt(n / (n - 1) * squares) / removed
    return max(0.0, min(student, p - (1 - math.pow(0.05, 1 / n))))


def t_quantile(freedom: int) -> float:
    """Student's 95 % quantile, by Abramowitz and Stegun 26.7.5; good to 0.01 from 3 degrees on."""
    z = 1.6448536269514722
    return (
        z
        + (z**3 + z) / (4 * freedom)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
    )


def held_out(site: str) -> bool:
    """Whether a site is of the half that was not looked at while rules were tuned."""
    return hashlib.sha256(site.encode()).digest()[0] % 2 == 1


def floor_to(value: float, places: int) -> float:
    return float(math.floor(value * 10**places) / 10**places)
