"""A disk that is full while a list is screened: the work waits, and goes on once there is room."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import unittest

from furui_home import FuruiHome

SIZE_MIB = 320


class FullDisk(unittest.TestCase):
    def setUp(self):
        if os.geteuid() != 0:
            self.skipTest("only root can mount a small disk")
        self.disk = pathlib.Path(tempfile.mkdtemp(prefix="furui-disk-", dir="/tmp"))
        self.addCleanup(shutil.rmtree, self.disk, ignore_errors=True)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE_MIB}m,mode=755", "tmpfs", self.disk], capture_output=True, text=True)
        if mounted.returncode != 0:
            self.skipTest(f"no disk can be mounted here: {mounted.stderr.strip()}")
        self.addCleanup(subprocess.run, ["umount", "-l", self.disk])
        self.home = FuruiHome(state=self.disk / "state")
        self.addCleanup(self.home.close)

    def fill(self, left):
        with open(self.disk / "filler", "wb") as filler:
            while shutil.disk_usage(self.disk).free > left:
                filler.write(bytes(1 << 15))
                filler.flush()

    def test_the_work_waits_and_then_goes_on(self):
        self.check(2 << 20)

    def test_so_it_does_where_the_list_cannot_even_be_cut(self):
        self.check(1 << 16)

    def check(self, left):
        # Every row another molecule, so that each has a structure of its own to be stored.
        text = "smiles\n" + "".join("C" * (1 + i % 60) + "N" * (1 + i // 60 % 60) + "O" * (1 + i // 3600) + "\n" for i in range(20000))
        self.home.run("up")
        with self.home.workers_held():
            self.home.json("predict", self.home.write("list.csv", text), "--no-wait", "--name", "patient", "--model", "admet-ai")
            self.fill(left)
        log = self.home.state / "log" / "furuid.log"
        until = time.monotonic() + 60
        # The database's disk, or that of the state folder, whichever is met first.
        while "waiting: the d" not in log.read_text(errors="replace"):
            self.assertLess(time.monotonic(), until, f"the full disk was not met:\n{log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.1)
        time.sleep(3)  # longer than all attempts of a piece of work would have taken
        (self.disk / "filler").unlink()
        watched = self.home.run("watch", "patient", timeout=180)
        self.assertEqual(watched.returncode, 0, watched.stderr + log.read_text(errors="replace")[-2000:])
        self.assertEqual(self.home.json("results", "patient")["summary"]["rows"], 20000)


if __name__ == "__main__":
    unittest.main()
