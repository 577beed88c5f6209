"""Every header of the layers compiles alone, with the flags of its layer.

Flags come from the build's compile_commands.json; a layer that is not built is left out and named. A header that
passed is not compiled again until it, a header that it includes, or its flags change (remembered beside the build).
"""
import concurrent.futures
import hashlib
import json
import pathlib
import shlex
import subprocess
import sys

from layer_table import includes

MEMORY = "architecture_headers.json"


def flags_of(entry):
    """Include paths, definitions and language options of a compile command."""
    words = shlex.split(entry["command"]) if "command" in entry else entry["arguments"]
    kept = []
    pair = False
    for word in words:
        if pair or word.startswith(("-I", "-D", "-std=", "-isystem", "-W", "-f", "-m")):
            kept.append(word)
        pair = not pair and word in ("-isystem", "-I", "-D", "-include")
    return kept


def layer_flags(build, screening):
    commands = json.loads((build / "compile_commands.json").read_text())
    flags = {}
    for entry in commands:
        path = pathlib.Path(entry["directory"], entry["file"]).resolve()
        if screening in path.parents:
            flags.setdefault(path.relative_to(screening).parts[0], flags_of(entry))
    return flags


def fingerprint(header, screening, flags, seen):
    """A digest of a header, of ours that it includes, and of its flags."""
    digest = hashlib.sha256(repr(flags).encode() + header.read_bytes())
    for _, form, name in includes(header):
        path = screening / name
        if form == '"' and path.exists() and path not in seen:
            seen.add(path)
            digest.update(fingerprint(path, screening, flags, seen).encode())
    return digest.hexdigest()


def compile_alone(compiler, header, flags):
    """Error text of a header compiled alone, "" where it compiles."""
    command = [compiler, *flags, "-Wno-pragma-once-outside-header", "-fsyntax-only", "-x", "c++", "-"]
    run = subprocess.run(command, input=f'#include "{header}"\n', capture_output=True, text=True, check=False)
    return run.stderr if run.returncode != 0 else ""


def check(root, build, compiler="c++", jobs=2):
    """(problems, layers left out, headers compiled, headers remembered)"""
    screening = pathlib.Path(root).resolve() / "services" / "screening"
    build = pathlib.Path(build)
    memory_file = build / MEMORY
    memory = json.loads(memory_file.read_text()) if memory_file.exists() else {}
    flags = layer_flags(build, screening)
    left_out, work, remembered = [], [], 0
    for folder in sorted(p for p in screening.iterdir() if p.is_dir()):
        headers = sorted(folder.rglob("*.h"))
        if headers and folder.name not in flags:
            left_out.append(folder.name)
            continue
        for header in headers:
            mark = fingerprint(header, screening, flags[folder.name], set())
            if memory.get(str(header)) == mark:
                remembered += 1
            else:
                work.append((header, flags[folder.name], mark))
    problems = []
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        results = pool.map(lambda item: compile_alone(compiler, item[0], item[1]), work)
        for (header, _, mark), error in zip(work, results):
            if error:
                problems.append(f"{header.relative_to(screening.parent.parent)} does not compile alone:\n{error[:1500]}")
            else:
                memory[str(header)] = mark
    memory_file.write_text(json.dumps(memory))
    return problems, left_out, len(work), remembered


if __name__ == "__main__":
    found, absent, compiled, known = check(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else "c++")
    if absent:
        print("not built here, so not checked: " + ", ".join(absent))
    print("\n".join(found) if found else f"{compiled} headers compile alone, {known} did before")
    sys.exit(1 if found else 0)
