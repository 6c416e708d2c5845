"""Which stories an article may belong to."""

from __future__ import annotations

import math

import pytest
from benchmarks.planted import few_words

from newsdesk.desk.decision import FEATURES, FEW_WORDS, LEARNT, Decision
from newsdesk.desk.stories import Stories


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("decision", [LEARNT, FEW_WORDS])
def test_what_is_not_weighed_to_the_end_changes_nothing(
    language: str, decision: Decision, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stories that are given up on the way to a decision are those that an article would not have joined."""
    items = [planted.item for planted in few_words(3, 6, 30, language)]
    quick = Stories(decision=decision)
    placed = [quick.place(item) for item in items]
    monkeypatch.setattr(Decision, "most", lambda decision, features: math.inf)
    whole = Stories(decision=decision)
    assert placed == [whole.place(item) for item in items]


def test_the_most_that_can_come_is_never_too_little() -> None:
    """What the sum of all features comes to is not above what the first ones let expect."""
    features = [0.5] * len(FEATURES)
    for decision in (LEARNT, FEW_WORDS):
        whole = decision.most(features)
        assert all(decision.most(features[:known]) >= whole for known in range(14, len(FEATURES)))
