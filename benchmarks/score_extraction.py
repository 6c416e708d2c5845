"""How good an extraction is: 4-word shingles against a gold file given by hand, with a paired bootstrap.

python -m benchmarks.score_extraction GOLD.jsonl PRED.jsonl [OTHER.jsonl]
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from pathlib import Path

SHINGLE = 4
ROUNDS = 2_000

Score = tuple[float, float]
"""Precision and recall of one page."""


def main() -> None:
    """Prints F1, precision and recall of one prediction; of two, their difference with its 95 % interval too."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("gold", type=Path)
    options.add_argument("predictions", type=Path, nargs="+")
    options.add_argument("--worst", type=int, default=0, help="list so many of the pages that scored lowest")
    chosen = options.parse_args()
    gold = read(chosen.gold)
    scored = [score(gold, read(path)) for path in chosen.predictions]
    for path, scores in zip(chosen.predictions, scored, strict=True):
        f1, precision, recall = total(list(scores.values()))
        print(f"{path.name}\tF1 {f1:.4f}\tprecision {precision:.4f}\trecall {recall:.4f}\tpages {len(scores)}")
        for file in sorted(scores, key=lambda name: sum(scores[name]))[: chosen.worst]:
            print(f"  {file[:12]}\tprecision {scores[file][0]:.3f}\trecall {scores[file][1]:.3f}")
    if len(scored) == 2:
        low, middle, high = bootstrap(scored[0], scored[1])
        print(f"first minus second: {middle:+.4f}, 95 % between {low:+.4f} and {high:+.4f}")


def read(path: Path) -> dict[str, str]:
    """Article texts by file name."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return {row["file"]: row["articleBody"] for row in rows}


def score(gold: dict[str, str], predicted: dict[str, str]) -> dict[str, Score]:
    """Precision and recall of every page of the gold."""
    return {file: score_page(text, predicted.get(file, "")) for file, text in gold.items()}


def score_page(true: str, guess: str) -> Score:
    """Precision and recall over shingles as multisets."""
    wanted, got = shingles(true), shingles(guess)
    hits = sum((wanted & got).values())
    if not sum(wanted.values()) and not sum(got.values()):
        return 1.0, 1.0
    return hits / max(1, sum(got.values())), hits / max(1, sum(wanted.values()))


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Every stretch of four words and how often it is there; of a shorter text the text itself."""
    words = re.findall(r"\w+", text)
    if not words:
        return Counter()
    return Counter(tuple(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1)))


def total(scores: list[Score]) -> tuple[float, float, float]:
    """F1 of mean precision and mean recall, and those two."""
    precision = sum(p for p, _ in scores) / len(scores)
    recall = sum(r for _, r in scores) / len(scores)
    return 2 * precision * recall / max(precision + recall, 1e-9), precision, recall


def bootstrap(first: dict[str, Score], second: dict[str, Score]) -> tuple[float, float, float]:
    """The difference of the two F1 over resampled pages: 2.5th, 50th and 97.5th percentile."""
    files = sorted(first)
    chance = random.Random(1)
    differences = []
    for _ in range(ROUNDS):
        drawn = chance.choices(files, k=len(files))
        differences.append(total([first[f] for f in drawn])[0] - total([second[f] for f in drawn])[0])
    differences.sort()
    return differences[int(ROUNDS * 0.025)], differences[ROUNDS // 2], differences[int(ROUNDS * 0.975)]


if __name__ == "__main__":
    main()
