"""The ranking engine beside NumPy and pymoo, interleaved; prints a Markdown table.

Usage: measure_ranking.py BUILD [--repeats N] [--quick], as run_ranking calls it.
"""
from __future__ import annotations

import argparse
import datetime
import json
import os
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from cpu import cpu_name

BENCH = Path(__file__).resolve().parent
PEER_DRAWS = 100


def answer(*command: str | Path) -> dict:
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, text=True, check=True,
                          env={**os.environ, "OMP_NUM_THREADS": "1"})
    return json.loads(done.stdout)


class Best:
    """The fastest of several runs of each measurement, which take turns, so that a busy minute hits all alike."""

    def __init__(self, repeats: int) -> None:
        self.repeats = repeats

    def of(self, **measurements) -> dict[str, dict]:
        best: dict[str, dict] = {}
        for _ in range(self.repeats):
            for name, measure in measurements.items():
                one = measure()
                if name not in best or one["seconds"] < best[name]["seconds"]:
                    best[name] = one
        return best


class Measurement:
    def __init__(self, build: Path, repeats: int, quick: bool) -> None:
        self.bin = build / "bin"
        self.python = {pymoo: build / "bench-ranking" / f"pymoo-{pymoo}" / "bin" / "python" for pymoo in ("0.6.2", "0.6.1.6")}
        self.best = Best(repeats)
        self.quick = quick
        self.scratch = tempfile.TemporaryDirectory()

    def ranking(self, mode: str, **options: int) -> dict:
        return answer(self.bin / "furui_ranking_bench", mode, *(str(part) for name, value in options.items()
                                                                for part in (f"--{name}", value)))

    def numpy(self, mode: str, *options: str | Path) -> dict:
        return answer(self.python["0.6.2"], BENCH / "peer_numpy.py", mode, *options)

    def kept(self, of: dict) -> Path:
        """The driver's answer as a file, against which the peer checks its own."""
        path = Path(self.scratch.name) / f"{of['mode']}.json"
        path.write_text(json.dumps(of))
        return path

    @staticmethod
    def row(what: str, one: dict, against: float | None = None, more: str = "", times: float = 1) -> None:
        """A line; the ratio is of wall times. `times`: by which a shorter run is scaled."""
        seconds = one["seconds"] * times
        memory = one.get("peak_bytes_per_candidate", one.get("peak_bytes_per_point"))
        ratio = f"{against / seconds:.1f}×" if against is not None else ""
        bytes_each = f"{memory:.0f}" if memory is not None else ""
        print(f"| {what} | {seconds:.3f} | {one['core_seconds'] * times:.3f} | {ratio} | {bytes_each} | {more} |", flush=True)

    def score(self) -> None:
        n = 100_000 if self.quick else 1_000_000
        reference = self.kept(self.ranking("score", candidates=n))
        size = ("--candidates", str(n), "--against", str(reference))
        best = self.best.of(one=lambda: self.ranking("score", candidates=n), two=lambda: self.ranking("score", candidates=n, threads=2),
                            peer=lambda: self.numpy("score", *size), outputs=lambda: self.numpy("score", *size, "--outputs"))
        peer, outputs = best["peer"]["seconds"], best["outputs"]["seconds"]
        what = f"score, {n:,} × 10"
        self.row(f"{what}: NumPy, scores and order only", best["peer"], peer)
        self.row(f"{what}: NumPy, desirabilities and contributions too", best["outputs"], peer)
        for name, threads in (("one", "1 thread"), ("two", "2 threads")):
            one = best[name]
            self.row(f"{what}: furui, {threads}", one, peer)
            both = {clock: one[clock] + one[f"parts_{clock}"] for clock in ("seconds", "core_seconds")}
            self.row(f"{what}: furui, {threads}, desirabilities and contributions too", both, peer,
                     f"{outputs / both['seconds']:.1f}× NumPy with the same columns")

    def top(self) -> None:
        n, draws = (10_000, 1000) if self.quick else (100_000, 10_000)
        size = {"candidates": n, "draws": draws}
        driver = {}

        def furui(threads: int) -> dict:
            driver[threads] = self.ranking("top", **size, threads=threads)
            return driver[threads]

        furui(2)
        best = self.best.of(one=lambda: furui(1), two=lambda: furui(2),
                            peer=lambda: self.numpy("top", "--candidates", str(n), "--draws", str(PEER_DRAWS), "--against", self.kept(driver[2])))
        if best["one"]["hash"] != best["two"]["hash"]:
            sys.exit("two threads give another result than one")
        peer = best["peer"]["seconds"] * draws / PEER_DRAWS
        what = f"P(among the 100 best), {n:,} × 10, {draws:,} draws"
        self.row(f"{what}: NumPy", best["peer"], peer, f"scaled from {PEER_DRAWS} draws, {best['peer']['seconds']:.2f} s", draws / PEER_DRAWS)
        for name, threads in (("one", "1 thread"), ("two", "2 threads")):
            self.row(f"{what}: furui, {threads}", best[name], peer)

    def uncertain(self) -> None:
        n = 20_000 if self.quick else 1_000_000
        one = self.ranking("uncertain", candidates=n, draws=2000, threads=2)
        self.row(f"whole uncertain ranking, {n:,} × 10, 2,000 draws: furui, 2 threads", one)

    def fronts(self) -> None:
        def furui(points: int, threads: int = 1) -> dict:
            return answer(self.bin / "furui_pareto_bench", str(points), "3", "1", str(threads))

        def pymoo(release: str, points: int) -> dict:
            return answer(self.python[release], BENCH / "peer_pymoo.py", str(points), "3", "1")

        small = 10_000  # which the sort of 0.6.1.6 still does in seconds
        sizes = (100_000,) if self.quick else (100_000, 300_000, 1_000_000)
        best = self.best.of(old=lambda: pymoo("0.6.1.6", small), new=lambda: pymoo("0.6.2", small), own=lambda: furui(small))
        self.same(best)
        for name, release in (("old", "0.6.1.6, its default sort"), ("new", f"0.6.2, moocore {version('moocore')} (C)")):
            self.row(f"fronts, {small:,} × 3: pymoo {release}", best[name], best["old"]["seconds"])
        self.row(f"fronts, {small:,} × 3: furui, 1 thread", best["own"], best["old"]["seconds"],
                 f"{best['new']['seconds'] / best['own']['seconds']:.1f}× moocore")
        for points in sizes:
            best = self.best.of(new=lambda: pymoo("0.6.2", points), one=lambda: furui(points), two=lambda: furui(points, 2))
            self.same(best)
            peer = best["new"]["seconds"]
            self.row(f"fronts, {points:,} × 3: pymoo 0.6.2", best["new"], peer)
            for name, threads in (("one", "1 thread"), ("two", "2 threads")):
                self.row(f"fronts, {points:,} × 3: furui, {threads}", best[name], peer)

    @staticmethod
    def same(best: dict[str, dict]) -> None:
        if len({one["checksum"] for one in best.values()}) != 1:
            sys.exit("fronts differ")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that all of it runs")
    arguments = parser.parse_args()
    print(f"{cpu_name()}, {len(os.sched_getaffinity(0))} cores, {datetime.date.today()}; NumPy {version('numpy')}, "
          f"pymoo {version('pymoo')} and 0.6.1.6, Python {sys.version.split()[0]}; load {os.getloadavg()[0]:.1f} at the start\n")
    print("| what | seconds | core seconds | of the peer | bytes a candidate | |\n| --- | ---: | ---: | ---: | ---: | --- |")
    measurement = Measurement(arguments.build, arguments.repeats, arguments.quick)
    measurement.score()
    measurement.top()
    measurement.fronts()
    measurement.uncertain()
    print(f"\nload {os.getloadavg()[0]:.1f} at the end")


if __name__ == "__main__":
    main()
