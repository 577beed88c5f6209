"""A screening ranked again, compared, explained and refused, as a team would."""

import math
import unittest

from furui_home import EXAMPLE, FuruiHome, SHARED


class Ranking(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = FuruiHome()
        cls.addClassCleanup(cls.home.close)
        ran = cls.home.run("screen", EXAMPLE, "--profile", "oral-drug-like", "--name", "example", "-o", "oral.csv")
        assert ran.returncode == 3, ran.stderr

    def test_the_file_says_how_sure_each_place_is(self):
        ranked = [row for row in self.home.records("oral.csv") if row["rank"]]
        self.assertTrue(all(0 <= float(row[column]) <= 1 for row in ranked for column in ("score", "meets_all", "in_top")))
        self.assertTrue(any(float(row["score_std"]) > 0 for row in ranked))
        self.assertAlmostEqual(sum(float(row["in_top"]) for row in ranked), len(ranked) // 10, delta=0.01)
        by_rank = sorted(ranked, key=lambda row: int(row["rank"]))
        groups = [int(row["tie_group"]) for row in by_rank]
        self.assertEqual(groups, sorted(groups))
        self.assertLess(groups[-1], len(groups), "some are tied")
        for row in self.home.records("oral.csv"):
            self.assertEqual(bool(row["rank"]), bool(row["in_top"]))

    def test_a_screening_is_ranked_again_in_no_time_and_the_default_stays(self):
        ran = self.home.run("rank", "example", "--profile", "cns", "-o", "cns.csv", "--top", "3")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertIn("under cns/1", ran.stdout)
        again = self.home.run("rank", "example", "--profile", "cns", "-o", "cns2.csv")
        self.assertEqual(again.returncode, 0)
        self.assertEqual((self.home.folder / "cns.csv").read_bytes(), (self.home.folder / "cns2.csv").read_bytes())
        self.home.run("results", "example", "-o", "default.csv")
        self.assertEqual((self.home.folder / "default.csv").read_bytes(), (self.home.folder / "oral.csv").read_bytes())
        self.home.run("results", "example", "--ranking", "cns-1", "-o", "cns3.csv")
        self.assertEqual((self.home.folder / "cns3.csv").read_bytes(), (self.home.folder / "cns.csv").read_bytes())
        rankings = self.home.json("rank", "example")["rankings"]
        self.assertEqual([ranking["name"].split("/")[-1] for ranking in rankings][:2], ["default", "cns-1"])
        self.assertTrue(all(len(ranking["input_sha256"]) == 64 and ranking["algorithm_version"] for ranking in rankings[:2]))

    def test_two_rankings_are_compared(self):
        self.home.run("rank", "example", "--profile", "cns")
        compared = self.home.json("compare", "example", "default", "cns-1", "--top", "20")
        self.assertTrue(-1 < compared["spearman"] < 1)
        self.assertLess(compared["top_in_both"], 20)
        self.assertTrue(compared["movers"])
        self.assertIn("Who moves most", self.home.run("compare", "example", "default", "cns-1").stdout)
        self.assertEqual(self.home.json("compare", "example", "default", "default")["kendall"], 1)
        ran = self.home.run("compare", "example", "default", "absent")
        self.assertRegex(ran.stderr, "rankings it has: .*default")

    def test_explain_names_neighbours_ties_and_what_would_lift_a_candidate(self):
        row = next(i for i, row in enumerate(self.home.records("oral.csv")) if row["rank"] == "5")
        text = self.home.run("explain", "example", str(row)).stdout
        for words in ("Rank 5 of", "Chance that it is among the best", "Just above, at rank 4", "Just below, at rank 6", "would lift it to rank 4"):
            self.assertIn(words, text)
        self.home.run("rank", "example", "--profile", "cns")
        self.assertIn("under the profile 'cns'", self.home.run("explain", "example", str(row), "--ranking", "cns-1").stdout)

    def test_without_uncertainty_values_count_as_certain(self):
        text = self.home.run("profiles", "show", "oral-drug-like").stdout.replace('name = "oral-drug-like"', 'name = "certain"', 1)
        profile = self.home.write("certain.toml", text + "\n[uncertainty]\npropagate = false\n")
        self.home.run("rank", "example", "--profile", profile, "-o", "certain.csv")
        ranked = [row for row in self.home.records("certain.csv") if row["rank"]]
        self.assertEqual({row["score_std"] for row in ranked}, {"0"})
        self.assertEqual({row["in_top"] for row in ranked}, {"0", "1"})

    def test_another_policy_orders_by_another_number_and_says_so(self):
        text = self.home.run("profiles", "show", "oral-drug-like").stdout.replace('name = "oral-drug-like"', 'name = "careful"', 1)
        profile = self.home.write("careful.toml", text + '\n[uncertainty]\npolicy = "lower_bound"\nkappa = 2.0\n')
        ran = self.home.run("rank", "example", "--profile", profile, "-o", "careful.csv")
        self.assertIn("ordered", ran.stdout)
        ranked = sorted((row for row in self.home.records("careful.csv") if row["rank"]), key=lambda row: int(row["rank"]))
        self.assertEqual([float(row["score"]) for row in ranked], sorted((float(row["score"]) for row in ranked), reverse=True))
        plain = {row["name"]: float(row["score"]) for row in self.home.records("oral.csv") if row["rank"]}
        for row in ranked:
            self.assertAlmostEqual(float(row["score"]), max(0, plain[row["name"]] - 2 * float(row["score_std"])), places=5)
        first = self.home.records("careful.csv").index(ranked[0])
        self.assertIn("ordered by its lower_bound", self.home.run("explain", "example", str(first), "--ranking", "careful-1").stdout)

    def test_what_rests_on_bad_models_is_marked_or_refused(self):
        objective = '[[objective]]\nproperty = "Half_Life_Obach"\ntransform = { type = "right_step", high = 3.0 }\n'
        marked = self.home.run("rank", "example", "--profile", self.home.write("m.toml", 'name = "marked"\n' + objective))
        self.assertEqual(marked.returncode, 0, marked.stderr)
        self.assertIn("not decision-grade: Half_Life_Obach of admet-ai 2.0.1 has a published R2 of -2.3857, below 0", marked.stdout)
        refused = self.home.run("rank", "example", "--profile",
                                self.home.write("r.toml", 'name = "refused"\n' + objective + '[quality]\non_failure = "refuse"\n'))
        self.assertEqual(refused.returncode, 1)
        self.assertIn("refuses a ranking that is not decision-grade", refused.stderr)
        screened = self.home.run("screen", EXAMPLE, "--profile", self.home.folder / "r.toml", "-o", "refused.csv")
        self.assertEqual(screened.returncode, 3, screened.stderr)
        self.assertIn("not ranked: the profile refuses", screened.stdout)
        self.assertNotIn("rank", self.home.rows("refused.csv")[0])

    def test_pareto_fronts_stand_beside_the_score(self):
        profile = self.home.write("f.toml", """name = "fronts"
[[objective]]
property = "qed"
transform = { type = "linear", knots = [[0.0, 0.0], [1.0, 1.0]] }
[[pareto]]
property = "hERG"
goal = "min"
[[pareto]]
property = "Solubility_AqSolDB"
goal = "max"
""")
        self.home.run("rank", "example", "--profile", profile, "-o", "fronts.csv")
        rows = [row for row in self.home.records("fronts.csv") if row["front"]]
        best = [(float(row["hERG"]), float(row["Solubility_AqSolDB"])) for row in rows if row["front"] == "0"]
        for herg, solubility in best:
            for row in rows:
                self.assertFalse(float(row["hERG"]) < herg and float(row["Solubility_AqSolDB"]) > solubility)
        self.assertTrue(best)
        self.assertFalse(any(math.isnan(value) for point in best for value in point))

    def test_structures_are_filtered_without_predicting_again_and_say_where(self):
        (self.home.folder / "clean.toml").write_text(
            'name = "clean"\n[[objective]]\nproperty = "Solubility_AqSolDB"\n'
            'transform = { type = "logistic", bad = -6, good = -3 }\n'
            '[[filter]]\nsmarts = ["[N+](=O)[O-]"]\n[[filter]]\nforbidden_elements = ["Cl", "Br"]\n[[filter]]\ndomain = "in"\n')
        ran = self.home.run("rank", "example", "--profile", "clean.toml", "-o", "clean.csv")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        rows = self.home.records("clean.csv")
        nitro = [row for row in rows if "N(=O)=O" in row["smiles"] or "N(=O)(=O)" in row["smiles"] or "[N+](=O)" in row["smiles"]]
        self.assertTrue(nitro)
        for row in nitro:
            self.assertEqual((row["status"], row["rank"]), ("filtered", ""), row)
            self.assertRegex(row["detail"], r"^no match of \[N\+\]\(=O\)\[O-\]; .* matches atoms \d+, \d+ and \d+")
        chlorine = [row for row in rows if "Cl" in row["smiles"] and "N" not in row["smiles"] and row["status"] != "rejected"]
        self.assertTrue(chlorine)
        for row in chlorine:
            self.assertRegex(row["detail"], r"^no Cl or Br; atom \d+ is (Cl|Br)")
        self.assertTrue(all("Cl" not in row["smiles"] for row in rows if row["rank"]))
        explained = self.home.run("explain", "example", str(rows.index(nitro[0])), "--ranking", "clean-1").stdout
        self.assertIn("since [N+](=O)[O-] matches atoms", explained)

    def test_a_pattern_that_is_none_is_refused_with_its_line(self):
        (self.home.folder / "pattern.toml").write_text('name = "pattern"\n[[filter]]\nsmarts = ["c1ccccc"]\n')
        for command in (("profiles", "validate", "pattern.toml"), ("rank", "example", "--profile", "pattern.toml"),
                        ("screen", EXAMPLE, "--profile", "pattern.toml")):
            ran = self.home.run(*command)
            self.assertEqual(ran.returncode, 1, ran.stdout)
            self.assertIn("profile 'pattern' line 3: the pattern 'c1ccccc' is no SMARTS", ran.stderr)

    def test_picks_are_unlike_each_other(self):
        ran = self.home.run("rank", "example", "--profile", "oral-drug-like", "--pick", "8", "--pick-from", "60", "-o", "picks.csv")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertIn("Picked of the best 60, far apart by fingerprint", ran.stdout)
        picked = sorted((row for row in self.home.records("picks.csv") if row["pick"]), key=lambda row: int(row["pick"]))
        self.assertEqual([row["pick"] for row in picked], [str(i) for i in range(1, 9)])
        self.assertEqual(picked[0]["rank"], "1")
        self.assertTrue(all(int(row["rank"]) <= 60 for row in picked))
        similarity = [float(row["pick_similarity"]) for row in picked[1:]]
        self.assertEqual(similarity, sorted(similarity), "the farthest are picked first")
        ranks = lambda file: [row["rank"] for row in self.home.records(file)]
        self.assertEqual(ranks("picks.csv"), ranks("oral.csv"), "picks change no rank")

        self.home.run("rank", "example", "--profile", "oral-drug-like", "--pick", "8", "--pick-by", "scaffold", "-o", "scaffolds.csv")
        groups = [row["pick_group"] for row in self.home.records("scaffolds.csv") if row["pick"]]
        self.assertEqual(len(groups), 8)
        self.assertEqual(len(set(groups)), 8, "one of each scaffold")
        self.assertIn("c1ccccc1", groups)
        document = self.home.json("results", "example", "--ranking", "oral-drug-like-1-scaffold-8", code=3)
        self.assertEqual([int(one["place"]["pick"]) for one in document["picks"]], list(range(1, 9)))
        ran = self.home.run("rank", "example", "--profile", "oral-drug-like", "--pick", "8", "--pick-most", "2")
        self.assertEqual(ran.returncode, 1)
        self.assertIn("--pick-most: it belongs to the methods scaffold, cluster and formula", ran.stderr)

    def test_a_profile_is_validated_without_being_stored(self):
        good = self.home.write("v.toml", self.home.run("profiles", "show", "cns").stdout.replace('name = "cns"', 'name = "checked"', 1))
        ran = self.home.run("profiles", "validate", good)
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertIn("BBB_Martins", ran.stdout)
        self.assertIn("AUROC", ran.stdout)
        self.assertNotIn("checked", self.home.run("profiles", "list").stdout)
        bad = self.home.write("b.toml", 'name = "b"\n[[objective]]\nproperty = "hERGG"\ntransform = { type = "right_step", high = 1 }\n')
        ran = self.home.run("profiles", "validate", bad)
        self.assertEqual(ran.returncode, 1)
        self.assertIn("line 3: unknown property 'hERGG'; did you mean 'hERG'?", ran.stderr)

    def test_a_profile_is_drafted_from_measured_actives_and_ranks_them_first(self):
        if not SHARED.exists():
            self.skipTest("no shared data beside this clone")
        file = SHARED / "esol.csv"
        column = "measured log solubility in mols per litre"
        self.home.run("screen", file, "--profile", "soluble-and-safe", "--name", "esol")
        drafted = self.home.json("profiles", "draft", "esol", "--column", column, "--active", ">= -2", "--name", "soluble", "-o", "draft.toml")
        self.assertEqual(drafted["actives"] + drafted["inactives"], 1128)
        aucs = {objective["property"]: objective["auc"] for objective in drafted["objectives"]}
        self.assertGreater(aucs["Solubility_AqSolDB"], 0.9, "the model was made for it")
        self.assertEqual(drafted["toml"], (self.home.folder / "draft.toml").read_text(encoding="utf-8"))
        self.assertEqual(self.home.run("rank", "esol", "--profile", self.home.folder / "draft.toml", "-o", "drafted.csv").returncode, 0)
        ranked = sorted((int(row["rank"]), float(row[column])) for row in self.home.records("drafted.csv") if row["rank"])
        self.assertGreater(sum(value >= -2 for _, value in ranked[:100]), 80)
        for words, text in ((("--column", "solubility", "--active", ">= -2"), "has no column 'solubility'"),
                            (("--column", column, "--active", "soluble"), "0 cells of the column"), (("--column", column, "--active", ">"), "expected a comparison")):
            ran = self.home.run("profiles", "draft", "esol", *words, "--name", "x")
            self.assertEqual(ran.returncode, 1)
            self.assertIn(text, ran.stderr)

    def test_a_ranking_that_cannot_be_made_says_why(self):
        self.home.run("predict", self.home.write("p.smi", "CCO\nCC\n"), "--model", "descriptors", "--name", "plain")
        self.assertIn("was predicted by descriptors only: screen the list again", self.home.run("rank", "plain", "--profile", "cns").stderr)
        self.assertIn("has no ranking yet", self.home.run("rank", "plain").stdout)

    def test_alerts_that_nobody_looked_for_are_looked_for_when_ranked(self):
        self.home.run("predict", self.home.write("a.smi", "O=[N+]([O-])c1ccccc1 nitrobenzene\nCCO ethanol\n"), "--model", "descriptors", "--name", "later")
        profile = self.home.write("w.toml", 'name = "weight"\n[[objective]]\nproperty = "molecular_weight"\n'
                                            'transform = { type = "left_step", low = 200.0 }\n[[filter]]\nalerts = ["BRENK"]\n')
        ran = self.home.run("rank", "later", "--profile", profile, "-o", "later.csv")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        nitrobenzene, ethanol = self.home.records("later.csv")
        self.assertRegex(nitrobenzene["detail"], "^no BRENK alert; BRENK rule .* matches atoms ")
        self.assertEqual((nitrobenzene["status"], ethanol["rank"]), ("filtered", "1"))


if __name__ == "__main__":
    unittest.main()
