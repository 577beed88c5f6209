"""Every file begins by saying what it is for, and none is long.

The first line of a C++, protocol, SQL, CMake, Python or shell file is a comment (after "#!" and in Python a docstring
will do). Files have at most 400 lines, tests 500. Generated and vendored files are not looked at.
"""
import pathlib
import subprocess
import sys

COMMENTS = {".h": ("//",), ".cpp": ("//",), ".cu": ("//",), ".inc": ("//",), ".proto": ("//",), ".sql": ("--",), ".cmake": ("#",),
            ".py": ("#", '"""', "'''"), ".sh": ("#",), ".ts": ("//", "/*"), ".tsx": ("//", "/*")}
MAX_LINES = 400
MAX_TEST_LINES = 500
GENERATED = ("migrations/schema.sql",)  # by pg_dump


def files(root):
    """Tracked and new files of a git checkout; all files of a folder that is none."""
    listed = subprocess.run(["git", "-C", str(root), "ls-files", "-co", "--exclude-standard"], capture_output=True,
                            text=True, check=False)
    if listed.returncode == 0:
        return [root / name for name in listed.stdout.splitlines() if (root / name).is_file()]
    return [path for path in root.rglob("*") if path.is_file()]


def check_file(path, where):
    marks = ("#",) if path.name == "CMakeLists.txt" else COMMENTS.get(path.suffix)
    if marks is None or where in GENERATED:
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    problems = []
    first = lines[1:2] if lines and lines[0].startswith("#!") else lines[:1]
    text = first[0].strip() if first else ""
    if not text.startswith(marks) or not any(c.isalpha() for c in text):
        problems.append(f"{where}:1: the first line does not say what the file is for (a comment of one sentence)")
    limit = MAX_TEST_LINES if where.startswith("tests/") else MAX_LINES
    if len(lines) > limit:
        problems.append(f"{where}: {len(lines)} lines; split it by idea (at most {limit})")
    return problems


def check(root):
    root = pathlib.Path(root).resolve()
    problems = []
    for path in sorted(files(root)):
        problems += check_file(path, path.relative_to(root).as_posix())
    return problems


if __name__ == "__main__":
    found = check(sys.argv[1])
    print("\n".join(found) if found else "every file says what it is for, and none is too long")
    sys.exit(1 if found else 0)
