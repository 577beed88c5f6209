"""Files of several kinds predicted: columns, collisions, numbers, formats."""

import gzip
import hashlib
import json
import shutil
import struct
import unittest

from furui_home import BIN, EXAMPLE, FuruiHome, SHARED, csv_rows


class Prediction(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = FuruiHome()
        cls.addClassCleanup(cls.home.close)

    def predict(self, file, *words, code=0):
        ran = self.home.run("predict", file, "--model", "admet-ai", "--standardize", "none", "-o", "out.csv", *words)
        self.assertEqual(ran.returncode, code, ran.stderr)
        header, rows = self.home.rows("out.csv")
        return header, [dict(zip(header, row)) for row in rows]

    def test_the_columns_are_named_as_in_the_model_with_their_std_and_no_rank(self):
        header, rows = self.predict(self.home.write("a.smi", "CCO ethanol\nc1ccccc1 benzene\n"))
        for name in ("hERG", "hERG_std", "Solubility_AqSolDB", "Solubility_AqSolDB_std", "status", "reason", "detail"):
            self.assertIn(name, header)
        self.assertNotIn("rank", header)
        self.assertEqual([row["status"] for row in rows], ["ok", "ok"])
        self.assertEqual(header[:2], ["smiles", "name"])
        self.assertEqual([row["name"] for row in rows], ["ethanol", "benzene"])

    def test_numbers_are_the_shortest_that_read_back_to_the_same_float(self):
        _, rows = self.predict(self.home.write("a.smi", "CCO ethanol\n"))
        text = rows[0]["hERG"]
        as_float = struct.unpack("f", struct.pack("f", float(text)))[0]
        shorter = [f"{as_float:.{digits}g}" for digits in range(1, 9)]
        first = next(short for short in shorter if struct.unpack("f", struct.pack("f", float(short)))[0] == as_float)
        self.assertEqual(len(text.replace("e-0", "e-")), len(first.replace("e-0", "e-")), text)

    def test_a_rejected_row_keeps_its_place_and_has_reason_and_detail(self):
        _, rows = self.predict(self.home.write("a.csv", "id,smiles\na,CCO\nb,\nc,C(C)(C)(C)(C)C\nd,CC\n"), code=3)
        self.assertEqual([row["id"] for row in rows], ["a", "b", "c", "d"])
        self.assertEqual([row["reason"] for row in rows], ["", "EMPTY", "VALENCE_ERROR", ""])
        self.assertEqual(rows[2]["hERG"], "")
        self.assertTrue(rows[2]["detail"])

    def test_input_columns_that_collide_are_called_input(self):
        header, rows = self.predict(self.home.write("a.csv", "hERG,smiles,status\n1,CCO,new\n"))
        self.assertEqual(header[:3], ["input.hERG", "smiles", "input.status"])
        self.assertEqual(rows[0]["input.status"], "new")

    def test_compressed_and_quoted_files_come_back_as_they_were(self):
        file = self.home.folder / "a.csv.gz"
        with gzip.open(file, "wt", encoding="utf-8", newline="") as out:
            out.write('note,smiles\r\n"two\nlines, ""quoted""",CCO\r\n日本,CC\r\n')
        _, rows = self.predict(file)
        self.assertEqual([row["note"] for row in rows], ['two\nlines, "quoted"', "日本"])

    def test_properties_of_an_sdf_are_its_columns(self):
        block = "ethanol\n  test\n\n  3  2  0  0  0  0  0  0  0  0999 V2000\n" + "".join(
            f"    {x}.0000    0.0000    0.0000 {element}   0  0\n" for x, element in enumerate("CCO")
        ) + "  1  2  1  0\n  2  3  1  0\nM  END\n> <series>\nB7\n\n$$$$\n"
        header, rows = self.predict(self.home.write("a.sdf", block))
        self.assertEqual(rows[0]["series"], "B7")
        self.assertEqual(rows[0]["title"], "ethanol")
        _, alone = self.predict(self.home.write("a.smi", "CCO\n"))
        self.assertEqual(rows[0]["hERG"], alone[0]["hERG"])

    def test_a_prediction_is_the_same_alone_and_in_company(self):
        _, together = self.predict(EXAMPLE, code=3)
        row = together[5]
        _, alone = self.predict(self.home.write("one.csv", f"smiles\n{row['smiles']}\n"))
        self.assertEqual(alone[0]["hERG"], row["hERG"])
        self.assertEqual(alone[0]["Solubility_AqSolDB_std"], row["Solubility_AqSolDB_std"])

    @unittest.skipUnless((SHARED / "tox21.csv").exists(), "../shared/data is not there")
    def test_all_assay_columns_of_tox21_collide_and_are_kept(self):
        header, rows = self.predict(SHARED / "tox21.csv")
        names, wanted = csv_rows(SHARED / "tox21.csv")
        self.assertEqual(len(rows), len(wanted))
        for i, name in enumerate(names):
            collides = name not in ("mol_id", "smiles")
            self.assertEqual(header[i], "input." + name if collides else name)
        self.assertEqual([row["mol_id"] for row in rows], [row[names.index("mol_id")] for row in wanted])
        self.assertEqual([row["input.NR-AR"] for row in rows], [row[0] for row in wanted])

    @unittest.skipUnless((SHARED / "esol.csv").exists(), "../shared/data is not there")
    def test_every_molecule_of_esol_is_predicted(self):
        _, rows = self.predict(SHARED / "esol.csv")
        self.assertEqual(len(rows), len(csv_rows(SHARED / "esol.csv")[1]))
        self.assertTrue(all(row["Solubility_AqSolDB"] for row in rows))

    def test_an_added_package_is_tested_and_its_properties_carry_its_name_beside_another_models(self):
        package = self.home.folder / "mine"
        shutil.copytree(BIN.parent / "models/admet-ai", package)
        manifest = json.loads((package / "manifest.json").read_text(encoding="utf-8"))
        manifest["name"] = "mine"
        (package / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        added = self.home.json("model", "add", package)
        self.assertEqual(added["state"], "STATE_AVAILABLE", added["state_reason"])
        header, rows = self.predict(self.home.write("a.smi", "CCO\n"), "--model", "mine")
        self.assertIn("mine/hERG_std", header)
        self.assertEqual(rows[0]["mine/hERG"], rows[0]["admet-ai/hERG"])
        self.assertEqual(self.home.run("model", "remove", "mine").returncode, 2, "a version must be named")
        version = added["name"].split("/")[-1]
        self.assertEqual(self.home.json("model", "remove", f"mine/{version}")["state"], "STATE_DELETED")

    def test_alerts_that_match_are_in_a_column_of_their_own_and_counted_by_catalogue(self):
        file = self.home.write("a.csv", "alerts,smiles\nmine,O=[N+]([O-])c1ccccc1N=Nc1ccccc1\n,CCO\n")
        header, rows = self.predict(file, "--alerts", "--name", "alerted")
        self.assertEqual(header[0], "input.alerts")
        self.assertEqual(header[-4:], ["alerts", "status", "reason", "detail"])
        found = rows[0]["alerts"].split("; ")
        self.assertTrue(any(alert.startswith("BRENK:") for alert in found), found)
        self.assertEqual(len(found), len(set(found)))
        self.assertEqual((rows[0]["input.alerts"], rows[1]["alerts"]), ("mine", ""))
        self.assertIn("structural alerts: 1 row: ", self.home.run("results", "alerted").stdout)
        summary = self.home.json("results", "alerted")["summary"]
        self.assertEqual((summary["with_alerts"], summary["alerts"]["BRENK"]), (1, 1))

    def test_json_gives_one_document_with_the_counts(self):
        document = self.home.json("predict", EXAMPLE, "-o", "out.csv", code=3)
        self.assertEqual(document["summary"]["rejected"], 3)
        self.assertEqual(document["output"], "out.csv")
        self.assertEqual(document["input_sha256"], hashlib.sha256(EXAMPLE.read_bytes()).hexdigest())


if __name__ == "__main__":
    unittest.main()
