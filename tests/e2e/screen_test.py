"""The example list screened as the quickstart does it, then read, explained and erased."""

import csv
import json
import signal
import unittest

from furui_home import EXAMPLE, FuruiHome, csv_rows


class Screening(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = FuruiHome()
        cls.addClassCleanup(cls.home.close)
        cls.screened = cls.home.run("screen", EXAMPLE, "--profile", "oral-drug-like", "-o", "out.csv", "--name", "example")

    def test_some_rows_are_rejected_so_the_exit_code_is_3_and_the_terminal_says_why(self):
        self.assertEqual(self.screened.returncode, 3, self.screened.stderr)
        self.assertIn("3 rejected", self.screened.stdout)
        for reason in ("EMPTY", "VALENCE_ERROR", "PARSE_ERROR"):
            self.assertIn(reason, self.screened.stdout)
        self.assertLessEqual(max(len(line) for line in self.screened.stdout.splitlines()), 100)

    def test_the_file_has_a_row_for_each_input_row_in_order(self):
        header, rows = self.home.rows("out.csv")
        names, wanted = csv_rows(EXAMPLE)
        self.assertEqual(header[: len(names)], names)
        self.assertEqual([row[: len(names)] for row in rows], wanted)
        self.assertEqual(header[len(names) : len(names) + 2], ["rank", "score"])
        self.assertEqual(header[-3:], ["status", "reason", "detail"])
        self.assertEqual(len(header), len(set(header)))

    def test_ranks_are_1_to_n_by_falling_score_and_only_where_the_row_is_ranked(self):
        table = self.home.records("out.csv")
        ranked = sorted((row for row in table if row["rank"]), key=lambda row: int(row["rank"]))
        self.assertEqual([int(row["rank"]) for row in ranked], list(range(1, len(ranked) + 1)))
        scores = [float(row["score"]) for row in ranked]
        self.assertEqual(scores, sorted(scores, reverse=True))
        for row in table:
            self.assertEqual(bool(row["rank"]), row["status"] in ("ok", "out_of_domain"), row)
            self.assertEqual(bool(row["reason"]), row["status"] == "rejected", row)
            if row["status"] == "filtered":
                self.assertTrue(row["detail"])

    def test_a_value_beyond_its_physical_bounds_is_named_in_its_row_and_counted(self):
        header, rows = self.home.rows("out.csv")
        properties = self.home.json("model", "show", "admet-ai")["properties"]
        bounds = {one["name"]: (one.get("lower_bound", float("-inf")), one.get("upper_bound", float("inf"))) for one in properties}
        flagged = 0
        for row in (dict(zip(header, row)) for row in rows):
            beyond = [name for name, (lower, upper) in bounds.items() if row[name] and not lower <= float(row[name]) <= upper]
            _, _, named = row["detail"].partition("beyond physical bounds: ")
            self.assertEqual(sorted(filter(None, named.split(", "))), sorted(beyond), row)
            flagged += bool(beyond)
        self.assertGreater(flagged, 0, "the example has negative volumes of distribution")
        self.assertEqual(self.home.json("results", "example", code=3)["summary"]["beyond_bounds"], flagged)
        self.assertIn("beyond physical bounds", self.screened.stdout)
        self.assertIn("at least 0", self.home.run("model", "show", "admet-ai").stdout)

    def test_results_reads_the_same_again(self):
        again = self.home.run("results", "example", "-o", "-")
        self.assertEqual(again.returncode, 3)
        self.assertEqual(again.stdout, (self.home.folder / "out.csv").read_text(encoding="utf-8"))

    def test_results_as_json_holds_counts_and_the_top(self):
        document = self.home.json("results", "example", "--top", "4", code=3)
        self.assertEqual(len(document["top"]), 4)
        self.assertEqual(document["summary"]["rows"], len(self.home.rows("out.csv")[1]))
        self.assertEqual(document["summary"]["rejected"], 3)

    def test_explain_by_ordinal_and_by_id_is_the_same_and_adds_up(self):
        header, rows = self.home.rows("out.csv")
        best = next(i for i, row in enumerate(rows) if row[header.index("rank")] == "1")
        explained = self.home.json("explain", "example", best)
        self.assertEqual(explained, self.home.json("explain", "example", rows[best][0]))
        place = explained["candidate"]["place"]
        lost = sum(part["contribution"] for part in place["contributions"])
        self.assertAlmostEqual(lost, 1 - place["score"], places=4)
        self.assertTrue(explained["provenance"][0]["model_sha256"])
        words = self.home.run("explain", "example", best).stdout
        self.assertIn("Rank 1 of", words)

    def test_explain_of_a_rejected_row_says_why(self):
        header, rows = self.home.rows("out.csv")
        row = next(i for i, row in enumerate(rows) if row[header.index("reason")] == "VALENCE_ERROR")
        self.assertIn("VALENCE_ERROR", self.home.run("explain", "example", row).stdout)

    def test_an_id_that_is_not_there_is_said(self):
        ran = self.home.run("explain", "example", "no such name")
        self.assertEqual(ran.returncode, 1)
        self.assertIn("no such name", ran.stderr)

    def test_a_profile_file_is_stored_and_used(self):
        text = self.home.run("profiles", "show", "cns").stdout.replace('name = "cns"', 'name = "mine"', 1)
        ran = self.home.run("screen", EXAMPLE, "--profile", self.home.write("mine.toml", text), "--top", "2")
        self.assertEqual(ran.returncode, 3, ran.stderr)
        self.assertIn("mine/1", ran.stdout)
        self.assertIn("mine", [profile["name"].split("/")[3] for profile in self.home.json("profiles")["profiles"]])

    def test_without_waiting_the_screening_goes_on_and_can_be_watched(self):
        begun = self.home.json("screen", EXAMPLE, "--profile", "cns", "--no-wait", "--name", "later")
        self.assertTrue(begun["name"].endswith("/later"))
        watched = self.home.run("watch", "later", "--json")
        self.assertEqual(watched.returncode, 3)
        states = [json.loads(line)["state"] for line in watched.stdout.splitlines()]
        self.assertEqual(states[-1], "STATE_SUCCEEDED")

    def test_ctrl_c_detaches_and_the_screening_goes_on(self):
        with self.home.workers_held():
            command = self.home.start("screen", EXAMPLE, "--profile", "cns", "--name", "long", "-o", "long-out.csv")
            self.home.wait_for_state("long", "STATE_QUEUED")
            command.send_signal(signal.SIGINT)
            _, err = command.communicate(timeout=30)
        self.assertEqual(command.returncode, 130, err)
        self.assertIn("furui watch long", err)
        self.assertIn("furui cancel long", err)
        self.assertFalse((self.home.folder / "long-out.csv").exists())
        self.assertEqual(self.home.run("watch", "long").returncode, 3)
        self.home.wait_for_state("long", "STATE_SUCCEEDED")

    def test_an_unfinished_screening_is_cancelled_before_it_is_deleted(self):
        with self.home.workers_held():
            self.home.json("screen", EXAMPLE, "--profile", "cns", "--no-wait", "--name", "unwanted")
            refused = self.home.run("delete", "unwanted", "--yes")
            self.assertEqual(refused.returncode, 1)
            self.assertIn("cancel", refused.stderr)
            self.assertEqual(self.home.run("cancel", "unwanted").returncode, 0)
            self.assertEqual(self.home.run("watch", "unwanted").returncode, 1)
            self.assertEqual(self.home.run("delete", "unwanted", "--yes").returncode, 0)

    def test_delete_needs_yes_without_a_terminal_and_says_what_it_erased(self):
        self.assertEqual(self.home.run("screen", EXAMPLE, "--profile", "cns", "--name", "gone").returncode, 3)
        self.assertEqual(self.home.run("delete", "gone").returncode, 2)
        erased = self.home.json("delete", "gone", "--yes")
        self.assertEqual(erased["candidates"], len(csv_rows(EXAMPLE)[1]))
        ran = self.home.run("results", "gone")
        self.assertEqual(ran.returncode, 1)
        self.assertIn("gone", ran.stderr)

    def test_the_list_names_what_was_screened(self):
        self.assertIn("example", self.home.run("list").stdout)


if __name__ == "__main__":
    unittest.main()
