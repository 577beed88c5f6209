"""The crystals of the golden set: textbook prototypes built from their cells, most of them strained and shaken.

Cells and free coordinates are rounded textbook values (Wyckoff, Crystal Structures, 2nd ed., 1963); nothing rests on
their last digits. What the set must hold: every kind of bonding, cells of 1 to 64 atoms, collinear bonds, structures
without any angle below 3 Å, a molecule in an empty box, cells that are far from reduced, elements up to Z = 94.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy

SEED = 20261128
SYMBOLS = (
    "H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb Mo "
    "Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os Ir Pt Au Hg Tl "
    "Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu"
).split()
FCC = [(0, 0, 0), (0, 0.5, 0.5), (0.5, 0, 0.5), (0.5, 0.5, 0)]
FCC_PRIMITIVE = 0.5 * numpy.array([(0, 1, 1), (1, 0, 1), (1, 1, 0)])
BCC_PRIMITIVE = 0.5 * numpy.array([(-1, 1, 1), (1, -1, 1), (1, 1, -1)])


@dataclass
class Structure:
    lattice: numpy.ndarray     # rows a, b, c in angstrom
    numbers: list[int]         # n atomic numbers
    fractional: numpy.ndarray  # n × 3


def build(lattice: object, sites: list[tuple[str, object]]) -> Structure:
    """A structure of (symbol, list of fractional coordinates) in a lattice; a number is a cubic cell's edge."""
    cell = numpy.eye(3) * lattice if isinstance(lattice, (int, float)) else numpy.array(lattice, float)
    symbols = [symbol for symbol, places in sites for _ in places]
    return Structure(cell, [SYMBOLS.index(s) + 1 for s in symbols], numpy.vstack([numpy.array(p, float) for _, p in sites]))


def hexagonal(a: float, c: float) -> list[tuple[float, float, float]]:
    return [(a, 0, 0), (-a / 2, a * 3**0.5 / 2, 0), (0, 0, c)]


def shifted(places: list, by: tuple) -> list:
    return [tuple((numpy.array(p) + by) % 1) for p in places]


def rock_salt(a: float, cation: str, anion: str) -> Structure:
    return build(a, [(cation, FCC), (anion, shifted(FCC, (0.5, 0.5, 0.5)))])


def zinc_blende(a: float, cation: str, anion: str) -> Structure:
    return build(a, [(cation, FCC), (anion, shifted(FCC, (0.25, 0.25, 0.25)))])


def fluorite(a: float, cation: str, anion: str) -> Structure:
    return build(a, [(cation, FCC), (anion, shifted(FCC, (0.25,) * 3) + shifted(FCC, (0.75,) * 3))])


def primitive(conventional: Structure) -> Structure:
    """The primitive cell of a face-centred one, whose sites of each kind come in groups of four."""
    a = conventional.lattice[0, 0]
    cell = FCC_PRIMITIVE * a
    places = conventional.fractional[::4] * a @ numpy.linalg.inv(cell)
    return Structure(cell, conventional.numbers[::4], places % 1)


def perovskite(a: float, large: str, small: str, anion: str) -> Structure:
    faces = [(0.5, 0.5, 0), (0.5, 0, 0.5), (0, 0.5, 0.5)]
    return build(a, [(large, [(0, 0, 0)]), (small, [(0.5,) * 3]), (anion, faces)])


def wurtzite(a: float, c: float, u: float, cation: str, anion: str) -> Structure:
    places = [(1 / 3, 2 / 3, 0), (2 / 3, 1 / 3, 0.5)]
    return build(hexagonal(a, c), [(cation, places), (anion, shifted(places, (0, 0, u)))])


def rutile(a: float, c: float, u: float, cation: str, anion: str) -> Structure:
    anions = [(u, u, 0), (1 - u, 1 - u, 0), (0.5 + u, 0.5 - u, 0.5), (0.5 - u, 0.5 + u, 0.5)]
    return build(numpy.diag([a, a, c]), [(cation, [(0, 0, 0), (0.5,) * 3]), (anion, anions)])


def rhombohedral(places: list) -> list:
    """The places of a rhombohedral structure in its hexagonal cell (obverse setting)."""
    return [q for t in [(0, 0, 0), (2 / 3, 1 / 3, 1 / 3), (1 / 3, 2 / 3, 2 / 3)] for q in shifted(places, t)]


def layered_oxide(a: float, c: float, z: float, alkali: str, metal: str) -> Structure:
    sites = [(alkali, [(0, 0, 0.5)]), (metal, [(0, 0, 0)]), ("O", [(0, 0, z), (0, 0, 1 - z)])]
    return build(hexagonal(a, c), [(symbol, rhombohedral(places)) for symbol, places in sites])


def corundum(a: float, c: float, z: float, x: float, metal: str) -> Structure:
    metals = [(0, 0, z), (0, 0, 0.5 - z), (0, 0, 1 - z), (0, 0, 0.5 + z)]
    oxygens = [(x, 0, 0.25), (0, x, 0.25), (-x, -x, 0.25), (-x, 0, 0.75), (0, -x, 0.75), (x, x, 0.75)]
    return build(hexagonal(a, c), [(metal, rhombohedral(metals)), ("O", rhombohedral(oxygens))])


def spinel(a: float, u: float, tetrahedral: str, octahedral: str) -> Structure:
    """The conventional cell of 56 atoms, origin at the inversion centre."""
    fcc = numpy.array(FCC)
    tetra = [(1 / 8,) * 3, (7 / 8,) * 3]
    octa = [(0.5, 0.5, 0.5), (0.5, 0.25, 0.25), (0.25, 0.5, 0.25), (0.25, 0.25, 0.5)]
    v = 0.25 - u
    oxygen = [(u, u, u), (u, v, v), (v, u, v), (v, v, u)]
    oxygen += [tuple(-numpy.array(p)) for p in oxygen]
    every = [(s, [tuple((numpy.array(p) + t) % 1) for p in places for t in fcc])
             for s, places in [(tetrahedral, tetra), (octahedral, octa), ("O", oxygen)]]
    return build(a, every)


def supercell(structure: Structure, times: tuple[int, int, int]) -> Structure:
    shifts = numpy.array([(i, j, k) for i in range(times[0]) for j in range(times[1]) for k in range(times[2])])
    places = (structure.fractional[:, None, :] + shifts[None]) / numpy.array(times)
    numbers = [z for z in structure.numbers for _ in shifts]
    return Structure(structure.lattice * numpy.array(times)[:, None], numbers, places.reshape(-1, 3))


def skewed(structure: Structure) -> Structure:
    """The same crystal in a cell far from reduced: b + 2a, c − 3b."""
    change = numpy.array([(1, 0, 0), (2, 1, 0), (0, -3, 1)])
    places = structure.fractional @ numpy.linalg.inv(change)
    return Structure(change @ structure.lattice, structure.numbers, places % 1)


def shaken(structure: Structure, random: numpy.random.Generator, strain: float, shake: float) -> Structure:
    """Strained by normal strain components, each site moved by normal components of `shake` angstrom."""
    cell = structure.lattice @ (numpy.eye(3) + random.normal(0, strain, (3, 3)))
    moved = structure.fractional + random.normal(0, shake, structure.fractional.shape) @ numpy.linalg.inv(cell)
    return Structure(cell, structure.numbers, moved)


def hexagonal_metal(a: float, c: float, symbol: str) -> Structure:
    return build(hexagonal(a, c), [(symbol, [(1 / 3, 2 / 3, 0.25), (2 / 3, 1 / 3, 0.75)])])


def prototypes() -> tuple[list[Structure], list[Structure]]:
    """Structures to keep as they are, and structures to shake."""
    fcc = lambda a, s: build(FCC_PRIMITIVE * a, [(s, [(0, 0, 0)])])  # noqa: E731
    bcc = lambda a, s: build(a, [(s, [(0, 0, 0), (0.5,) * 3])])  # noqa: E731
    perfect = [
        primitive(rock_salt(4.21, "Mg", "O")), perovskite(3.905, "Sr", "Ti", "O"), fcc(3.61, "Cu"), fcc(5.26, "Ar"),
        primitive(zinc_blende(5.43, "Si", "Si")), layered_oxide(2.816, 14.05, 0.26, "Li", "Co"),
        skewed(primitive(zinc_blende(5.65, "Ga", "As"))), build(BCC_PRIMITIVE * 3.165, [("W", [(0, 0, 0)])]),
        build(3.35, [("Po", [(0, 0, 0)])]),
    ]
    water = [(0.5, 0.5, 0.5), (0.5 + 0.757 / 12, 0.5 + 0.586 / 12, 0.5), (0.5 - 0.757 / 12, 0.5 + 0.586 / 12, 0.5)]
    pyrite = [(0.385, 0.385, 0.385), (0.115, 0.615, 0.885), (0.615, 0.885, 0.115), (0.885, 0.115, 0.615)]
    sulfurs = pyrite + [tuple(1 - numpy.array(p)) for p in pyrite]
    pairs = [(1 / 3, 2 / 3, 0), (2 / 3, 1 / 3, 0)]
    kagome = [(0.5, 0, 0.5), (0, 0.5, 0.5), (0.5, 0.5, 0.5)]
    cuprate = [("Y", [(0.5,) * 3]), ("Ba", [(0.5, 0.5, 0.185), (0.5, 0.5, 0.815)]),
               ("Cu", [(0, 0, 0), (0, 0, 0.356), (0, 0, 0.644)]),
               ("O", [(0, 0.5, 0), (0.5, 0, 0.378), (0.5, 0, 0.622), (0, 0.5, 0.378), (0, 0.5, 0.622), (0, 0, 0.159),
                      (0, 0, 0.841)])]
    shake = [
        rock_salt(5.64, "Na", "Cl"), rock_salt(4.33, "Fe", "O"), primitive(rock_salt(4.08, "Li", "H")),
        primitive(rock_salt(5.14, "Eu", "O")), primitive(rock_salt(4.90, "Np", "N")),
        supercell(rock_salt(4.18, "Ni", "O"), (2, 2, 2)), layered_oxide(2.97, 15.97, 0.235, "Na", "Cr"),
        perovskite(4.01, "Ba", "Ti", "O"), perovskite(6.29, "Cs", "Pb", "I"),
        supercell(perovskite(3.88, "La", "Mn", "O"), (2, 2, 1)), spinel(8.08, 0.2624, "Mg", "Al"),
        primitive(spinel(8.40, 0.2549, "Fe", "Fe")), primitive(spinel(8.24, 0.2633, "Li", "Mn")),
        wurtzite(3.25, 5.21, 0.382, "Zn", "O"), wurtzite(3.19, 5.19, 0.377, "Ga", "N"),
        zinc_blende(5.83, "Cd", "S"), primitive(zinc_blende(3.567, "C", "C")), fluorite(5.46, "Ca", "F"),
        primitive(fluorite(5.47, "U", "O")), primitive(fluorite(5.40, "Pu", "O")), fluorite(4.62, "O", "Li"),
        rutile(4.594, 2.959, 0.305, "Ti", "O"), rutile(4.40, 2.87, 0.302, "Mn", "O"),
        corundum(4.76, 12.99, 0.352, 0.306, "Al"), build(4.12, [("Cs", [(0, 0, 0)]), ("Cl", [(0.5,) * 3])]),
        build(3.015, [("Ni", [(0, 0, 0)]), ("Ti", [(0.5,) * 3])]), bcc(2.87, "Fe"), hexagonal_metal(3.21, 5.21, "Mg"),
        hexagonal_metal(3.63, 5.78, "Gd"), fcc(4.43, "Ne"), fcc(6.13, "Xe"),
        build(hexagonal(2.46, 6.71), [("C", [(0, 0, 0.25), (0, 0, 0.75), (1 / 3, 2 / 3, 0.25), (2 / 3, 1 / 3, 0.75)])]),
        build(hexagonal(3.16, 12.3), [("Mo", [(1 / 3, 2 / 3, 0.25), (2 / 3, 1 / 3, 0.75)]),
                                      ("S", [(1 / 3, 2 / 3, 0.621), (1 / 3, 2 / 3, 0.879), (2 / 3, 1 / 3, 0.121),
                                             (2 / 3, 1 / 3, 0.379)])]),
        build(hexagonal(4.38, 30.49), [("Bi", rhombohedral([(0, 0, 0.4), (0, 0, 0.6)])),
                                       ("Te", rhombohedral([(0, 0, 0), (0, 0, 0.2085), (0, 0, 0.7915)]))]),
        build(hexagonal(5.0, 3.97), [("Sm", [(0, 0, 0)]), ("Co", pairs + kagome)]),
        build(5.416, [("Fe", FCC), ("S", sulfurs)]), build(numpy.diag([3.82, 3.89, 11.68]), cuprate),
        build(12.0, [("O", water[:1]), ("H", water[1:])]),
    ]
    return perfect, shake


def golden_structures() -> list[Structure]:
    """The golden set in order: cells and coordinates rounded to 1e-6, so that their text is exact."""
    random = numpy.random.default_rng(SEED)
    perfect, shake = prototypes()
    result = perfect + [shaken(s, random, 0.01, 0.05) for s in shake]
    for structure in result:
        structure.lattice = structure.lattice.round(6) + 0.0
        structure.fractional = (structure.fractional % 1).round(6) % 1 + 0.0
    return result
