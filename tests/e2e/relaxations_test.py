"""Relaxations and stabilities of crystals, as a materials scientist would: moved, written, read again, compared."""

import unittest

from crystal_texts import rock_salt
from furui_home import FuruiHome


class Relaxed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = FuruiHome()
        cls.addClassCleanup(cls.home.close)
        cls.folder = cls.home.write_all("start", {
            "MgO.cif": rock_salt("Mg", "O", 4.0), "two.cif": rock_salt("Na", "Cl", 5.3, "salt") + rock_salt("Li", "F", 4.2, "fluoride"),
            "far.cif": rock_salt("Na", "Cl", 15.0), "none.cif": "data_x\n_cell_length_a 4\n",
            "POSCAR_shoved": "shoved\n1.0\n2.7 0 0\n0 2.7 0\n0 0 2.7\nMg O\n1 1\nDirect\n0 0 0\n0.5 0.47 0.52\n"})

    def test_a_folder_is_relaxed_and_what_was_written_reads_again(self):
        ran = self.home.run("relax", self.folder, "--name", "relax", "--fmax", "0.02", "--steps", "300", "-o", "relaxed", "--trajectories")
        self.assertEqual(ran.returncode, 3, ran.stderr)
        self.assertIn("written to relaxed: 4 CIFs and relaxed.csv", ran.stdout)
        rows = self.home.records("relaxed/relaxed.csv")
        self.assertEqual([(row["file"], row["block"], row["status"], row["reason"], row["cif"]) for row in rows],
                         [("MgO.cif", "", "CONVERGED", "", "MgO.cif"), ("POSCAR_shoved", "", "CONVERGED", "", "POSCAR_shoved.cif"),
                          ("far.cif", "", "REJECTED", "ISOLATED_ATOM", ""), ("none.cif", "", "REJECTED", "NO_ATOMS", ""),
                          ("two.cif", "salt", "CONVERGED", "", "two-salt.cif"), ("two.cif", "fluoride", "CONVERGED", "", "two-fluoride.cif")])
        oxide = rows[0]
        self.assertAlmostEqual((8 * float(oxide["volume_per_atom"])) ** (1 / 3), 4.25, delta=0.02)
        self.assertLess(float(oxide["max_force"]), 0.02)
        # What was written predicts to what was said of it, and takes no further step.
        self.home.run("predict", "relaxed/MgO.cif", "--model", "chgnet", "-o", "again.csv")
        self.assertAlmostEqual(float(self.home.records("again.csv")[0]["energy_per_atom"]), float(oxide["energy_per_atom"]), places=5)
        self.home.run("relax", "relaxed/MgO.cif", "--fmax", "0.021", "-o", "further")
        self.assertEqual(self.home.records("further/relaxed.csv")[0]["steps"], "0")
        # The way there: from the start down to the end.
        way = [row for row in self.home.records("relaxed/trajectories.csv") if row["cif"] == "MgO.cif"]
        self.assertEqual(len(way), int(oxide["steps"]) + 1)
        self.assertEqual(way[-1]["energy_per_atom"], oxide["energy_per_atom"])
        self.assertAlmostEqual(float(way[0]["volume"]), 16.0, places=3)
        # And all of it again from what is stored.
        again = self.home.run("results", "relax", "--relaxed", "again", "--trajectories")
        self.assertEqual(again.returncode, 3, again.stderr)
        for name in ("MgO.cif", "two-salt.cif", "relaxed.csv", "trajectories.csv"):
            self.assertEqual((self.home.folder / "again" / name).read_bytes(), (self.home.folder / "relaxed" / name).read_bytes(), name)
        said = self.home.run("explain", "relax", "0").stdout
        self.assertIn("Relaxed by chgnet/0.3.0, FIRE to 0.02 eV/angstrom on atoms and cell, at most 300 steps, symmetry kept: CONVERGED after", said)
        self.assertRegex(said, r"Where the structure relaxed by chgnet/0.3.0 comes from\n  model's SHA-256  [0-9a-f]{64}\n")
        self.assertIn("kept 48 symmetry operations", said)

    def test_cell_pressure_symmetry_and_optimizer_can_be_chosen(self):
        def relaxed(name, *options):
            ran = self.home.run("relax", self.folder / name, "--fmax", "0.005", "-o", "chosen", *options)
            self.assertEqual(ran.returncode, 0, ran.stderr)
            return self.home.records("chosen/relaxed.csv")[0]

        free = relaxed("MgO.cif")
        self.assertLess(float(relaxed("MgO.cif", "--pressure", "30")["volume_per_atom"]), 0.9 * float(free["volume_per_atom"]))
        self.assertAlmostEqual(float(relaxed("MgO.cif", "--fixed-cell")["volume_per_atom"]), 8.0, places=5)
        bfgs = relaxed("MgO.cif", "--optimizer", "lbfgs", "--break-symmetry")
        self.assertAlmostEqual(float(bfgs["energy_per_atom"]), float(free["energy_per_atom"]), delta=2e-4)
        self.assertAlmostEqual(float(bfgs["volume_per_atom"]), float(free["volume_per_atom"]), delta=0.05)

    def test_the_shipped_profile_of_crystals_asks_for_phases_that_compete_and_for_nothing_else(self):
        ran = self.home.run("screen", self.folder, "--profile", "stable-semiconductor", "--name", "semiconductors", "-o", "semiconductors.csv")
        self.assertEqual(ran.returncode, 3, ran.stderr)
        self.assertIn("not decision-grade: 100 % of the ranked candidates lie outside", ran.stdout, "only the elements compete")
        text = self.home.run("profiles", "show", "stable-semiconductor").stdout
        self.home.write("any-hull.toml", text.replace('"stable-semiconductor"', '"any-hull"').replace("max_out_of_domain = 0.2", "max_out_of_domain = 1"))
        again = self.home.run("rank", "semiconductors", "--profile", "any-hull.toml")
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertNotIn("not decision-grade", again.stdout)
        oxide = self.home.records("semiconductors.csv")[0]
        self.assertEqual((oxide["file"], oxide["relaxation"], oxide["energy_above_hull"]), ("MgO.cif", "CONVERGED", "0"), oxide)
        self.assertGreater(float(oxide["band_gap_experiment"]), 3)
        self.assertTrue(oxide["rank"])

    def test_a_profile_says_that_values_are_of_relaxed_crystals(self):
        (self.home.folder / "stable.toml").write_text(
            'name = "stable-relaxed"\n[[objective]]\nproperty = "chgnet/energy_per_atom"\nunit = "eV/atom"\ntransform = { type = "logistic", bad = -3, good = -6 }\n'
            '[relaxation]\nmodel = "chgnet"\nforce_tolerance = 0.02\n')
        ran = self.home.run("screen", self.folder, "--profile", "stable.toml", "--name", "by-profile", "-o", "ranked.csv")
        self.assertEqual(ran.returncode, 3, ran.stderr)
        rows = self.home.records("ranked.csv")
        self.assertEqual([row["relaxation"] for row in rows], ["CONVERGED", "CONVERGED", "", "", "CONVERGED", "CONVERGED"])
        self.home.run("predict", self.folder, "--name", "as-given", "-o", "given.csv")
        given = self.home.records("given.csv")
        self.assertLess(float(rows[0]["energy_per_atom"]), float(given[0]["energy_per_atom"]))
        refused = self.home.run("rank", "as-given", "--profile", "stable-relaxed")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("screening 'as-given' relaxed none", refused.stderr)

    def test_stability_is_against_all_that_competes_and_models_are_not_mixed(self):
        caesium_chloride = "x\n1.0\n2.7 0 0\n0 2.7 0\n0 0 2.7\nMg O\n1 1\nDirect\n0 0 0\n0.5 0.5 0.5\n"
        for folder, files in (("known", {"MgO.cif": rock_salt("Mg", "O", 4.2), "Mg.vasp": "Mg\n1\n3.2 0 0\n-1.6 2.7713 0\n0 0 5.2\nMg\n2\nDirect\n0.3333 0.6667 0.25\n0.6667 0.3333 0.75\n"}),
                              ("new", {"POSCAR_MgO": caesium_chloride, "POSCAR_MnO": caesium_chloride.replace("Mg", "Mn"), "none.cif": "data_x\n"})):
            (self.home.folder / folder).mkdir(exist_ok=True)
            for name, text in files.items():
                (self.home.folder / folder / name).write_text(text)
        known = self.home.run("relax", "known", "--name", "known", "--fmax", "0.02", "--stability", "-o", "known-relaxed")
        self.assertEqual(known.returncode, 0, known.stderr)
        metal, oxide = self.home.records("known-relaxed/relaxed.csv")
        self.assertAlmostEqual(float(metal["formation_energy_per_atom"]), 0, delta=0.005)  # it is its own reference state
        self.assertAlmostEqual(float(oxide["formation_energy_per_atom"]), -3.0, delta=0.3)  # -3.1 by experiment
        self.assertEqual((oxide["energy_above_hull"], oxide["decomposition"]), ("0", "MgO"))

        new = self.home.run("relax", "new", "--name", "new", "--fmax", "0.02", "--competing", "known", "-o", "new-relaxed")
        self.assertEqual(new.returncode, 3, new.stderr)
        magnesium, manganese, none = self.home.records("new-relaxed/relaxed.csv")
        self.assertGreater(float(magnesium["energy_above_hull"]), 0.3)
        self.assertEqual(magnesium["decomposition"], "MgO")
        self.assertEqual((none["status"], none["energy_above_hull"]), ("REJECTED", ""))
        self.home.run("results", "new", "-o", "new.csv")
        by_file = {row["file"]: row for row in self.home.records("new.csv")}
        self.assertEqual(by_file["POSCAR_MnO"]["status"], "out_of_domain")
        self.assertIn("only the elements", by_file["POSCAR_MnO"]["detail"])
        said = self.home.run("explain", "new", "0").stdout
        self.assertIn("Decomposes into 100 % MgO (known/candidates/1), by atoms.", said)

        for words, message in ((("predict", "new", "-m", "chgnet-stability", "--competing", "known"), "'known' is relaxed and this one is not"),
                               (("relax", "new", "-m", "chgnet-r2scan", "--competing", "known"), "energies of different models cannot be mixed"),
                               (("predict", "new", "-m", "chgnet", "--competing", "known"), "none of the screening's models assesses stability"),
                               (("relax", "new", "--competing", "unheard-of"), "there is no screening 'unheard-of'")):
            ran = self.home.run(*words)
            self.assertEqual(ran.returncode, 1, words)
            self.assertIn(message, ran.stderr)

    def test_what_cannot_be_is_refused_before_anything_is_sent(self):
        for options, code, words in ((("--fmax", "0"), 2, "--fmax: Value 0 not in range"), (("--fmax", "-1"), 2, "--fmax: Value -1 not in range"), (("--steps", "-1"), 2, "--steps"),
                                     (("--symmetry-tolerance", "0"), 2, "--symmetry-tolerance"), (("--seconds", "0"), 2, "--seconds"), (("--model", "admet-ai"), 1, "gives no forces and stress"),
                                     (("--fixed-cell", "--pressure", "3"), 1, "a pressure does nothing to a fixed cell"), (("-o", self.folder), 1, "the input's own folder")):
            ran = self.home.run("relax", self.folder, *options)
            self.assertEqual(ran.returncode, code, options)
            self.assertIn(words, ran.stderr)
        profile = self.home.write("megnet.toml", 'name = "relaxed-by-megnet"\n[[objective]]\nproperty = "megnet/band_gap"\ntransform = { type = "step", low = 0, high = 1 }\n[relaxation]\nmodel = "megnet"\n')
        self.assertIn("gives no forces and stress", self.home.run("profiles", "validate", profile).stderr)


if __name__ == "__main__":
    unittest.main()
