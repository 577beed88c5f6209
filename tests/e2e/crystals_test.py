"""Folders and files of crystals, as a materials scientist would: predicted, ranked, filtered, picked."""

import json
import re
import shutil
import unittest

from crystal_texts import SYMBOLS, rock_salt
from furui_home import FuruiHome, ROOT


class Crystals(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = FuruiHome()
        cls.addClassCleanup(cls.home.close)
        cls.folder = cls.home.write_all("structures", {
            "NiO.cif": rock_salt("Ni", "O", 4.18), "MgO.cif": rock_salt("Mg", "O", 4.21),
            "two.cif": rock_salt("Na", "Cl", 5.64, "salt") + rock_salt("Li", "F", 4.03, "fluoride"),
            "more/POSCAR_MgO": "MgO stretched\n1.0\n0 2.2 2.2\n2.2 0 2.2\n2.2 2.2 0\nMg O\n1 1\nDirect\n0 0 0\n0.5 0.5 0.5\n",
            "none.cif": "data_x\n_cell_length_a 4\n", "near.cif": rock_salt("Na", "Cl", 5.64).replace("0.5 0.5 0.5", "0.01 0 0"),
            "half.cif": rock_salt("Na", "Cl", 5.64).replace("_z\n", "_z\n_atom_site_occupancy\n").replace("0 0 0\n", "0 0 0 0.5\n").replace("0.5 0.5 0.5", "0.5 0.5 0.5 1"),
            "readme.txt": "not a structure", ".hidden.cif": "x"})

    def test_a_folder_is_predicted_in_the_order_of_its_names(self):
        ran = self.home.run("predict", self.folder, "--model", "chgnet", "-o", "out.csv")
        self.assertEqual(ran.returncode, 3, ran.stderr)
        rows = self.home.records("out.csv")
        self.assertEqual([(row["file"], row["block"], row["formula"], row["status"], row["reason"]) for row in rows],
                         [("MgO.cif", "", "MgO", "ok", ""), ("NiO.cif", "", "NiO", "ok", ""), ("half.cif", "", "NaCl2", "rejected", "DISORDERED"),
                          ("more/POSCAR_MgO", "", "MgO", "ok", ""), ("near.cif", "", "", "rejected", "OVERLAPPING_ATOMS"), ("none.cif", "", "", "rejected", "NO_ATOMS"),
                          ("two.cif", "salt", "NaCl", "ok", ""), ("two.cif", "fluoride", "LiF", "ok", "")])
        by_file = {(row["file"], row["block"]): row for row in rows}
        self.assertTrue(all(row["space_group"] == "225" for row in rows if row["status"] == "ok"))
        at_rest, stretched = by_file["MgO.cif", ""], by_file["more/POSCAR_MgO", ""]
        self.assertLess(float(at_rest["energy_per_atom"]), float(stretched["energy_per_atom"]))
        self.assertLess(float(at_rest["max_force"]), 1e-3, "symmetry leaves no force")
        self.assertAlmostEqual(float(by_file["NiO.cif", ""]["mean_magnetic_moment"]), 0.9, delta=0.4)
        self.assertIn("is taken by 0.5 Na; model chgnet takes whole atoms only", by_file["half.cif", ""]["detail"])

    def test_shared_sites_have_band_gaps_costs_and_an_identity(self):
        folder = self.home.folder / "alloys"
        folder.mkdir()
        loop = "_z\n_atom_site_occupancy\n"
        for name, share in (("alloy", 0.75), ("again", 0.75), ("half", 0.5)):
            text = rock_salt("Ga", "As", 5.65).replace("_z\n", loop).replace("0 0 0\n", "0 0 0 1\n")
            (folder / f"{name}.cif").write_text(text.replace("As1 0.5 0.5 0.5\n", f"As1 0.5 0.5 0.5 {share}\nP1 0.5 0.5 0.5 {1 - share}\n"))
        ran = self.home.run("predict", folder, "--model", "megnet-disordered", "--model", "element-cost", "--model", "magpie", "-o", "alloys.csv")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        rows = {row["file"]: row for row in self.home.records("alloys.csv")}
        self.assertEqual({name: row["formula"] for name, row in rows.items()}, {"alloy.cif": "Ga4As3P", "again.cif": "Ga4As3P", "half.cif": "Ga2AsP"})
        self.assertEqual({row["space_group"] for row in rows.values()}, {"225"})
        self.assertEqual(rows["alloy.cif"]["band_gap_experiment"], rows["again.cif"]["band_gap_experiment"])
        self.assertNotEqual(rows["alloy.cif"]["band_gap_experiment"], rows["half.cif"]["band_gap_experiment"])
        self.assertGreater(float(rows["alloy.cif"]["band_gap_experiment_std"]), 0)
        self.assertGreater(float(rows["alloy.cif"]["element_cost"]), 0)
        ran = self.home.run("relax", folder, "-o", "relaxed-alloys")
        self.assertIn("3 REJECTED", ran.stdout)
        self.assertIn("model chgnet takes whole atoms only", ran.stdout)

    def test_what_was_read_for_something_else_is_said(self):
        text = rock_salt("D", "Cl", 4.0).replace("_z\n", "_z\n_atom_site_occupancy\n").replace("0 0 0\n", "0 0 0 1.004\n").replace("0.5 0.5 0.5\n", "0.5 0.5 0.5 1\n")
        ran = self.home.run("predict", self.home.write("heavy.cif", text), "--model", "crystal-descriptors", "-o", "heavy.csv")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        [row] = self.home.records("heavy.csv")
        self.assertEqual(row["formula"], "HCl")
        self.assertIn("occupancies of 1.004 together were scaled to 1", row["detail"])
        self.assertIn("deuterium or tritium count as hydrogen", row["detail"])

    def test_an_archive_or_one_file_gives_what_the_folder_gives(self):
        self.home.run("predict", self.folder, "--model", "chgnet", "-o", "folder.csv")
        self.home.run("predict", self.folder / "two.cif", "-o", "file.csv")  # crystals ask for no model
        folder = {(row["file"], row["block"]): row["energy_per_atom"] for row in self.home.records("folder.csv")}
        self.assertEqual([row["energy_per_atom"] for row in self.home.records("file.csv")], [folder["two.cif", "salt"], folder["two.cif", "fluoride"]])

    def test_every_format_gives_the_same_energies(self):
        names = ("structures.cif", "structures.extxyz", "structures.pymatgen.json", "structures.optimade.json")
        folder = self.home.folder / "formats"
        folder.mkdir()
        for name in names:
            shutil.copy(ROOT / "tests/golden/structures" / name, folder / name)
        (folder / "water.xyz").write_text("3\nwater\nO 0 0 0\nH 0 0 1\nH 0 1 0\n")
        ran = self.home.run("predict", folder, "--model", "chgnet", "-o", "formats.csv")
        self.assertEqual(ran.returncode, 3, ran.stderr)
        rows = self.home.records("formats.csv")
        self.assertEqual((rows[-1]["file"], rows[-1]["reason"]), ("water.xyz", "BAD_CELL"))
        self.assertIn("a molecule or cluster without a cell", rows[-1]["detail"])
        of = {name: [row for row in rows if row["file"] == name] for name in names}
        self.assertEqual([row["block"] for row in of[names[3]]], [row["block"] for row in of[names[0]]], "OPTIMADE's ids are the CIF's blocks")
        for name in names[1:]:
            self.assertEqual(len(of[name]), 6)
            for ours, expected in zip(of[name], of[names[0]]):
                self.assertAlmostEqual(float(ours["energy_per_atom"]), float(expected["energy_per_atom"]), delta=2e-5, msg=f"{name} {ours['block']}")
                self.assertEqual(ours["space_group"], expected["space_group"])
        ran = self.home.run("predict", folder / names[1], "-o", "alone.csv")  # known for crystals by its name
        self.assertEqual([row["energy_per_atom"] for row in self.home.records("alone.csv")], [row["energy_per_atom"] for row in of[names[1]]])

    def test_energies_are_the_original_librarys(self):
        lines = [json.loads(line) for line in (ROOT / "models/chgnet/golden.jsonl").read_text().splitlines()]
        folder = self.home.folder / "golden"
        folder.mkdir()
        for i, line in enumerate(lines):
            crystal = line["input"]
            order = sorted(range(len(crystal["atomic_numbers"])), key=lambda site: crystal["atomic_numbers"][site])
            numbers = [crystal["atomic_numbers"][site] for site in order]
            kinds = sorted(set(numbers))
            text = ["golden", "1.0"] + [" ".join(repr(x) for x in row) for row in crystal["lattice"]]
            text += [" ".join(SYMBOLS[number] for number in kinds), " ".join(str(numbers.count(number)) for number in kinds), "Direct"]
            text += [" ".join(repr(x) for x in crystal["fractional"][site]) for site in order]
            (folder / f"{i:03d}.vasp").write_text("\n".join(text) + "\n")
        self.home.run("predict", folder, "--model", "chgnet", "-o", "golden.csv")
        rows = self.home.records("golden.csv")
        self.assertEqual(len(rows), len(lines))
        compared = 0
        for row, line in zip(rows, lines):
            if line["values"] is None or row["status"] == "rejected":
                continue
            self.assertAlmostEqual(float(row["energy_per_atom"]), line["values"][0], delta=3e-5, msg=row["file"])
            compared += 1
        self.assertGreater(compared, 30)

    def test_forces_stress_and_moments_are_written_as_extended_xyz_that_reads_back(self):
        lines = [json.loads(line) for line in (ROOT / "models/chgnet/golden.jsonl").read_text().splitlines()]
        golden = next(line for line in lines if line["values"] is not None and len(set(line["input"]["atomic_numbers"])) == 2 and line["values"][1] > 0.1)
        crystal = golden["input"]
        sites = "".join(f"    {{\"species\": [{{\"element\": \"{SYMBOLS[z]}\"}}], \"abc\": {at}}},\n" for z, at in zip(crystal["atomic_numbers"], crystal["fractional"]))
        self.home.write("shaken.json", f'{{"lattice": {{"matrix": {crystal["lattice"]}}}, "sites": [\n{sites.rstrip(chr(10)).rstrip(",")}]}}')
        self.assertEqual(self.home.run("predict", "shaken.json", "--model", "chgnet", "--model", "megnet", "--name", "fields", "-o", "shaken.csv").returncode, 0)
        ran = self.home.run("results", "fields", "--fields", "fields.extxyz")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        count, comment, *atoms = (self.home.folder / "fields.extxyz").read_text().splitlines()
        self.assertEqual(int(count), len(crystal["atomic_numbers"]))
        keys = dict(re.findall(r'(\w+)=(?:"([^"]*)"|\S+)', comment))
        energy = float(re.search(r"energy=(\S+)", comment)[1])
        self.assertAlmostEqual(energy / len(atoms), golden["values"][0], delta=3e-5)
        self.assertEqual(keys["model"], "chgnet/0.3.0")
        for ours, of_golden in zip((float(x) for x in keys["stress"].split()), (x for row in golden["stress"] for x in row)):
            self.assertAlmostEqual(ours * 160.21766, of_golden, delta=3e-3)
        for atom, force, moment in zip(atoms, golden["forces"], golden["magnetic_moments"]):
            *_, x, y, z, mu = atom.split()
            for ours, of_golden in zip(map(float, (x, y, z)), force):
                self.assertAlmostEqual(ours, of_golden, delta=3e-4)
            self.assertAlmostEqual(float(mu), moment, delta=2e-4)
        self.home.run("predict", "fields.extxyz", "-o", "again.csv")
        self.assertAlmostEqual(float(self.home.records("again.csv")[0]["energy_per_atom"]), energy / len(atoms), delta=2e-5)
        self.home.run("predict", self.folder / "MgO.cif", "--model", "megnet", "--name", "no-fields", "-o", "none.csv")
        ran = self.home.run("results", "no-fields", "--fields", "none.extxyz")
        self.assertEqual(ran.returncode, 1)
        self.assertIn("gives forces, stress or magnetic moments", ran.stderr)
        self.assertFalse((self.home.folder / "none.extxyz").exists())
        ran = self.home.run("results", "fields", "--fields", "x.extxyz", "--fields-model", "megnet")
        self.assertIn("those that do: chgnet/0.3.0", ran.stderr)

    def test_megnet_predicts_a_folder_with_stds_beside_chgnet_and_agrees_with_the_original(self):
        ran = self.home.run("predict", self.folder, "--model", "megnet", "-o", "megnet.csv")
        self.assertEqual(ran.returncode, 3, ran.stderr)
        rows = {(row["file"], row["block"]): row for row in self.home.records("megnet.csv")}
        self.assertEqual(rows["half.cif", ""]["reason"], "DISORDERED")
        oxide, salt = rows["MgO.cif", ""], rows["two.cif", "salt"]
        self.assertAlmostEqual(float(oxide["formation_energy_per_atom"]), -3.0, delta=0.15)  # measured: -3.12 eV/atom
        self.assertAlmostEqual(float(oxide["log10_k"]), 2.2, delta=0.1)  # measured: 160 GPa
        self.assertGreater(float(salt["band_gap_experiment"]), float(salt["band_gap_pbe"]))
        self.assertGreater(float(oxide["band_gap_hse_std"]), 0)
        self.assertEqual(oxide.get("fermi_energy_std", ""), "")
        lines = (ROOT / "models/megnet/golden.jsonl").read_text().splitlines()
        golden = next(line for line in map(json.loads, lines) if line["input"]["atomic_numbers"] == [12, 8])
        edge = 2 * golden["input"]["lattice"][0][1]
        (self.home.folder / "golden.cif").write_text(rock_salt("Mg", "O", edge))
        self.home.run("predict", self.home.folder / "golden.cif", "--model", "megnet", "--model", "chgnet", "-o", "both.csv")
        (both,) = self.home.records("both.csv")
        self.assertLess(float(both["energy_per_atom"]), -5)
        names = [entry["name"] for entry in json.loads((ROOT / "models/megnet/manifest.json").read_text())["properties"]]
        for name, expected in zip(names, golden["values"]):
            self.assertAlmostEqual(float(both[name]), expected, delta=1e-4, msg=name)

    def test_duplicates_are_found_in_any_cell_and_filtered(self):
        folder = self.home.folder / "twice"
        folder.mkdir()
        (folder / "a.cif").write_text(rock_salt("Mg", "O", 4.21))
        (folder / "b.vasp").write_text("primitive, shifted\n4.213\n0 0.5 0.5\n0.5 0 0.5\n0.5 0.5 0\nO Mg\n1 1\nDirect\n0.1 0.2 0.3\n0.6 0.7 0.8\n")
        (folder / "c.cif").write_text(rock_salt("Mg", "O", 4.6))
        (folder / "d.cif").write_text(rock_salt("Ni", "O", 4.21))
        (folder / "e.cif").write_text("data_x\n_cell_length_a 4\n")
        ran = self.home.run("predict", folder, "--model", "crystal-duplicates", "--name", "twice", "-o", "twice.csv")
        self.assertEqual(ran.returncode, 3, ran.stderr)
        rows = self.home.records("twice.csv")
        self.assertEqual([(row["duplicate_of"], row["is_duplicate"]) for row in rows], [("0", "0"), ("0", "1"), ("2", "0"), ("3", "0"), ("", "")])
        self.assertEqual((rows[4]["status"], rows[4]["reason"]), ("rejected", "NO_ATOMS"))
        self.assertLess(float(rows[1]["duplicate_displacement"]), 0.01)
        profile = self.home.write("once.toml", 'name = "once"\n[[objective]]\nproperty = "density"\nunit = "g/cm3"\ntransform = { type = "logistic", bad = 2, good = 5 }\n'
                                               '[[filter]]\nproperty = "is_duplicate"\nmax = 0\n')
        self.home.run("screen", folder, "--profile", profile, "-o", "once.csv")
        self.assertEqual([row["status"] for row in self.home.records("once.csv")], ["ok", "filtered", "ok", "ok", "rejected"])
        (folder / "c.cif").write_text(rock_salt("Mg", "O", 4.45))
        self.home.run("screen", folder, "--profile", profile, "-o", "near.csv")
        self.assertEqual([row["is_duplicate"] for row in self.home.records("near.csv")], ["0", "1", "0", "0", ""])
        profile.write_text(profile.read_text() + '[relaxation]\nmodel = "chgnet"\n')
        self.home.run("screen", folder, "--profile", profile, "-o", "relaxed.csv")
        rows = self.home.records("relaxed.csv")
        self.assertEqual([(row["duplicate_of"], row["is_duplicate"]) for row in rows], [("0", "0"), ("0", "1"), ("0", "1"), ("3", "0"), ("", "")], "relaxed, both are one")
        self.home.write("mixed.csv", "smiles\nCCO\n")
        self.home.run("predict", "mixed.csv", "--model", "crystal-duplicates", "-o", "mixed-out.csv")
        self.assertEqual(self.home.records("mixed-out.csv")[0]["reason"], "NOT_APPLICABLE")

    def test_formulas_have_what_needs_no_structure(self):
        self.home.write("formulas.csv", "formula,lab\nLi2O,a\nLi4 O2,b\nBa(Zr0.2Ti0.8)O3,c\nCuSO4·5H2O,d\nLiQq,e\n,f\nPm2O3,g\n")
        ran = self.home.run("predict", "formulas.csv", "--model", "magpie", "--model", "element-cost", "-o", "formulas-out.csv")
        self.assertEqual(ran.returncode, 3, ran.stderr)
        rows = self.home.records("formulas-out.csv")
        self.assertEqual([(row["lab"], row["status"], row["reason"]) for row in rows],
                         [("a", "ok", ""), ("b", "ok", ""), ("c", "ok", ""), ("d", "ok", ""), ("e", "rejected", "MISSING_ELEMENTS"), ("f", "rejected", "EMPTY"),
                          ("g", "rejected", "UNSUPPORTED_ELEMENT")])
        self.assertEqual([row["formula"] for row in rows][:4], ["Li2O", "Li2O", "BaZr0.2Ti0.8O3", "CuH10SO9"])
        self.assertEqual(rows[0]["mean_number"], rows[1]["mean_number"])
        self.assertAlmostEqual(float(rows[2]["mean_number"]), (56 + 0.2 * 40 + 0.8 * 22 + 3 * 8) / 5, places=4)
        self.assertIn("character 3: 'Qq' is no element", rows[4]["detail"])
        self.home.run("predict", "formulas.csv", "--model", "charge-balance", "-o", "balance.csv")
        self.assertEqual([row["charge_balance"] for row in self.home.records("balance.csv")], ["1", "1", "1", "1", "", "", "0"], "the table has no electronegativity of promethium")
        self.home.run("predict", "formulas.csv", "--model", "chgnet", "-o", "none.csv")
        self.assertEqual({row["reason"] for row in self.home.records("none.csv")}, {"NOT_APPLICABLE"})
        profile = self.home.write("cheap.toml", 'name = "cheap"\n[[objective]]\nproperty = "element_cost"\nunit = "USD/kg"\ntransform = { type = "logistic", bad = 100, good = 5 }\n'
                                                '[[filter]]\nforbidden_elements = ["Ba"]\n')
        self.home.run("screen", "formulas.csv", "--profile", profile, "-o", "cheap.csv")
        ranked = {row["lab"]: row for row in self.home.records("cheap.csv")}
        self.assertEqual(ranked["c"]["status"], "filtered")
        self.assertEqual([ranked[lab]["reason"] for lab in "efg"], ["MISSING_ELEMENTS", "EMPTY", "UNSUPPORTED_ELEMENT"])
        ran = self.home.run("screen", "formulas.csv", "--profile", "stable-semiconductor", "-o", "unranked.csv")
        self.assertEqual(ran.returncode, 3, ran.stderr)
        self.assertIn("7 rows: 0 ranked, 0 filtered, 7 rejected", ran.stdout)
        unranked = self.home.records("unranked.csv")[0]
        self.assertEqual((unranked["status"], unranked["reason"], unranked["detail"]), ("rejected", "NOT_APPLICABLE", "not ranked: model chgnet takes crystals with a structure, and this is a formula without a structure"))
        by_cost = sorted("ad", key=lambda lab: float(ranked[lab]["element_cost"]))
        self.assertEqual(by_cost, sorted("ad", key=lambda lab: int(ranked[lab]["rank"])))

    def test_crystals_are_ranked_filtered_and_picked_by_formula(self):
        profile = self.home.write("low.toml", 'name = "low"\n[[objective]]\nproperty = "energy_per_atom"\ntransform = { type = "logistic", bad = -3, good = -6 }\n'
                                              '[[filter]]\nforbidden_elements = ["Cl"]\n[diversity]\npick = 3\nmethod = "formula"\n')
        ran = self.home.run("screen", self.folder, "--profile", profile, "--model", "chgnet", "--name", "low", "-o", "ranked.csv")
        self.assertEqual(ran.returncode, 3, ran.stderr)
        rows = self.home.records("ranked.csv")
        salt = next(row for row in rows if row["block"] == "salt")
        self.assertEqual((salt["status"], salt["detail"]), ("filtered", "no Cl; it contains Cl"))
        self.assertEqual(sorted(row["pick_group"] for row in rows if row["pick"]), ["LiF", "MgO", "NiO"])
        picked = next(i for i, row in enumerate(rows) if row["pick_group"] == "LiF")
        self.assertIn("of those that are unlike each other, from the formula LiF", self.home.run("explain", "low", str(picked)).stdout)

    def test_descriptors_are_predicted_and_ranked_beside_a_network(self):
        self.home.run("predict", self.folder, "--model", "crystal-descriptors", "-o", "descriptors.csv")
        rows = {(row["file"], row["block"]): row for row in self.home.records("descriptors.csv")}
        salt = rows["two.cif", "salt"]
        self.assertAlmostEqual(float(salt["density"]), 4 * 58.44277 * 1.66053906660 / 5.64**3, places=5)
        self.assertEqual([float(salt[name]) for name in ("number_of_elements", "space_group_number", "crystal_system", "mean_coordination_number")], [2, 225, 7, 6])
        self.assertEqual(rows["half.cif", ""]["reason"], "DISORDERED")
        profile = self.home.write("dense.toml", 'name = "dense"\n[[objective]]\nproperty = "chgnet/energy_per_atom"\ntransform = { type = "logistic", bad = -3, good = -6 }\n'
                                                '[[objective]]\nproperty = "density"\nunit = "g/cm3"\ntransform = { type = "logistic", bad = 2, good = 5 }\n'
                                                '[[objective]]\nproperty = "element_cost"\nunit = "USD/kg"\ntransform = { type = "logistic", bad = 100, good = 5 }\n'
                                                '[[filter]]\nproperty = "charge_balance"\nmin = 1\n')
        ran = self.home.run("screen", self.folder / "two.cif", "--profile", profile, "-o", "dense.csv")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        ranked = self.home.records("dense.csv")
        self.assertEqual(len(ranked), 2)
        for column in ("rank", "density"):
            self.assertTrue(all(row[column] for row in ranked), ran.stderr)

    def test_magpie_states_what_it_does_not_know(self):
        folder = self.home.folder / "noble"
        folder.mkdir()
        (folder / "NaAr.cif").write_text(rock_salt("Na", "Ar", 6))
        (folder / "NaCl.cif").write_text(rock_salt("Na", "Cl", 5.64))
        self.home.run("predict", folder, "--model", "magpie", "-o", "magpie.csv")
        strange, known = self.home.records("magpie.csv")
        self.assertEqual((strange["status"], known["status"]), ("out_of_domain", "ok"))
        self.assertAlmostEqual(float(known["mean_electronegativity"]), (0.93 + 3.16) / 2, places=5)
        self.assertIn("argon", " ".join(strange.values()))
        self.home.run("predict", folder, "--model", "element-supply", "-o", "supply.csv")
        self.assertEqual([row["status"] for row in self.home.records("supply.csv")], ["rejected", "ok"], "argon has no index")
        self.assertIn("argon has no hhi_production", self.home.records("supply.csv")[0]["detail"])

    def test_what_is_no_structure_is_said(self):
        empty = self.home.folder / "words"
        empty.mkdir()
        (empty / "readme.txt").write_text("hello")
        ran = self.home.run("predict", empty, "--model", "chgnet")
        self.assertEqual(ran.returncode, 1)
        self.assertIn("no file is a structure; expected .cif, .vasp, .poscar, POSCAR, CONTCAR, .xyz, .extxyz or .json, got readme.txt", ran.stderr)
        ran = self.home.run("predict", self.folder / "MgO.cif", "--model", "admet-ai", "-o", "na.csv")
        self.assertEqual(self.home.records("na.csv")[0]["reason"], "NOT_APPLICABLE")


if __name__ == "__main__":
    unittest.main()
