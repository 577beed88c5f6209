"""Packages on disk, and the shipped ones: files, digests, golden sets and profiles that fit one another."""

import json
import math
import os
import tempfile
import tomllib
import unittest
from pathlib import Path

from admet_ai_wheel import WHEEL, check_wheel
from convert_admet_ai import convert
from package import column_names, golden_line, manifest_text, read_manifest, require_digest, sha256, write_package
from refusal import Refusal

MODELS = Path(__file__).resolve().parent.parent
SHIPPED = ("admet-ai", "descriptors")


class PackageTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_a_package_is_written_whole_and_without_leftovers(self) -> None:
        write_package(self.folder / "new", {"manifest.json": b"{}", "card.md": b"text"})
        self.assertEqual({file.name for file in (self.folder / "new").iterdir()}, {"manifest.json", "card.md"})

    def test_a_file_of_another_digest_is_refused_by_name(self) -> None:
        manifest = {"files": {"card.md": sha256(b"text")}}
        require_digest("card.md", b"text", manifest)
        for name, content in [("card.md", b"texts"), ("other.md", b"text")]:
            with self.subTest(name), self.assertRaisesRegex(Refusal, f"{name}: expected SHA-256"):
                require_digest(name, content, manifest)

    def test_a_folder_without_a_readable_manifest_is_refused(self) -> None:
        for text, content in [("no manifest.json", None), ("not JSON", b"{"), ("expected format 1, got 2", b'{"format": 2}')]:
            if content is not None:
                (self.folder / "manifest.json").write_bytes(content)
            with self.subTest(text), self.assertRaisesRegex(Refusal, text):
                read_manifest(self.folder)

    def test_a_manifest_has_no_number_that_json_lacks(self) -> None:
        with self.assertRaises(ValueError):
            manifest_text({"tolerance": math.nan})
        with self.assertRaises(ValueError):
            golden_line("C", [math.inf], None)

    def test_a_multiclass_property_has_a_column_a_class(self) -> None:
        properties = [{"name": "a", "task": "binary"}, {"name": "b", "task": "multiclass", "classes": ["x", "y"]}]
        self.assertEqual(column_names({"properties": properties}), ["a", "b.x", "b.y"])


class ShippedPackagesTest(unittest.TestCase):
    def test_the_committed_files_are_those_of_the_manifest(self) -> None:
        for name in SHIPPED:
            manifest = read_manifest(MODELS / name)
            self.assertEqual(manifest["name"], name)
            for file in ("card.md", "golden.jsonl"):
                with self.subTest(f"{name}/{file}"):
                    require_digest(file, (MODELS / name / file).read_bytes(), manifest)

    def test_each_golden_line_has_a_number_for_each_column(self) -> None:
        for name in SHIPPED:
            manifest = read_manifest(MODELS / name)
            columns = len(column_names(manifest))
            has_std = any(entry["has_std"] for entry in manifest["properties"])
            lines = [json.loads(line) for line in (MODELS / name / "golden.jsonl").read_text().splitlines()]
            self.assertEqual(len({line["input"] for line in lines}), 200)
            for line in lines:
                with self.subTest(f"{name}: {line['input']}"):
                    self.assertEqual(len(line["values"]), columns)
                    self.assertEqual(len(line["std"]) if has_std else line["std"], columns if has_std else None)

    def test_each_property_is_predicted_by_one_network(self) -> None:
        for name in SHIPPED:
            manifest = read_manifest(MODELS / name)
            predicted = [entry for network in manifest["networks"] for entry in network["properties"]]
            self.assertEqual(sorted(predicted), sorted(entry["name"] for entry in manifest["properties"]))

    def test_the_shipped_profiles_ask_for_properties_and_units_that_exist(self) -> None:
        units = {}
        for name in sorted(path.parent.name for path in MODELS.glob("*/manifest.json")):
            for entry in read_manifest(MODELS / name)["properties"]:
                units |= {f"{name}/{entry['name']}": entry["unit"], entry["name"]: entry["unit"]}
        for path in sorted((MODELS / "profiles").glob("*.toml")):
            profile = tomllib.loads(path.read_text())
            for part in profile.get("objective", []) + [f for f in profile.get("filter", []) if "property" in f]:
                with self.subTest(f"{path.name}: {part['property']}"):
                    self.assertIn(part["property"], units)
                    self.assertEqual(part.get("unit", units[part["property"]]), units[part["property"]])


class AdmetAiTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_another_wheel_is_refused_before_anything_is_read(self) -> None:
        (self.folder / WHEEL).write_bytes(b"PK")
        with self.assertRaisesRegex(Refusal, "expected SHA-256"):
            check_wheel(self.folder / WHEEL)
        with self.assertRaisesRegex(Refusal, "pip download"):
            check_wheel(self.folder / "absent.whl")

    def test_the_wheel_converts_to_the_committed_digests(self) -> None:
        wheel = Path(os.environ.get("FURUI_BUILD_DIR", MODELS.parent / "build")) / "downloads" / WHEEL
        if not wheel.is_file():
            self.skipTest(f"{wheel.name} is not in the build folder's downloads: run set-up first")
        convert(wheel, self.folder)
        manifest = read_manifest(self.folder)
        self.assertEqual((self.folder / "manifest.json").read_bytes(), (MODELS / "admet-ai" / "manifest.json").read_bytes())
        for name in manifest["files"]:
            require_digest(name, (self.folder / name).read_bytes(), manifest)


if __name__ == "__main__":
    unittest.main()
