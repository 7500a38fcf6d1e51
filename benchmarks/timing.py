"""Timing by repetition: every candidate in turn, round after round, so that a busy moment strikes them all."""

import gc
import os
import platform
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds per call over the rounds."""

    best: float
    middle: float


def time_in_rounds(candidates: Mapping[str, tuple[Callable[[], object], int]], *, rounds: int) -> dict[str, Timing]:
    """Time each candidate `rounds` times; the number beside it says how many calls one go makes."""
    seconds: dict[str, list[float]] = {name: [] for name in candidates}
    gc.collect()
    gc.freeze()
    for _ in range(rounds):
        for name, (go, calls) in candidates.items():
            start = perf_counter()
            go()
            seconds[name].append((perf_counter() - start) / calls)
    return {name: Timing(min(found), median(found)) for name, found in seconds.items()}


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A Markdown table."""
    print("| " + " | ".join(head) + " |")
    print("| " + " | ".join("---" for _ in head) + " |")
    for row in rows:
        print("| " + " | ".join(row) + " |")


def machine() -> str:
    """Class of machine, without its name: processor, cores, Python, load at the start."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "processor")
    load = ", ".join(f"{part:.1f}" for part in os.getloadavg())
    return f"{model}, {os.cpu_count()} cores, {platform.system()}, Python {sys.version.split()[0]}, load {load}"
