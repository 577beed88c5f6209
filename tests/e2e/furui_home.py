"""A state folder of its own for each test file, and furui run in it."""

import contextlib
import csv
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("FURUI_BIN", ROOT / "build/bin"))
EXAMPLE = ROOT / "deploy/example/molecules.csv"
SHARED = ROOT.parent / "shared/data/molecules"


class FuruiHome:
    """A fresh $FURUI_HOME below a folder for input and output files; close() stops its server and erases both."""

    def __init__(self, state=None):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="furui-e2e-", dir="/tmp"))
        self.folder.chmod(0o755)  # as root, the server's own user must be able to pass
        self.state = state or self.folder / "state"
        self.served = None
        self.environment = {**os.environ, "FURUI_HOME": str(self.state)}
        for name in ("FURUI_SERVER", "FURUI_TOKEN_FILE"):
            self.environment.pop(name, None)

    def close(self):
        try:
            self.run("down", timeout=120)
            if self.served:
                self.served.wait(timeout=120)
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, *words, **options):
        """furui, started and not waited for."""
        words = [str(BIN / "furui"), *map(str, words)]
        return subprocess.Popen(words, env=self.environment, cwd=self.folder, text=True, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)

    def run(self, *words, timeout=300, **options):
        """furui with these words; gives exit code, stdout and stderr."""
        words = [str(BIN / "furui"), *map(str, words)]
        return subprocess.run(words, env=self.environment, cwd=self.folder, text=True, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=timeout, **options)

    def serve(self, *words, seconds=120):
        """furuid serve with these words in this home; returns once furui finds it."""
        words = [str(BIN / "furuid"), "serve", "--state-dir", str(self.state), *words]
        with open(self.folder / "served.log", "wb") as log:
            self.served = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        until = time.monotonic() + seconds
        while self.json("status")["state"] != "running":
            assert time.monotonic() < until, (self.folder / "served.log").read_text()
            time.sleep(0.1)

    def json(self, *words, code=0, timeout=300):
        """The JSON that furui --json prints; its exit code must be this."""
        ran = self.run(*words, "--json", timeout=timeout)
        if ran.returncode != code:
            raise AssertionError(f"furui {' '.join(map(str, words))}: exit code {ran.returncode}, expected {code}\n{ran.stderr}")
        return json.loads(ran.stdout)

    def processes(self, command):
        """The process ids of this home's furuid with this subcommand."""
        found = []
        for folder in pathlib.Path("/proc").iterdir():
            if not folder.name.isdigit():
                continue
            with contextlib.suppress(OSError):
                words = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
                if words[0] == "furuid" and command in words and any(str(self.state) in word for word in words):
                    found.append(int(folder.name))
        return found

    @contextlib.contextmanager
    def workers_held(self):
        """No work is done inside: a screening stays unfinished for as long as a test looks at it."""
        workers = self.processes("worker")
        assert workers, "no worker of this home is there to be held"
        for pid in workers:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in workers:
                os.kill(pid, signal.SIGCONT)

    def wait_for_state(self, name, state, seconds=60):
        """Waits until `furui list` shows the screening in this state."""
        until = time.monotonic() + seconds
        while True:
            states = {s["name"].split("/")[-1]: s["state"] for s in self.json("list")["screenings"]}
            if states.get(name) == state:
                return
            assert time.monotonic() < until, f"{name} is not {state} after {seconds} s: {states}"
            time.sleep(0.05)

    def write(self, name, text):
        file = self.folder / name
        file.write_text(text, encoding="utf-8")
        return file

    def rows(self, name):
        """A CSV's header and its rows."""
        with open(self.folder / name, encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        return header, rows

    def records(self, name):
        """A CSV's rows by the names of its columns."""
        header, rows = self.rows(name)
        return [dict(zip(header, row)) for row in rows]

    def write_all(self, folder, texts):
        """Files by name and text in a folder of its own; returns the folder."""
        for name, text in texts.items():
            (self.folder / folder / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / folder / name).write_text(text)
        return self.folder / folder


def csv_rows(file):
    with open(file, encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    return header, rows
