"""Compares every include under services/screening with the layer table.

Says, one a line: an include of a layer or library that the table does not allow; an include of ours that does not
exist (nor its template, "x.h.in"); a folder without a row; a circle in the table; a header that shows another layer a
library which the table does not allow it to show (through any chain of includes); an include of the server's layers
in services/cli.
"""
import pathlib
import sys

from layer_table import includes, library_of, read_table, sources


def circle(layers):
    """A layer that may include itself by way of others, or None."""
    done = set()

    def visit(name, path):
        if name in path:
            return name
        if name in done:
            return None
        for other in layers[name].ours:
            found = visit(other, path | {name})
            if found:
                return found
        done.add(name)
        return None

    for name in layers:
        found = visit(name, frozenset())
        if found:
            return found
    return None


def check_file(path, layer, layers, screening):
    problems = []
    where = path.relative_to(screening.parent.parent)
    for line, form, name in includes(path):
        library = library_of(name)
        if form == '"' and library is None:
            other = name.split("/")[0]
            if other not in layers:
                problems.append(f"{where}:{line}: \"{name}\" is in no layer of the table (write \"layer/file.h\")")
            elif not (screening / name).exists() and not (screening / (name + ".in")).exists():
                problems.append(f"{where}:{line}: \"{name}\" does not exist")
            elif other != layer.name and other not in layer.ours:
                problems.append(f"{where}:{line}: layer {layer.name} may not include layer {other} (\"{name}\")")
        elif library is None:
            problems.append(f"{where}:{line}: <{name}> belongs to no library that layer_table.py knows; add it there")
        elif library and library not in layer.third_party:
            problems.append(f"{where}:{line}: layer {layer.name} is no home of {library} (<{name}>)")
    return problems


def shown_libraries(header, screening, seen):
    """Libraries that including a header of ours brings along."""
    found = set()
    if header in seen or not (screening / header).exists():
        return found
    seen.add(header)
    for _, form, name in includes(screening / header):
        library = library_of(name)
        if library:
            found.add(library)
        elif library is None and form == '"':
            found |= shown_libraries(name, screening, seen)
    return found


def check_boundaries(layers, screening):
    """Headers that cross a boundary hold plain values: no third party but what the table says they may show."""
    problems = {}
    for path in sources(screening):
        own = path.relative_to(screening).parts[0]
        for _, form, name in includes(path):
            other = name.split("/")[0]
            if form != '"' or other not in layers or other == own or library_of(name) is not None:
                continue
            for library in shown_libraries(name, screening, set()) - layers[other].shows:
                problems[(name, library)] = (f"services/screening/{name} shows {library} to layer {own} "
                                             f"({path.relative_to(screening)}); keep it in .cpp files, or list it under 'shows'")
    return sorted(problems.values())


def check(root):
    root = pathlib.Path(root)
    screening = root / "services" / "screening"
    layers = read_table(root / "services" / "README.md")
    problems = []
    around = circle(layers)
    if around:
        problems.append(f"services/README.md: layer {around} may include itself by way of others")
    for folder in sorted(p for p in screening.iterdir() if p.is_dir()):
        files = sources(folder)
        if files and folder.name not in layers:
            problems.append(f"services/screening/{folder.name} has no row in the layer table of services/README.md")
            continue
        for path in files:
            problems += check_file(path, layers[folder.name], layers, screening)
    problems += check_boundaries(layers, screening)
    for path in sources(root / "services" / "cli"):
        for line, form, name in includes(path):
            if form == '"' and name.split("/")[0] in layers and (screening / name).exists():
                problems.append(f"{path.relative_to(root)}:{line}: the CLI is a gRPC client; it may not include \"{name}\"")
    return problems


if __name__ == "__main__":
    found = check(sys.argv[1])
    print("\n".join(found) if found else "every include is in the layer table")
    sys.exit(1 if found else 0)
