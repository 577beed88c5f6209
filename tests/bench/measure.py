"""The benchmark itself: furui's server end to end and bare parsing, beside ADMET-AI, in one run on one machine."""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

import molecules
from processes import MemoryWatch

BENCH = Path(__file__).resolve().parent


def time_of(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


class Furui:
    """An embedded server with a fresh state folder."""

    def __init__(self, build: Path) -> None:
        self.binary = build / "bin" / "furui"
        self.folder = tempfile.TemporaryDirectory(prefix="furui-bench-", dir="/var/tmp")
        os.chmod(self.folder.name, 0o755)
        self.environment = {**os.environ, "FURUI_HOME": str(Path(self.folder.name) / "home")}
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


def cpu_name() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()


def measure(build: Path, files: list[Path], sizes: list[int], repeats: int, memory_file: Path | None) -> list[dict]:
    cores = len(os.sched_getaffinity(0))
    rows: list[dict] = []
    with tempfile.TemporaryDirectory() as scratch:
        for size in sizes:
            smiles = molecules.read(files, size + 1)
            # One molecule more, alone, wakes the worker and loads the model before the clock starts.
            warm_up = Path(scratch) / "warm-up.smi"
            warm_up.write_text(smiles.pop() + "\n")
            file = Path(scratch) / f"{size}.smi"
            file.write_text("\n".join(smiles) + "\n")
            base = peer(build, file)
            parsing = bare_parsing(build, file, cores)
            rows.append({"molecules": size, "what": "ADMET-AI 2.0.1", "per_second": base})
            rows.append({"molecules": size, "what": "bare parsing (SmilesToMol)", "per_second": parsing})
            for title, options in [("furui, end to end, none", ["--standardize", "none"]),
                                   ("furui, end to end, parent", ["--standardize", "parent"])]:
                best, again = 0.0, 0.0
                for _ in range(repeats):
                    furui = Furui(build)
                    furui.predict(warm_up, *options)
                    best = max(best, size / furui.predict(file, *options))
                    again = max(again, size / furui.predict(file, *options))
                    furui.close()
                rows.append({"molecules": size, "what": title, "per_second": best})
                rows.append({"molecules": size, "what": title + ", from stored graphs", "per_second": again, "first": best})
            for row in rows:
                if row["molecules"] == size:
                    row["of_peer"] = row["per_second"] / base
                    row["of_parsing"] = row["per_second"] / parsing
    if memory_file is not None:
        furui = Furui(build)
        with MemoryWatch(furui.pid()) as watch:
            furui.predict(memory_file)
        furui.close()
        rows.append({"molecules": 0, "what": f"memory of {memory_file.name}, GiB, PostgreSQL apart", "gib": watch.peak / 2**30})
    return rows


def print_table(rows: list[dict]) -> None:
    print(f"\n{cpu_name()}, {len(os.sched_getaffinity(0))} cores, {datetime.date.today()}\n")
    print("| molecules | what | a second | of ADMET-AI | of bare parsing |\n| ---: | --- | ---: | ---: | ---: |")
    for row in rows:
        if "gib" in row:
            print(f"| | {row['what']} | {row['gib']:.2f} | | |")
            continue
        print(f"| {row['molecules']:,} | {row['what']} | {row['per_second']:,.0f} | {row['of_peer']:.1f}× | {row['of_parsing']:.2f} |")


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
