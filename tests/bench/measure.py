"""The benchmark itself: furui end to end and stage by stage, beside ADMET-AI, in one run on one machine."""

from __future__ import annotations

import argparse
import datetime
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import molecules
import part_of_model
from cpu import cpu_name
from processes import MemoryWatch

BENCH = Path(__file__).resolve().parent
MODEL = "admet-ai"
SECOND = "second-model"  # one of its networks, five members, ten properties: of everyday size


def time_of(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


class Furui:
    """An embedded server with a fresh state folder."""

    def __init__(self, build: Path) -> None:
        self.binary = build / "bin" / "furui"
        self.folder = tempfile.TemporaryDirectory(prefix="furui-bench-", dir="/var/tmp")
        os.chmod(self.folder.name, 0o755)
        self.environment = {**os.environ, "FURUI_HOME": str(Path(self.folder.name) / "home")}
        self.wake_ups_ms: list[float] = []
        self.run("up")

    def run(self, *arguments: str) -> dict:
        done = subprocess.run([str(self.binary), *arguments, "--json"], env=self.environment, stdout=subprocess.PIPE)
        if done.returncode not in (0, 3):
            sys.exit(f"furui {' '.join(arguments)} failed with exit code {done.returncode}")
        return json.loads(done.stdout)

    def pid(self) -> int:
        return self.run("status")["pid"]

    def predict(self, file: Path, *options: str) -> float:
        """Seconds from the creation of the screening, upload included, to its last stored outcome."""
        screening = self.run("predict", str(file), *options)
        self.wake_ups_ms.append(
            1000 * (time_of(screening["start_time"]) - time_of(screening["finalize_time"])).total_seconds())
        return (time_of(screening["finish_time"]) - time_of(screening["create_time"])).total_seconds()

    def close(self) -> None:
        self.run("down")
        self.folder.cleanup()


def bare_parsing(build: Path, file: Path, cores: int) -> float:
    """Molecules a second of SmilesToMol alone, one process a core, glibc's allocator."""
    runs = [subprocess.Popen([str(build / "bin" / "furui_parse_bench"), str(file), str(part), str(cores)],
                             stdout=subprocess.PIPE, text=True) for part in range(cores)]
    answers = [run.communicate()[0].split() for run in runs]
    return sum(int(parsed) for parsed, _ in answers) / max(float(seconds) for _, seconds in answers)


def peer(build: Path, file: Path) -> float:
    """Molecules a second of ADMET-AI itself."""
    answer = subprocess.run([str(build / "bench-peer" / "bin" / "python"), str(BENCH / "peer_admet_ai.py"), str(file)],
                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True)
    line = json.loads(answer.stdout.strip().splitlines()[-1])
    return line["rows"] / line["seconds"]


def stages(build: Path, file: Path, standardize: str, repeats: int) -> dict[str, float]:
    """Molecules a second of each stage alone, on all cores."""
    answer = subprocess.run([str(build / "bin" / "furui_stage_bench"), "--file", str(file), "--package",
                             str(build / "models" / MODEL), "--standardize", standardize, "--repeat", str(repeats)],
                            stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(answer.stdout)["per_second"]


class Size:
    """All that is measured at one number of molecules; `rows` is what is printed of it."""

    def __init__(self, build: Path, scratch: Path, smiles: list[str], repeats: int) -> None:
        self.build, self.repeats = build, repeats
        self.size = len(smiles) - 1
        # One molecule more, alone, wakes the worker and loads the model before the clock starts.
        self.warm_up = scratch / "warm-up.smi"
        self.warm_up.write_text(smiles[-1] + "\n")
        self.file = scratch / f"{self.size}.smi"
        self.file.write_text("\n".join(smiles[:-1]) + "\n")
        self.second = scratch / "package"
        self.wake_ups_ms: list[float] = []
        self.rows: list[dict] = []

    def row(self, what: str, per_second: float, **more: object) -> None:
        self.rows.append({"molecules": self.size, "what": what, "per_second": per_second, **more})

    def measure(self) -> None:
        base = peer(self.build, self.file)
        parsing = bare_parsing(self.build, self.file, len(os.sched_getaffinity(0)))
        self.row("ADMET-AI 2.0.1", base)
        self.row("bare parsing (SmilesToMol)", parsing)
        for standardize in ("none", "parent"):
            self.end_to_end(standardize)
        self.second_model()
        for standardize in ("none", "parent"):
            for stage, per_second in stages(self.build, self.file, standardize, self.repeats).items():
                if standardize == "none" or stage == "read":
                    self.row(f"stage alone: {stage}" + (f", {standardize}" if stage == "read" else ""), per_second)
        for row in self.rows:
            row["of_peer"], row["of_parsing"] = row["per_second"] / base, row["per_second"] / parsing

    def served(self, run) -> float:
        """The best of `repeats` runs, each on a fresh server that has read one molecule."""
        best = 0.0
        for _ in range(self.repeats):
            furui = Furui(self.build)
            try:
                best = max(best, self.size / run(furui))
                self.wake_ups_ms += furui.wake_ups_ms
            finally:
                furui.close()
        return best

    def end_to_end(self, standardize: str) -> None:
        options = ("--standardize", standardize)
        again = 0.0

        def run(furui: Furui) -> float:
            nonlocal again
            furui.predict(self.warm_up, *options)
            seconds = furui.predict(self.file, *options)
            again = max(again, self.size / furui.predict(self.file, *options))
            return seconds

        first = self.served(run)
        self.row(f"furui, end to end, {standardize}", first)
        self.row(f"furui, end to end, {standardize}, the same again from stored graphs", again, of_first=again / first)

    def second_model(self) -> None:
        """A lighter model, as the first on a fresh server and as the second on a library that is stored."""
        if not self.second.exists():
            part_of_model.write_part(self.build / "models" / MODEL, "regression", SECOND, self.second)

        def run(furui: Furui, library_is_stored: bool) -> float:
            furui.run("model", "add", str(self.second))
            furui.predict(self.warm_up, "--model", SECOND)
            if library_is_stored:
                furui.predict(self.file)
            return furui.predict(self.file, "--model", SECOND)

        first = self.served(lambda furui: run(furui, False))
        second = self.served(lambda furui: run(furui, True))
        self.row("furui, one network of 5 members, from SMILES", first)
        self.row("furui, the same network as the second model, from stored graphs", second, of_first=second / first)


def measure(build: Path, files: list[Path], sizes: list[int], repeats: int, memory_file: Path | None) -> list[dict]:
    rows: list[dict] = []
    wake_ups_ms: list[float] = []
    with tempfile.TemporaryDirectory() as scratch:
        for size in sizes:
            one = Size(build, Path(scratch), molecules.read(files, size + 1), repeats)
            one.measure()
            rows += one.rows
            wake_ups_ms += one.wake_ups_ms
    if wake_ups_ms:
        rows.append({"what": "a woken worker starts after, ms, median (most)", "median": statistics.median(wake_ups_ms),
                     "most": max(wake_ups_ms), "wake_ups": len(wake_ups_ms)})
    if memory_file is not None:
        furui = Furui(build)
        with MemoryWatch(furui.pid()) as watch:
            furui.predict(memory_file)
        furui.close()
        rows.append({"what": f"memory of {memory_file.name}, GiB, PostgreSQL apart", "gib": watch.peak / 2**30})
    return rows


def print_table(rows: list[dict]) -> None:
    print(f"\n{cpu_name()}, {len(os.sched_getaffinity(0))} cores, {datetime.date.today()}\n")
    print("| molecules | what | a second | of ADMET-AI | of bare parsing | of the first run |\n| ---: | --- | ---: | ---: | ---: | ---: |")
    for row in rows:
        if "gib" in row:
            print(f"| | {row['what']} | {row['gib']:.2f} | | | |")
        elif "median" in row:
            print(f"| | {row['what']} | {row['median']:.0f} ({row['most']:.0f}) | | | |")
        else:
            first = f"{row['of_first']:.2f}" if "of_first" in row else ""
            print(f"| {row['molecules']:,} | {row['what']} | {row['per_second']:,.0f} | {row['of_peer']:.1f}× | {row['of_parsing']:.2f} | {first} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--molecules", type=Path, nargs="+", required=True, help="CSV files with a column smiles")
    parser.add_argument("--sizes", default="8000,1000", help="numbers of molecules (default: 8000,1000)")
    parser.add_argument("--repeats", type=int, default=3, help="fresh servers; the best counts (default: 3)")
    parser.add_argument("--memory", type=Path, help="also measure the memory that this file takes")
    parser.add_argument("--json", type=Path, help="also write the rows there")
    arguments = parser.parse_args()
    rows = measure(arguments.build, arguments.molecules, [int(size) for size in arguments.sizes.split(",")],
                   arguments.repeats, arguments.memory)
    print_table(rows)
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=1) + "\n")


if __name__ == "__main__":
    main()
