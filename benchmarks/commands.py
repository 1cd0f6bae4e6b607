"""Time whole commands as a user waits for them: ``make bench``."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

COMMANDS: list[tuple[list[str], int]] = [
    (["--help"], 7),
    (["info"], 5),
    (["find", "TSMC"], 5),
    (["chokepoints"], 5),
    (["control"], 5),
    (["shift"], 5),
    (["explain", "ai-boards-us"], 5),
    (["portfolio"], 3),
    (["power", "--players", "20"], 3),
    (["power", "--by", "firm"], 3),
    (["robustness", "--draws", "2000"], 1),
]


def seconds(words: list[str]) -> float:
    """Return how long one run of a command takes as a new process."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "queries", *words], check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Print the least, median and greatest time of each command, after one warm-up."""
    print(
        f"{'command':<32} {'runs':>4} {'least':>7} {'median':>7} {'most':>7}  seconds, cold process"
    )
    for words, runs in COMMANDS:
        if runs > 1:
            seconds(words)
        times = [seconds(words) for _ in range(runs)]
        middle = statistics.median(times)
        print(
            f"{' '.join(words):<32} {runs:>4} {min(times):7.2f} {middle:7.2f} {max(times):7.2f}"
        )


if __name__ == "__main__":
    main()
