"""Each check of the architecture finds a violation that is seeded for it, and is silent on a sound tree."""
import json
import pathlib
import tempfile
import unittest

import check_files
import check_headers
import check_includes

README = """# Services

| layer | may include of ours | third party |{shows_head}
| --- | --- | --- |{shows_rule}
| core | – | nlohmann-json |{core_shows}
| molecule | core | RDKit, zlib |{core_shows}
| rank | core{rank_more} | std only |{core_shows}

Text after the table.
"""


def readme(**parts):
    empty = dict.fromkeys(("shows_head", "shows_rule", "core_shows", "rank_more"), "")
    return README.format(**{**empty, **parts})


SOUND = {
    "services/README.md": readme(),
    "services/screening/core/number.h": "// Numbers.\n#pragma once\n#include <vector>\nstruct Number {};\n",
    "services/screening/core/number.cpp": '// Numbers.\n#include "core/number.h"\n#include <nlohmann/json.hpp>\n',
    "services/screening/molecule/read.h": '// Reads.\n#pragma once\n#include "core/number.h"  // for Number\nNumber f();\n',
    "services/screening/molecule/read.cpp": '// Reads.\n#include "molecule/read.h"\n#include <GraphMol/RWMol.h>\n#include <unistd.h>\n',
    "services/screening/rank/order.cpp": '// Orders.\n#include "core/number.h"  // for Number\n',
}


class Tree(unittest.TestCase):
    """A small tree on disk with one seeded change."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name).resolve()
        self.write(SOUND)

    def tearDown(self):
        self.folder.cleanup()

    def write(self, files):
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def expect(self, check, *words):
        problems = check(self.root)
        self.assertEqual(len(problems), 1, problems)
        for word in words:
            self.assertIn(word, problems[0])


class Includes(Tree):
    def test_a_sound_tree_has_no_problem(self):
        self.assertEqual(check_includes.check(self.root), [])

    def test_a_layer_that_the_table_does_not_allow(self):
        self.write({"services/screening/core/bad.cpp": '// Bad.\n#include "molecule/read.h"\n'})
        self.expect(check_includes.check, "core/bad.cpp:2", "may not include layer molecule")

    def test_a_library_away_from_home(self):
        self.write({"services/screening/rank/bad.cpp": "// Bad.\n#include <GraphMol/RWMol.h>\n"})
        self.expect(check_includes.check, "rank is no home of rdkit")

    def test_a_library_that_nobody_knows(self):
        self.write({"services/screening/rank/bad.cpp": "// Bad.\n#include <eigen3/Eigen/Dense>\n"})
        self.expect(check_includes.check, "no library")

    def test_a_header_that_does_not_exist(self):
        self.write({"services/screening/rank/bad.cpp": '// Bad.\n#include "core/gone.h"\n'})
        self.expect(check_includes.check, "does not exist")

    def test_a_header_that_the_build_makes_from_a_template_exists(self):
        self.write({"services/screening/rank/good.cpp": '// Good.\n#include "rank/version.h"\n',
                    "services/screening/rank/version.h.in": "// Version.\n"})
        self.assertEqual(check_includes.check(self.root), [])

    def test_a_folder_without_a_row(self):
        self.write({"services/screening/util/bad.cpp": "// Bad.\n"})
        self.expect(check_includes.check, "util has no row")

    def test_a_circle_in_the_table(self):
        self.write({"services/README.md": readme(rank_more=", rank")})
        self.expect(check_includes.check, "include itself")

    def test_a_library_shown_across_a_boundary(self):
        self.write({"services/screening/core/number.h": "// Numbers.\n#pragma once\n#include <nlohmann/json.hpp>\n"})
        self.expect(lambda root: [p for p in check_includes.check(root) if "number.h shows" in p],
                    "core/number.h shows nlohmann-json")

    def test_a_library_shown_by_a_chain_of_includes(self):
        self.write({"services/screening/core/inner.h": "// Inner.\n#pragma once\n#include <nlohmann/json.hpp>\n",
                    "services/screening/core/number.h": '// Numbers.\n#pragma once\n#include "core/inner.h"\n'})
        self.expect(lambda root: [p for p in check_includes.check(root) if "number.h shows" in p], "nlohmann-json")

    def test_a_library_that_the_table_lets_a_layer_show(self):
        self.write({"services/README.md": readme(shows_head=" shows |", shows_rule=" --- |", core_shows=" nlohmann-json |"),
                    "services/screening/core/number.h": "// Numbers.\n#pragma once\n#include <nlohmann/json.hpp>\n"})
        self.assertEqual([p for p in check_includes.check(self.root) if "core/number.h shows" in p], [])

    def test_a_client_that_includes_the_server(self):
        self.write({"services/cli/bad.cpp": '// Bad.\n#include "core/number.h"\n'})
        self.expect(check_includes.check, "gRPC client")

    def test_a_library_in_the_table_that_is_unknown(self):
        self.write({"services/README.md": readme().replace("RDKit", "RDKitt")})
        with self.assertRaisesRegex(ValueError, "rdkitt"):
            check_includes.check(self.root)


class Files(Tree):
    def test_a_sound_tree_has_no_problem(self):
        self.assertEqual(check_files.check(self.root), [])

    def test_a_first_line_that_says_nothing(self):
        for name, text in {"a.cpp": "#include <vector>\n", "b.h": "//\n", "c.py": "import os\n", "CMakeLists.txt": "x()\n",
                           "d.sql": "SELECT 1;\n", "e.cpp": ""}.items():
            with self.subTest(name):
                self.write({name: text})
                self.expect(check_files.check, name, "first line")
                (self.root / name).unlink()

    def test_a_file_that_is_too_long(self):
        self.write({"services/long.cpp": "// Long.\n" * 401})
        self.expect(check_files.check, "401 lines")
        self.write({"services/long.cpp": "// Long.\n" * 400, "tests/long.py": "# Long.\n" * 501})
        self.expect(check_files.check, "tests/long.py: 501 lines")


class Headers(Tree):
    def setUp(self):
        super().setUp()
        build = self.root / "build"
        build.mkdir()
        command = f"c++ -std=c++20 -I{self.root}/services/screening -c x.cpp -o x.o"
        entries = [{"directory": str(build), "command": command, "file": f"{self.root}/services/screening/{layer}/x.cpp"}
                   for layer in ("core", "molecule")]
        (build / "compile_commands.json").write_text(json.dumps(entries))

    def test_a_header_that_needs_another_before_it(self):
        problems, left_out, compiled, known = check_headers.check(self.root, self.root / "build")
        self.assertEqual((problems, left_out, compiled, known), ([], [], 2, 0))
        self.write({"services/screening/molecule/bad.h": "// Bad.\n#pragma once\nNumber g();\n",
                    "services/screening/rank/order.h": "// Orders.\n#pragma once\n"})
        problems, left_out, compiled, known = check_headers.check(self.root, self.root / "build")
        self.assertEqual(len(problems), 1)
        self.assertIn("molecule/bad.h does not compile alone", problems[0])
        self.assertEqual((left_out, compiled, known), (["rank"], 1, 2))

    def test_a_header_is_compiled_again_when_one_that_it_includes_changes(self):
        check_headers.check(self.root, self.root / "build")
        self.write({"services/screening/core/number.h": "// Numbers.\n#pragma once\nstruct Count {};\n"})
        problems, *_ = check_headers.check(self.root, self.root / "build")
        self.assertEqual(len(problems), 1)
        self.assertIn("molecule/read.h", problems[0])


if __name__ == "__main__":
    unittest.main()
