"""The article text of a folder of pages, for scoring against a gold that this program never sees.

python -m benchmarks.extract --pages DIR --urls URLS.tsv --out PRED.jsonl

DIR holds `*.html.gz`; URLS.tsv is `file<TAB>url`. Each line of PRED is {"file", "articleBody"}.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from pathlib import Path

from newsdesk.article.export import body_text
from newsdesk.article.page import body_blocks


def main() -> None:
    """Writes a prediction for every row of URLS.tsv, and what it took to stderr."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pages", type=Path, required=True)
    options.add_argument("--urls", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True)
    chosen = options.parse_args()
    started = time.process_time()
    rows = [line.split("\t")[:2] for line in chosen.urls.read_text(encoding="utf-8").splitlines() if "\t" in line]
    with chosen.out.open("w", encoding="utf-8") as out:
        for file, url in rows:
            path = chosen.pages / file
            if path.exists():
                print(json.dumps({"file": file, "articleBody": article(path, url)}, ensure_ascii=False), file=out)
            elif file != "file":
                print(f"{file}: not in {chosen.pages}", file=sys.stderr)
    print(f"{len(rows)} pages, {time.process_time() - started:.1f} s of CPU", file=sys.stderr)


def article(path: Path, url: str) -> str:
    """The article text of one compressed page."""
    return body_text(body_blocks(gzip.decompress(path.read_bytes()), url.strip()))


if __name__ == "__main__":
    main()
