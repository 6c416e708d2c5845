"""The learnt decision whether an article belongs to a story: features of the pair, and the weights they count with.

The weights come from `python -m benchmarks.fit_stories`; `docs/desk.md` says how.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

FEATURES = (
    "nearest", "nearest three", "centre", "root of centre", "title", "title held", "terms held", "rarest shared",
    "three rarest shared", "number shared", "size", "gap", "gap and nearest", "same owner", "no text",
    "no text and nearest", "length", "ahead",
)  # fmt: skip
"""What is looked at, in the order of the weights."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Weights of the features and the chances from which an article joins and two stories become one."""

    weights: tuple[float, ...]
    bias: float
    join: float
    merge: float
    also: float
    """How likely a second story must be before a merger is looked into."""

    def chance(self, features: list[float]) -> float:
        """How likely an article with these features belongs to the story, 0 to 1."""
        total = self.bias
        for weight, value in zip(self.weights, features, strict=True):
            total += weight * value
        return 1.0 / (1.0 + math.exp(-total)) if total > -500 else 0.0


LEARNT = Decision(
    weights=(4.0, 6.0, 2.0, 2.0, 2.0, 1.0, 1.0, 1.0, 1.0, 0.5, 0.0, -1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
    bias=-6.0,
    join=0.4,
    merge=0.5,
    also=0.6,
)
