"""The learnt decision whether an article belongs to a story: features of the pair, and the weights they count with.

The weights come from `python -m benchmarks.fit_stories`; `docs/desk.md` says how.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from operator import mul

FEATURES = (
    "nearest", "nearest three", "centre", "root of centre", "size", "gap", "gap and nearest", "crowd", "no text",
    "no text and nearest", "length", "ahead", "standing out", "days",
    "title", "title held", "terms held", "rarest shared", "three rarest shared", "number shared",
    "missing", "core", "sole", "agreed",
)  # fmt: skip
"""What is looked at, in the order of the weights: what is seen at a glance comes first."""
_TOPS = (*[math.inf] * 14, 1.0, 1.0, 1.0, 1.5, 1.5, 2.0, 1.0, 1.0, 4.0, 4.0)
"""The most that a feature can be which isn't seen at a glance."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Weights of the features and the chances from which an article joins and two stories become one."""

    weights: tuple[float, ...]
    bias: float
    join: float
    merge: float
    also: float
    """How likely a second story must be before a merger is looked into."""

    @property
    def needed(self) -> float:
        """The sum of features below which a story is too unlikely to matter."""
        least = min(self.join, self.also)
        return math.log(least / (1.0 - least))

    def most(self, features: list[float]) -> float:
        """The most that the sum can come to when only the first features are known."""
        return sum(map(mul, self.weights, features), self.bias) + _left(self.weights, len(features))

    def chance(self, features: list[float]) -> float:
        """How likely an article with these features belongs to the story, 0 to 1."""
        total = sum(map(mul, self.weights, features), self.bias)
        return 1.0 / (1.0 + math.exp(-total)) if total > -500 else 0.0


@cache
def _left(weights: tuple[float, ...], known: int) -> float:
    """The most that the features after the first `known` can add."""
    return sum(weight * top for weight, top in zip(weights[known:], _TOPS[known:], strict=True) if weight > 0)


LEARNT = Decision(
    weights=(
        -17.744, 16.294, -7.549, 9.132, -1.125, -4.032, 5.524, -2.845, 1.196, 1.869, -1.285, 3.517, 7.886, -0.580,
        0.795, -0.224, 2.124, 1.080, 1.133, -1.292, 0.0, 0.0, 0.0, 0.0,
    ),
    bias=-3.337, join=0.55, merge=0.3, also=0.45,
)  # fmt: skip
"""For the news as it is, fitted on labelled stories."""

FEW_WORDS = Decision(
    weights=(
        -6.802, -3.733, 12.794, 0.0, 0.291, -9.804, 0.0, 0.904, 0.0, 0.0, 0.0, 1.576, 12.245, -0.107,
        5.099, 0.536, -2.694, 0.0, 0.0, 0.0, -2.747, 5.122, -3.944, -3.771,
    ),
    bias=-10.495, join=0.5, merge=0.5, also=0.3,
)  # fmt: skip
"""For feeds that are made of few words (results, forecasts, alerts), where articles are alike without being about the
same; fitted on planted stories."""
