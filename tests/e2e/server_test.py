"""The embedded server: started once, found, looked at, stopped."""

import json
import os
import select
import signal
import socket
import time
import unittest

from furui_home import FuruiHome


class EmbeddedServer(unittest.TestCase):
    def setUp(self):
        self.home = FuruiHome()
        self.addCleanup(self.home.close)

    def test_status_doctor_and_down_start_nothing(self):
        self.assertEqual(self.home.json("status")["state"], "stopped")
        self.assertEqual(self.home.run("down").returncode, 0)
        self.home.run("doctor")
        self.assertFalse(self.home.state.exists())

    def test_two_commands_at_the_same_moment_start_one(self):
        first, second = self.home.start("up", "--json"), self.home.start("up", "--json")
        out = [process.communicate(timeout=180) for process in (first, second)]
        self.assertEqual((first.returncode, second.returncode), (0, 0), out)
        self.assertEqual(out[0][0], out[1][0], "both found the same process")
        status = self.home.json("status")
        self.assertEqual(status["state"], "running")
        for key in ("version", "grpc_address", "web_url", "data_dir"):
            self.assertIn(key, status)
        self.assertEqual(status["data_dir"], str(self.home.state))

    def test_up_again_finds_it_and_down_stops_it(self):
        pid = self.home.json("up")["pid"]
        self.assertEqual(self.home.json("up")["pid"], pid)
        doctor = self.home.json("doctor")
        self.assertTrue(doctor["ok"], [check for check in doctor["checks"] if not check["ok"]])
        self.assertEqual(self.home.state.stat().st_mode & 0o777, 0o700)
        self.assertTrue(self.home.json("down")["was_running"])
        self.assertEqual(self.home.json("status")["state"], "stopped")
        self.assertFalse(self.home.json("down")["was_running"])

    def test_whoever_waits_for_the_end_of_a_pipe_does_not_wait_for_the_server(self):
        mine, given = os.pipe()
        self.assertEqual(self.home.run("up", pass_fds=(given,)).returncode, 0)
        os.close(given)
        self.assertTrue(select.select([mine], [], [], 10)[0], "the server, or its database, holds the caller's pipe")
        self.assertEqual(os.read(mine, 1), b"")
        os.close(mine)
        self.assertEqual(self.home.json("status")["state"], "running")

    def test_a_server_that_cannot_start_says_why(self):
        self.home.state.parent.joinpath("state").write_text("a file where a folder should be")
        ran = self.home.run("up")
        self.assertEqual(ran.returncode, 1)
        self.assertIn("FURUI_HOME", ran.stderr)

    def test_the_database_of_a_killed_server_is_seen_and_stopped(self):
        pid = self.home.json("up")["pid"]
        os.kill(pid, signal.SIGKILL)
        self.wait_until_stopped()
        status = self.home.json("status")
        database = status["database_pid"]
        self.assertIn(f"its database (process {database}) still runs", self.home.run("status").stdout)
        doctor = {check["check"]: check for check in self.home.json("doctor", code=1)["checks"]}
        self.assertIn("killed", doctor["server"]["detail"])
        self.assertIn(str(database), doctor["database process"]["detail"])
        self.assertIn(f"stopped the database (process {database})", self.home.run("down").stdout)
        self.assertNotIn("database_pid", self.home.json("status"))
        self.assertEqual(self.home.run("list").returncode, 0, "and it starts again")

    def wait_until_stopped(self, seconds=30):
        until = time.monotonic() + seconds
        while self.home.json("status")["state"] != "stopped":
            self.assertLess(time.monotonic(), until)
            time.sleep(0.1)

    def test_a_server_that_hangs_is_said_and_the_command_goes_on_once_it_answers(self):
        up = self.home.json("up")
        servers = self.home.processes("serve-child")
        self.assertTrue(servers)
        for embedded in (True, False):
            for pid in servers:
                os.kill(pid, signal.SIGSTOP)
            command = self.home.start(*(() if embedded else ("--server", up["grpc_address"])), "list")
            said = command.stderr.readline()
            if embedded:
                self.assertEqual(self.home.json("status")["state"], "unresponsive")
            for pid in servers:
                os.kill(pid, signal.SIGCONT)
            command.communicate(timeout=60)
            self.assertIn("does not answer yet", said)
            self.assertEqual(command.returncode, 0, f"embedded: {embedded}")

    def test_a_missing_token_is_told_from_a_wrong_one(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{free.getsockname()[1]}"
        self.home.serve("--grpc-address", address)
        wrong = self.home.write("wrong-token", "x" * 64 + "\n")
        for words, text in (((), "none was given"), (("--token-file", wrong), "refuses the token of")):
            status = self.home.json("--server", address, *words, "status")
            self.assertEqual(status["state"], "unauthenticated")
            self.assertIn(text, status["detail"])
            ran = self.home.run("--server", address, *words, "list", "--json")
            self.assertIn(text, ran.stderr)
            self.assertEqual(json.loads(ran.stdout)["error"]["code"], "UNAUTHENTICATED")
            self.assertIn(text, self.home.run("--server", address, *words, "doctor").stdout)
        right = self.home.state / "token"
        self.assertEqual(self.home.json("--server", address, "--token-file", right, "status")["state"], "running")
        self.assertEqual(self.home.run("--server", address, "down").returncode, 2)
        self.assertEqual(self.home.json("status")["state"], "running")

    def test_another_users_folder_is_said(self):
        if os.geteuid() != 0:
            self.skipTest("only root can become another user")
        self.home.state.mkdir(mode=0o700)
        try:
            self.home.run("--version", user="nobody")
        except PermissionError:
            self.skipTest("the user nobody cannot pass to the programs that were built")
        for command in ("status", "down", "list"):
            ran = self.home.run(command, user="nobody")
            self.assertEqual(ran.returncode, 1, ran.stdout + ran.stderr)
            self.assertIn("another user's (root)", ran.stderr)
        doctor = self.home.run("doctor", user="nobody")
        self.assertIn("is not yours", doctor.stdout)
        self.assertIn("another user's (root)", doctor.stdout)
        self.assertNotIn("filesystem error", doctor.stdout + doctor.stderr)

    def test_a_named_server_that_is_not_there_is_said_and_none_is_started(self):
        ran = self.home.run("--server", "unix:/nowhere/at/all", "list")
        self.assertEqual(ran.returncode, 1)
        self.assertIn("does not answer", ran.stderr)
        self.assertFalse(self.home.state.exists())


if __name__ == "__main__":
    unittest.main()
