"""`python -m benchmarks` (make bench): what can be measured, and the start, which needs nothing."""

from __future__ import annotations

import ast
import runpy
import sys
from pathlib import Path

HERE = Path(__file__).parent

if __name__ == "__main__":
    print("python -m benchmarks.NAME --help tells of each:\n")
    for path in sorted(HERE.glob("[a-z]*.py")):
        sentence = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]
        print(f"  {path.stem:20} {sentence}")
    print("\nThe start, beside the least a Textual program can be:\n", flush=True)
    sys.argv = ["benchmarks.start", *sys.argv[1:]]
    runpy.run_module("benchmarks.start", run_name="__main__")
