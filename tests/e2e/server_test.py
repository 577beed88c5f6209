"""The embedded server: started once, found, looked at, stopped."""

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

    def test_a_server_that_cannot_start_says_why(self):
        self.home.state.parent.joinpath("state").write_text("a file where a folder should be")
        ran = self.home.run("up")
        self.assertEqual(ran.returncode, 1)
        self.assertIn("FURUI_HOME", ran.stderr)

    def test_a_named_server_that_is_not_there_is_said_and_none_is_started(self):
        ran = self.home.run("--server", "unix:/nowhere/at/all", "list")
        self.assertEqual(ran.returncode, 1)
        self.assertIn("does not answer", ran.stderr)
        self.assertFalse(self.home.state.exists())


if __name__ == "__main__":
    unittest.main()
