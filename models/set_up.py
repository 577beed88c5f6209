#!/usr/bin/env python3
"""Puts every shipped model package and profile into build/models; what is there already is left alone.

    build/python/bin/python models/set_up.py --build build

Fetches the pinned packages by pip (once, into build/downloads) and converts their weights, and turns the fragment scores
of Debian's rdkit-data into a plain table; the server fetches nothing and opens no pickle.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

MODELS = Path(__file__).resolve().parent
ADMET_AI_WHEEL = "admet_ai-2.0.1-py3-none-any.whl"
CHGNET_WHEEL = "chgnet-0.4.2-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"
# Its weights are the same for every platform: one wheel is read on all.
CHGNET_PLATFORM = ["--only-binary=:all:", "--implementation", "cp", "--python-version", "3.11", "--platform", "manylinux2014_x86_64"]
FRAGMENT_SCORES = Path("/usr/share/RDKit/Contrib/SA_Score/fpscores.pkl.gz")


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def is_whole(package: Path, committed: Path) -> bool:
    """Whether `package` has the committed manifest and every file that it lists, with its digest."""
    manifest = package / "manifest.json"
    if not manifest.is_file() or manifest.read_bytes() != (committed / "manifest.json").read_bytes():
        return False
    files = json.loads(manifest.read_text())["files"]
    return all((package / name).is_file() and digest(package / name) == sha256 for name, sha256 in files.items())


def fetch_wheel(downloads: Path, requirement: str, name: str, platform: list[str]) -> Path:
    """The wheel `name` of a requirement such as "chgnet==0.4.2"; `platform` holds pip's options that choose it."""
    wheel = downloads / name
    if not wheel.is_file():
        downloads.mkdir(parents=True, exist_ok=True)
        fetch_package(downloads, name, [*platform, requirement], requirement)
    return wheel


def fetch_package(downloads: Path, name: str, options: list[str], requirement: str) -> None:
    print(f"fetching {requirement.replace('==', ' ')}", flush=True)
    fetch = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(downloads), *options]
    if subprocess.run(fetch).returncode != 0 or not (downloads / name).is_file():
        sys.exit(f"{name} could not be fetched (pip says why above); without a network, put it into {downloads}")


def fetch_sdist(downloads: Path, source: dict[str, str]) -> Path:
    """The source package that a manifest's `source` names. pip runs its build script to learn its name, but only where
    its SHA-256 is the one stated there."""
    sdist, requirement = downloads / source["file"], f"{source['package']}=={source['version']}"
    if not sdist.is_file():
        downloads.mkdir(parents=True, exist_ok=True)
        pinned = downloads / f"{sdist.name}.requirement"
        pinned.write_text(f"{requirement} --hash=sha256:{source['sha256']}\n")
        fetch_package(downloads, sdist.name, [f"--no-binary={source['package']}", "--require-hashes", "--requirement", str(pinned)], requirement)
    return sdist


def set_up_admet_ai(build: Path) -> None:
    package = build / "models" / "admet-ai"
    if is_whole(package, MODELS / "admet-ai"):
        return
    wheel = fetch_wheel(build / "downloads", "admet-ai==2.0.1", ADMET_AI_WHEEL, [])
    subprocess.run([sys.executable, str(MODELS / "importers" / "convert_admet_ai.py"), "--wheel", str(wheel),
                    "--out", str(package)], check=True)


def set_up_chgnet(build: Path) -> None:
    for name in ("chgnet", "chgnet-0-2-0", "chgnet-r2scan"):
        package = build / "models" / name
        if is_whole(package, MODELS / name):
            continue
        wheel = fetch_wheel(build / "downloads", "chgnet==0.4.2", CHGNET_WHEEL, CHGNET_PLATFORM)
        subprocess.run([sys.executable, str(MODELS / "importers" / "convert_chgnet.py"), "--wheel", str(wheel),
                        "--package", name, "--out", str(package)], check=True)


def set_up_megnet(build: Path) -> None:
    for name in ("megnet", "megnet-disordered"):
        package = build / "models" / name
        if is_whole(package, MODELS / name):
            continue
        sdist = fetch_sdist(build / "downloads", json.loads((MODELS / name / "manifest.json").read_text())["source"])
        subprocess.run([sys.executable, str(MODELS / "importers" / "convert_megnet.py"), "--sdist", str(sdist), "--package", name,
                        "--out", str(package)], check=True)


def copy_package(build: Path, name: str) -> Path:
    """A package without weights, as it is committed."""
    committed, package = MODELS / name, build / "models" / name
    if not is_whole(package, committed):
        package.mkdir(parents=True, exist_ok=True)
        for file in ["manifest.json", *json.loads((committed / "manifest.json").read_text())["files"]]:
            shutil.copyfile(committed / file, package / file)
    return package


def set_up_stability(build: Path) -> None:
    for name in ("chgnet-stability", "chgnet-r2scan-stability"):
        copy_package(build, name)


def set_up_crystal_descriptors(build: Path) -> None:
    for name in ("crystal-descriptors", "charge-balance", "magpie", "element-cost", "element-supply", "crystal-duplicates"):
        copy_package(build, name)


def set_up_descriptors(build: Path) -> None:
    committed = MODELS / "descriptors"
    package = copy_package(build, "descriptors")
    table = package / "sa_fragments.bin"
    if not table.is_file():
        check_fragment_scores(json.loads((committed / "manifest.json").read_text())["source"])
        subprocess.run([sys.executable, str(committed / "convert_fpscores.py"), str(FRAGMENT_SCORES), str(table)], check=True)


def check_fragment_scores(source: dict[str, str]) -> None:
    """Holds rdkit-data's fragment scores to the ones that the golden set of the descriptors was made with."""
    if not FRAGMENT_SCORES.is_file():
        sys.exit(f"{FRAGMENT_SCORES} is missing: install Debian's package {source['package']} ({source['version']})")
    found = digest(FRAGMENT_SCORES)
    if found != source["sha256"]:
        sys.exit(f"{FRAGMENT_SCORES}: expected SHA-256 {source['sha256']} ({source['package']} {source['version']}), got "
                 f"{found}; if its fragment scores changed, models/descriptors/make_package.py makes the package anew")


def set_up_profiles(build: Path) -> None:
    folder = build / "models" / "profiles"
    folder.mkdir(parents=True, exist_ok=True)
    for profile in (MODELS / "profiles").glob("*.toml"):
        shutil.copyfile(profile, folder / profile.name)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, required=True, help="the build folder")
    build = parser.parse_args().build.resolve()
    for title, set_up in [("admet-ai", set_up_admet_ai), ("chgnet", set_up_chgnet), ("megnet", set_up_megnet), ("stability", set_up_stability),
                          ("descriptors", set_up_descriptors), ("crystal descriptors", set_up_crystal_descriptors),
                          ("profiles", set_up_profiles)]:
        print(f"{title} …", flush=True)
        try:
            set_up(build)
        except subprocess.CalledProcessError as error:
            print(f"{title}: {Path(error.cmd[1]).name} failed (exit code {error.returncode}); it says why above", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
