"""What users get wrong: the message lists what exists, and nothing half is left behind."""

import json
import unittest
import zipfile

from furui_home import EXAMPLE, FuruiHome


def write_workbook(path, sheets):
    """An XLSX of {sheet name: rows of texts}, as small as the format allows."""
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    relation = '<Relationship Id="{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/>'
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    numbered = list(enumerate(sheets.items(), 1))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("_rels/.rels", relations + relation.format("r1", "officeDocument", "xl/workbook.xml") + "</Relationships>")
        archive.writestr("xl/workbook.xml", f'<workbook {main} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
                         + "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, (name, _) in numbered) + "</sheets></workbook>")
        archive.writestr("xl/_rels/workbook.xml.rels",
                         relations + "".join(relation.format(f"r{n}", "worksheet", f"worksheets/{n}.xml") for n, _ in numbered) + "</Relationships>")
        for n, (_, rows) in numbered:
            cells = "".join("<row>" + "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in row) + "</row>" for row in rows)
            archive.writestr(f"xl/worksheets/{n}.xml", f"<worksheet {main}><sheetData>{cells}</sheetData></worksheet>")


class Errors(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = FuruiHome()
        cls.addClassCleanup(cls.home.close)
        cls.home.run("up")

    def complaint(self, *words, code=1):
        ran = self.home.run(*words)
        self.assertEqual(ran.returncode, code, ran.stdout + ran.stderr)
        self.assertTrue("furui: " in ran.stderr or code == 2, ran.stderr)
        return ran.stderr

    def test_an_absent_file_is_named(self):
        self.assertIn("absent.csv", self.complaint("predict", "absent.csv"))

    def test_an_empty_file_is_said(self):
        self.assertIn("empty", self.complaint("predict", self.home.write("empty.csv", "")))

    def test_an_unknown_column_lists_those_there_are(self):
        text = self.complaint("predict", EXAMPLE, "--structure-column", "structures")
        for name in ("structures", "name", "smiles"):
            self.assertIn(name, text)

    def test_a_table_without_a_structure_column_says_which_columns_it_has(self):
        text = self.complaint("predict", self.home.write("a.csv", "compound,weight\nx,1\ny,2\n"))
        self.assertIn("compound", text)

    def test_a_workbook_that_begins_with_another_sheet_says_so_and_a_sheet_can_be_chosen(self):
        workbook = self.home.folder / "list.xlsx"
        write_workbook(workbook, {"Read me": [["Fill in the next sheet"], ["please"]],
                                  "Compounds": [["name", "smiles"], ["ethanol", "CCO"], ["benzene", "c1ccccc1"]]})
        text = self.complaint("predict", workbook)
        self.assertIn("'Read me', 'Compounds'", text)
        self.assertIn("--sheet", text)
        self.assertIn("did you mean 'Compounds'", self.complaint("predict", workbook, "--sheet", "Compound"))
        ran = self.home.run("predict", workbook, "--sheet", "compounds")
        self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertIn("read as XLSX: sheet 'Compounds', structures from 'smiles', ids from 'name'", ran.stdout)
        self.assertIn("no sheets", self.complaint("predict", EXAMPLE, "--sheet", "1"))

    def test_an_unknown_model_lists_those_there_are(self):
        text = self.complaint("predict", EXAMPLE, "--model", "admet")
        self.assertIn("admet-ai", text)

    def test_an_unknown_profile_lists_those_there_are(self):
        text = self.complaint("screen", EXAMPLE, "--profile", "oral")
        self.assertIn("oral-drug-like", text)
        self.assertIn("cns", text)

    def test_an_unknown_property_of_a_profile_names_the_nearest_and_leaves_no_screening(self):
        before = len(self.home.json("list")["screenings"])
        profile = self.home.write("p.toml", 'name = "p"\n[[objective]]\nproperty = "hERGG"\n'
                                            'transform = { type = "linear", knots = [[0.0, 1.0], [1.0, 0.0]] }\n')
        self.assertIn("hERG", self.complaint("screen", EXAMPLE, "--profile", profile))
        self.assertEqual(len(self.home.json("list")["screenings"]), before)

    def test_a_slip_in_a_profile_file_names_its_line(self):
        self.assertIn("line", self.complaint("profiles", "create", self.home.write("p.toml", "name = \n")))

    def test_a_profile_file_may_have_any_ending_and_an_empty_one_is_said(self):
        small = self.home.write("s.smi", "CCO\n")
        text = self.home.run("profiles", "show", "cns").stdout.replace('name = "cns"', 'name = "any-ending"', 1)
        self.home.write("any.txt", text)
        for number, file in enumerate(("any.txt", "./any.txt")):
            ran = self.home.run("screen", small, "--profile", file, "--name", f"any-{number}")
            self.assertEqual(ran.returncode, 0, ran.stderr)
        self.assertEqual(self.home.run("screen", small, "--profile", "any-ending/1").returncode, 0)
        self.assertIn("is empty", self.complaint("profiles", "create", self.home.write("empty.txt", "")))

    def test_a_wrong_name_or_title_is_called_by_its_option(self):
        small = self.home.write("s.smi", "CCO\n")
        self.assertIn("--name: expected", self.complaint("predict", small, "--name", "Not A Name"))
        for words in (("--title", "two\nlines"), ("--title", "x" * 201)):
            text = self.complaint("predict", small, *words)
            self.assertIn("--title: expected", text)
            self.assertNotIn("screening.title", text)

    def test_a_file_whose_name_holds_control_characters_is_screened(self):
        ran = self.home.run("predict", self.home.write("a\n\x1b[31mb.smi", "CCO\x1b[31m ethanol\n"), "--name", "odd")
        self.assertEqual(ran.returncode, 3, ran.stderr)
        self.assertNotIn("\x1b", ran.stdout + ran.stderr + self.home.run("list").stdout + self.home.run("explain", "odd", "0").stdout)
        self.assertEqual(next(s["title"] for s in self.home.json("list")["screenings"] if s["name"].endswith("/odd")), "a__[31mb.smi")

    def test_the_input_is_never_the_output(self):
        small = self.home.write("s.smi", "CCO\n")
        before = len(self.home.json("list")["screenings"])
        self.assertIn("is the input itself", self.complaint("predict", small, "-o", "s.smi"))
        self.assertEqual(small.read_text(encoding="utf-8"), "CCO\n")
        self.assertEqual(len(self.home.json("list")["screenings"]), before)

    def test_with_json_an_error_is_an_object_with_the_servers_code(self):
        for words, code, status in ((("results", "absent"), "NOT_FOUND", 1), (("predict", EXAMPLE, "--name", "Not A Name"), "INVALID_ARGUMENT", 1),
                                    (("model", "remove", "mine"), "USAGE", 2), (("predict", "absent.csv"), "FAILED", 1)):
            ran = self.home.run(*words, "--json")
            self.assertEqual(ran.returncode, status)
            error = json.loads(ran.stdout)["error"]
            self.assertEqual(error["code"], code)
            self.assertIn(error["message"], ran.stderr)

    def test_an_unknown_screening_is_said(self):
        for words in (("results", "absent"), ("watch", "absent"), ("cancel", "absent"), ("delete", "absent", "--yes"), ("explain", "absent", "0")):
            self.assertIn("absent", self.complaint(*words))

    def test_a_name_that_is_taken_is_said(self):
        small = self.home.write("s.smi", "CCO\n")
        self.assertEqual(self.home.run("predict", small, "--name", "taken").returncode, 0)
        self.assertIn("taken", self.complaint("predict", small, "--name", "taken"))

    def test_an_output_that_cannot_be_written_is_said_before_anything_runs(self):
        before = len(self.home.json("list")["screenings"])
        self.assertIn("absent", self.complaint("predict", EXAMPLE, "-o", "absent/out.csv"))
        self.assertEqual(len(self.home.json("list")["screenings"]), before)

    def test_wrong_usage_has_exit_code_2(self):
        for words in ((), ("screen",), ("screen", EXAMPLE), ("predict", EXAMPLE, "--standardize", "tautomer"), ("model",)):
            self.complaint(*words, code=2)

    def test_a_checkpoint_without_its_environment_says_how_to_make_one(self):
        self.home.environment["FURUI_CHEMPROP_PYTHON"] = "/nowhere/python"
        try:
            text = self.complaint("model", "add", self.home.write("m.ckpt", "x"), "--name", "mine")
        finally:
            del self.home.environment["FURUI_CHEMPROP_PYTHON"]
        self.assertIn("FURUI_CHEMPROP_PYTHON", text)

    def test_a_package_that_lacks_a_file_is_refused(self):
        package = self.home.folder / "package"
        package.mkdir()
        (package / "manifest.json").write_text('{"files": {"weights.safetensors": "00"}}')
        self.assertIn("weights.safetensors", self.complaint("model", "add", package))

    def test_shipped_models_cannot_be_removed(self):
        version = self.home.json("model", "show", "admet-ai")["name"].split("/")[-1]
        self.complaint("model", "remove", f"admet-ai/{version}")
        self.assertEqual(self.home.json("model", "show", "admet-ai")["state"], "STATE_AVAILABLE")

    def test_a_model_is_listed_shown_and_tested(self):
        self.assertIn("admet-ai", self.home.run("model", "list").stdout)
        self.assertIn("hERG", self.home.run("model", "show", "admet-ai").stdout)
        self.assertEqual(self.home.json("model", "test", "admet-ai")["state"], "STATE_AVAILABLE")


if __name__ == "__main__":
    unittest.main()
