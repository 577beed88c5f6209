"""A state folder of its own for each test file, and furui run in it."""

import csv
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("FURUI_BIN", ROOT / "build/bin"))
EXAMPLE = ROOT / "deploy/example/molecules.csv"
SHARED = ROOT.parent / "shared/data/molecules"


class FuruiHome:
    """A fresh $FURUI_HOME below a folder for input and output files; close() stops its server and erases both."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="furui-e2e-", dir="/tmp"))
        self.folder.chmod(0o755)  # as root, the server's own user must be able to pass
        self.state = self.folder / "state"
        self.environment = {**os.environ, "FURUI_HOME": str(self.state)}
        for name in ("FURUI_SERVER", "FURUI_TOKEN_FILE"):
            self.environment.pop(name, None)

    def close(self):
        try:
            self.run("down", timeout=120)
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def start(self, *words, **options):
        """furui, started and not waited for."""
        words = [str(BIN / "furui"), *map(str, words)]
        return subprocess.Popen(words, env=self.environment, cwd=self.folder, text=True, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)

    def run(self, *words, timeout=300):
        """furui with these words; gives exit code, stdout and stderr."""
        words = [str(BIN / "furui"), *map(str, words)]
        return subprocess.run(words, env=self.environment, cwd=self.folder, text=True, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=timeout)

    def json(self, *words, code=0, timeout=300):
        """The JSON that furui --json prints; its exit code must be this."""
        ran = self.run(*words, "--json", timeout=timeout)
        if ran.returncode != code:
            raise AssertionError(f"furui {' '.join(map(str, words))}: exit code {ran.returncode}, expected {code}\n{ran.stderr}")
        return json.loads(ran.stdout)

    def write(self, name, text):
        file = self.folder / name
        file.write_text(text, encoding="utf-8")
        return file

    def rows(self, name):
        """A CSV's header and its rows."""
        with open(self.folder / name, encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        return header, rows


def csv_rows(file):
    with open(file, encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    return header, rows
