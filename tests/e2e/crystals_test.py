"""Folders and files of crystals, as a materials scientist would: predicted, ranked, filtered, picked."""

import json
import unittest

from furui_home import FuruiHome, ROOT

ROCK_SALT = """data_{name}
_cell_length_a {a}
_cell_length_b {a}
_cell_length_c {a}
_cell_angle_alpha 90
_cell_angle_beta 90
_cell_angle_gamma 90
_symmetry_space_group_name_H-M 'F m -3 m'
loop_
_atom_site_label
_atom_site_fract_x
_atom_site_fract_y
_atom_site_fract_z
{one}1 0 0 0
{other}1 0.5 0.5 0.5
"""


def rock_salt(one, other, a, name="x"):
    return ROCK_SALT.format(name=name, one=one, other=other, a=a)


class Crystals(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = FuruiHome()
        cls.addClassCleanup(cls.home.close)
        cls.folder = cls.home.folder / "structures"
        (cls.folder / "more").mkdir(parents=True)
        for name, text in (("NiO.cif", rock_salt("Ni", "O", 4.18)), ("MgO.cif", rock_salt("Mg", "O", 4.21)),
                           ("two.cif", rock_salt("Na", "Cl", 5.64, "salt") + rock_salt("Li", "F", 4.03, "fluoride")),
                           ("more/POSCAR_MgO", "MgO stretched\n1.0\n0 2.2 2.2\n2.2 0 2.2\n2.2 2.2 0\nMg O\n1 1\nDirect\n0 0 0\n0.5 0.5 0.5\n"),
                           ("none.cif", "data_x\n_cell_length_a 4\n"), ("near.cif", rock_salt("Na", "Cl", 5.64).replace("0.5 0.5 0.5", "0.01 0 0")),
                           ("half.cif", rock_salt("Na", "Cl", 5.64).replace("_z\n", "_z\n_atom_site_occupancy\n").replace("0 0 0\n", "0 0 0 0.5\n").replace("0.5 0.5 0.5", "0.5 0.5 0.5 1")),
                           ("readme.txt", "not a structure"), (".hidden.cif", "x")):
            (cls.folder / name).write_text(text)

    def rows(self, file):
        header, rows = self.home.rows(file)
        return [dict(zip(header, row)) for row in rows]

    def test_a_folder_is_predicted_in_the_order_of_its_names(self):
        ran = self.home.run("predict", self.folder, "--model", "chgnet", "-o", "out.csv")
        self.assertEqual(ran.returncode, 3, ran.stderr)
        rows = self.rows("out.csv")
        self.assertEqual([(row["file"], row["block"], row["formula"], row["status"], row["reason"]) for row in rows],
                         [("MgO.cif", "", "MgO", "ok", ""), ("NiO.cif", "", "NiO", "ok", ""), ("half.cif", "", "", "rejected", "DISORDERED"),
                          ("more/POSCAR_MgO", "", "MgO", "ok", ""), ("near.cif", "", "", "rejected", "OVERLAPPING_ATOMS"), ("none.cif", "", "", "rejected", "NO_ATOMS"),
                          ("two.cif", "salt", "NaCl", "ok", ""), ("two.cif", "fluoride", "LiF", "ok", "")])
        by_file = {(row["file"], row["block"]): row for row in rows}
        self.assertTrue(all(row["space_group"] == "225" for row in rows if row["status"] == "ok"))
        at_rest, stretched = by_file["MgO.cif", ""], by_file["more/POSCAR_MgO", ""]
        self.assertLess(float(at_rest["energy_per_atom"]), float(stretched["energy_per_atom"]))
        self.assertLess(float(at_rest["max_force"]), 1e-3, "symmetry leaves no force")
        self.assertAlmostEqual(float(by_file["NiO.cif", ""]["mean_magnetic_moment"]), 0.9, delta=0.4)
        self.assertIn("site Na1 is occupied by 0.5 of an atom", by_file["half.cif", ""]["detail"])

    def test_an_archive_or_one_file_gives_what_the_folder_gives(self):
        self.home.run("predict", self.folder, "--model", "chgnet", "-o", "folder.csv")
        self.home.run("predict", self.folder / "two.cif", "-o", "file.csv")  # crystals ask for no model
        folder = {(row["file"], row["block"]): row["energy_per_atom"] for row in self.rows("folder.csv")}
        self.assertEqual([row["energy_per_atom"] for row in self.rows("file.csv")], [folder["two.cif", "salt"], folder["two.cif", "fluoride"]])

    def test_energies_are_the_original_librarys(self):
        lines = [json.loads(line) for line in (ROOT / "models/chgnet/golden.jsonl").read_text().splitlines()]
        folder = self.home.folder / "golden"
        folder.mkdir()
        symbols = "X H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba " \
                  "La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu".split()
        for i, line in enumerate(lines):
            crystal = line["input"]
            order = sorted(range(len(crystal["atomic_numbers"])), key=lambda site: crystal["atomic_numbers"][site])
            numbers = [crystal["atomic_numbers"][site] for site in order]
            kinds = sorted(set(numbers))
            text = ["golden", "1.0"] + [" ".join(repr(x) for x in row) for row in crystal["lattice"]]
            text += [" ".join(symbols[number] for number in kinds), " ".join(str(numbers.count(number)) for number in kinds), "Direct"]
            text += [" ".join(repr(x) for x in crystal["fractional"][site]) for site in order]
            (folder / f"{i:03d}.vasp").write_text("\n".join(text) + "\n")
        self.home.run("predict", folder, "--model", "chgnet", "-o", "golden.csv")
        rows = self.rows("golden.csv")
        self.assertEqual(len(rows), len(lines))
        compared = 0
        for row, line in zip(rows, lines):
            if line["values"] is None or row["status"] == "rejected":
                continue
            self.assertAlmostEqual(float(row["energy_per_atom"]), line["values"][0], delta=3e-5, msg=row["file"])
            compared += 1
        self.assertGreater(compared, 30)

    def test_crystals_are_ranked_filtered_and_picked_by_formula(self):
        profile = self.home.write("low.toml", 'name = "low"\n[[objective]]\nproperty = "energy_per_atom"\ntransform = { type = "logistic", bad = -3, good = -6 }\n'
                                              '[[filter]]\nforbidden_elements = ["Cl"]\n[diversity]\npick = 3\nmethod = "formula"\n')
        ran = self.home.run("screen", self.folder, "--profile", profile, "--model", "chgnet", "--name", "low", "-o", "ranked.csv")
        self.assertEqual(ran.returncode, 3, ran.stderr)
        rows = self.rows("ranked.csv")
        salt = next(row for row in rows if row["block"] == "salt")
        self.assertEqual((salt["status"], salt["detail"]), ("filtered", "no Cl; it contains Cl"))
        self.assertEqual(sorted(row["pick_group"] for row in rows if row["pick"]), ["LiF", "MgO", "NiO"])
        picked = next(i for i, row in enumerate(rows) if row["pick_group"] == "LiF")
        self.assertIn("of those that are unlike each other, from the formula LiF", self.home.run("explain", "low", str(picked)).stdout)

    def test_what_is_no_structure_is_said(self):
        empty = self.home.folder / "words"
        empty.mkdir()
        (empty / "readme.txt").write_text("hello")
        ran = self.home.run("predict", empty, "--model", "chgnet")
        self.assertEqual(ran.returncode, 1)
        self.assertIn("no file is a structure; expected .cif, .vasp, .poscar, POSCAR or CONTCAR, got readme.txt", ran.stderr)
        ran = self.home.run("predict", self.folder / "MgO.cif", "--model", "admet-ai", "-o", "na.csv")
        self.assertEqual(self.rows("na.csv")[0]["reason"], "NOT_APPLICABLE")


if __name__ == "__main__":
    unittest.main()
