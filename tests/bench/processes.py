"""Memory of the processes below one: their proportional set sizes together, PostgreSQL apart."""

from __future__ import annotations

import threading
import time
from pathlib import Path


def parent_of(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except (OSError, IndexError, ValueError):
        return 0


def family(root: int) -> list[int]:
    """`root` and everything below it."""
    parents = {int(p.name): parent_of(int(p.name)) for p in Path("/proc").iterdir() if p.name.isdigit()}
    members = [root]
    for pid in members:
        members += [child for child, parent in parents.items() if parent == pid]
    return members


def proportional_set_size(pid: int) -> int:
    """Bytes, shared pages divided among those that share them; 0 for a process that has gone."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def is_postgres(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip() == "postgres"
    except OSError:
        return False


class MemoryWatch:
    """Samples the family of `root` while it lives; `peak` is the largest sum in bytes."""

    def __init__(self, root: int, every_s: float = 0.25) -> None:
        self.peak = 0
        self._root, self._every_s, self._stop = root, every_s, threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        while not self._stop.is_set():
            self.peak = max(self.peak, sum(proportional_set_size(pid) for pid in family(self._root) if not is_postgres(pid)))
            time.sleep(self._every_s)

    def __enter__(self) -> "MemoryWatch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
