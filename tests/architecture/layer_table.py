"""The layer table of services/README.md, and what each file includes, as plain values."""
import pathlib
import re
from dataclasses import dataclass, field

# Include prefixes of each third-party library, by the name that the table gives it (in lower case).
THIRD_PARTY = {
    "rdkit": ("GraphMol/", "RDGeneral/", "DataStructs/", "Geometry/", "Query/", "Catalogs/", "ForceField/"),
    "libtorch": ("ATen/", "torch/", "c10/", "caffe2/", "cuda_runtime"),
    "highway": ("hwy/",),
    "libpqxx": ("pqxx/",),
    "libpq": ("libpq-fe.h", "libpq/"),
    "grpc++": ("grpcpp/", "grpc/", "google/rpc/"),
    "protobuf": ("google/protobuf/", "furui/v1/"),
    "boost.beast": ("boost/",),
    "gemmi": ("gemmi/", "tao/"),
    "spglib": ("spglib",),
    "toml++": ("toml++/",),
    "cli11": ("CLI/",),
    "zlib": ("zlib.h",),
    "minizip": ("minizip/", "unzip.h", "ioapi.h"),
    "libarchive": ("archive.h", "archive_entry.h"),
    "expat": ("expat",),
    "iconv": ("iconv.h",),
    "spdlog": ("spdlog/", "fmt/"),
    "prometheus-cpp": ("prometheus/",),
    "nlohmann-json": ("nlohmann/",),
    "openssl": ("openssl/",),
    "jemalloc": ("jemalloc/",),
}
ALIASES = {"toml": "toml++", "json": "nlohmann-json", "std only": None, "std": None, "–": None, "-": None, "": None}

# Headers of the C library, POSIX, Linux and the compiler: every layer may include them.
SYSTEM = re.compile(
    r"^(sys|arpa|netinet|linux|net)/|^(unistd|fcntl|poll|signal|sched|pwd|grp|endian|dlfcn|pthread|termios|syslog|"
    r"cxxabi|omp|immintrin|x86intrin|arm_neon|errno|stdio|stdlib|string|stdint|time|malloc|execinfo|ftw|netdb|"
    r"sysexits|spawn|glob|locale|math|limits)\.h$")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^">]+)[">]', re.MULTILINE)


@dataclass
class Layer:
    """One row of the table."""
    name: str
    ours: set = field(default_factory=set)         # layers that it may include
    third_party: set = field(default_factory=set)  # libraries that it may include
    shows: set = field(default_factory=set)        # libraries that its headers may show to other layers


def cells(line):
    return [cell.strip().strip("`") for cell in line.strip().strip("|").split("|")]


def libraries(cell, row):
    names = set()
    for name in cell.lower().split(","):
        name = name.strip()
        name = ALIASES.get(name, name)
        if name is None:
            continue
        if name not in THIRD_PARTY:
            raise ValueError(f"services/README.md: layer {row}: library '{name}' is not known to layer_table.py; "
                             f"add its include prefixes there")
        names.add(name)
    return names


def read_table(readme):
    """The rows below "| layer | may include of ours | third party |", by name. A fourth column, "shows", is optional."""
    layers = {}
    in_table = False
    for line in pathlib.Path(readme).read_text(encoding="utf-8").splitlines():
        if line.startswith("| layer |"):
            in_table = True
            continue
        if not in_table:
            continue
        if not line.startswith("|"):
            break
        row = cells(line)
        if set(row[0]) <= set("-: "):
            continue
        ours = {name.strip() for name in row[1].split(",")} - {"–", "-", ""}
        layers[row[0]] = Layer(row[0], ours, libraries(row[2], row[0]), libraries(row[3], row[0]) if len(row) > 3 else set())
    if not layers:
        raise ValueError("services/README.md has no table that begins with '| layer |'")
    for layer in layers.values():
        for name in layer.ours - layers.keys():
            raise ValueError(f"services/README.md: layer {layer.name} may include '{name}', which is no layer")
    return layers


def includes(path):
    """(line, form, name) of every include of a file; form is '<' or '"'."""
    text = pathlib.Path(path).read_text(encoding="utf-8")
    return [(text.count("\n", 0, match.start(1)) + 1, match[1], match[2]) for match in INCLUDE.finditer(text)]


def library_of(name):
    """The library that an include belongs to; "" for the standard library and the system, None where unknown."""
    for library, prefixes in THIRD_PARTY.items():
        if name.startswith(prefixes):
            return library
    if ("/" not in name and "." not in name) or SYSTEM.match(name):
        return ""
    return None


def sources(folder):
    return sorted(p for p in pathlib.Path(folder).rglob("*") if p.suffix in (".h", ".cpp", ".cu", ".inc"))
