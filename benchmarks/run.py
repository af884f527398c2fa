"""Run benchmarks: one JSON object a line.

uv run python benchmarks/run.py [NAME …] [--quick] [--json]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import asking as asking_benchmarks
import auditing as auditing_benchmarks
import cases as case_benchmarks
import courses as course_benchmarks
import scale as scale_benchmarks
import start as start_benchmarks

import evidence as evidence_benchmarks
import journal as journal_benchmarks
import reactions as reaction_benchmarks
import views as view_benchmarks

BENCHMARKS = {
    **journal_benchmarks.BENCHMARKS,
    **reaction_benchmarks.BENCHMARKS,
    **view_benchmarks.BENCHMARKS,
    **start_benchmarks.BENCHMARKS,
    **case_benchmarks.BENCHMARKS,
    **scale_benchmarks.BENCHMARKS,
    **course_benchmarks.BENCHMARKS,
    **asking_benchmarks.BENCHMARKS,
    **auditing_benchmarks.BENCHMARKS,
    **evidence_benchmarks.BENCHMARKS,
}
"""Name → function from `quick` to results; later benchmarks are added here."""


def main() -> None:
    """Run the benchmarks that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *BENCHMARKS], metavar="NAME")
    parser.add_argument("--quick", action="store_true", help="a smoke run, under 40 s")
    parser.add_argument("--json", action="store_true", help="JSON lines only")
    given = parser.parse_args()
    for name in given.names or BENCHMARKS:
        if not given.json:
            print(f"{name} …", file=sys.stderr)
        for result in BENCHMARKS[name](quick=given.quick):
            print(result.line(), flush=True)


if __name__ == "__main__":
    main()
