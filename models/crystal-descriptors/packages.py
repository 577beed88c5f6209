"""What each of the five packages holds: properties, the original libraries' functions, tables, sources and licences."""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass
from importlib.metadata import distribution, version
from typing import Any, Callable

SYMMETRY_TOLERANCE = 0.01  # angstrom, as the service's
MASS_COLUMN = "atomic_weight"


@dataclass
class Property:
    name: str
    title: str
    unit: str = "1"
    direction: str = "none"
    lower: float | None = 0.0
    upper: float | None = None


@dataclass
class Package:
    name: str
    title: str
    properties: list[Property]
    reference: Callable[[Any], list[float] | None]  # of a pymatgen Structure; None where the original refuses
    table: Callable[[], str]                        # elements.csv
    libraries: list[str]
    licence: str
    citation: list[str]
    source_package: str
    source_files: list[str]                         # of that package, what elements.csv was made of
    measured: Callable[[], list[int]] | None = None  # elements whose values are all their own
    input: str = "composition"
    version: str = "1"

    def versions(self) -> dict[str, str]:
        return {name: version(name) for name in self.libraries}

    def source(self) -> dict[str, Any]:
        of = distribution(self.source_package)
        files = [{"file": name, "sha256": hashlib.sha256(of.locate_file(name).read_bytes()).hexdigest()} for name in self.source_files]
        return {"package": self.source_package, "version": of.version, "files": files}

    def domain(self) -> dict[str, Any]:
        return {"elements": self.measured()} if self.measured else {}


def csv(columns: dict[str, Callable[[int], Any]]) -> str:
    """A line an element; None is an empty cell."""
    from pymatgen.core import Element

    lines = [",".join(["atomic_number", "symbol", *columns])]
    for z in range(1, 119):
        cells = [columns[name](z) for name in columns]
        lines.append(",".join([str(z), Element.from_Z(z).symbol, *("" if cell is None else str(cell) for cell in cells)]))
    return "\n".join(lines) + "\n"


def symbol(z: int) -> str:
    from pymatgen.core import Element

    return Element.from_Z(z).symbol


def mass(z: int) -> float:
    from pymatgen.core import Element

    return float(Element.from_Z(z).atomic_mass)


# --- crystal-descriptors -------------------------------------------------------------------------------------------------

STRUCTURE = [
    Property("density", "mass of the cell by its volume", "g/cm3"),
    Property("volume_per_atom", "volume of the cell by its atoms", "angstrom^3"),
    Property("number_of_elements", "different elements", lower=1.0),
    Property("space_group_number", "number of the International Tables, by spglib within 0.01 angstrom; 0 where none is found", upper=230.0),
    Property("crystal_system", "1 triclinic, 2 monoclinic, 3 orthorhombic, 4 tetragonal, 5 trigonal, 6 hexagonal, 7 cubic; 0 where none is found", upper=7.0),
    Property("mean_coordination_number", "mean over sites of the atoms within 1.1 times the nearest distance", lower=1.0),
    Property("min_coordination_number", "smallest over sites of the atoms within 1.1 times the nearest distance", lower=1.0),
]


def describe_structure(structure: Any) -> list[float]:
    from pymatgen.analysis.local_env import MinimumDistanceNN
    from pymatgen.symmetry.analyzer import SpacegroupAnalyzer

    warnings.filterwarnings("ignore")
    symmetry = SpacegroupAnalyzer(structure, symprec=SYMMETRY_TOLERANCE)
    systems = ["triclinic", "monoclinic", "orthorhombic", "tetragonal", "trigonal", "hexagonal", "cubic"]
    numbers = [MinimumDistanceNN().get_cn(structure, site) for site in range(len(structure))]
    return [float(structure.density), structure.volume / len(structure), float(len(structure.composition.elements)),
            float(symmetry.get_space_group_number()), 1.0 + systems.index(symmetry.get_crystal_system()),
            sum(numbers) / len(numbers), float(min(numbers))]


def structure_table() -> str:
    return csv({MASS_COLUMN: mass})


# --- charge-balance ------------------------------------------------------------------------------------------------------

BALANCE = [Property("charge_balance", "1 where oxidation states can add up to 0 with positive ones on the less electronegative elements (SMACT), else 0", direction="higher", upper=1.0)]


def balance(structure: Any) -> list[float]:
    from smact.screening import smact_validity

    return [float(smact_validity(structure.composition))]


def balance_table() -> str:
    import smact
    from smact.screening import ICSD24FilterConfig, _get_icsd24_oxidation_dict

    default = ICSD24FilterConfig()
    states = _get_icsd24_oxidation_dict(include_zero=default.include_zero, consensus=default.consensus, commonality=default.commonality)
    known = smact.element_dictionary()

    def eneg(z: int) -> float | None:
        return known[symbol(z)].pauling_eneg if symbol(z) in known else None

    return csv({"electronegativity": eneg, "is_metal": lambda z: int(symbol(z) in smact.metals),
                "oxidation_states": lambda z: " ".join(map(str, states.get(symbol(z)) or []))})


# --- magpie --------------------------------------------------------------------------------------------------------------

MAGPIE = {  # the preset's name: (ours, what it is, unit)
    "Number": ("number", "atomic number", "1"),
    "MendeleevNumber": ("mendeleev_number", "Mendeleev number", "1"),
    "AtomicWeight": ("atomic_weight", "atomic weight", "Da"),
    "MeltingT": ("melting_temperature", "melting temperature of the element", "K"),
    "Column": ("column", "column of the periodic table", "1"),
    "Row": ("row", "row of the periodic table", "1"),
    "CovalentRadius": ("covalent_radius", "covalent radius", "pm"),
    "Electronegativity": ("electronegativity", "Pauling electronegativity", "1"),
    "NsValence": ("ns_valence", "filled s valence orbitals", "1"),
    "NpValence": ("np_valence", "filled p valence orbitals", "1"),
    "NdValence": ("nd_valence", "filled d valence orbitals", "1"),
    "NfValence": ("nf_valence", "filled f valence orbitals", "1"),
    "NValence": ("n_valence", "filled valence orbitals", "1"),
    "NsUnfilled": ("ns_unfilled", "unfilled s valence orbitals", "1"),
    "NpUnfilled": ("np_unfilled", "unfilled p valence orbitals", "1"),
    "NdUnfilled": ("nd_unfilled", "unfilled d valence orbitals", "1"),
    "NfUnfilled": ("nf_unfilled", "unfilled f valence orbitals", "1"),
    "NUnfilled": ("n_unfilled", "unfilled valence orbitals", "1"),
    "GSvolume_pa": ("gs_volume_per_atom", "volume of an atom in the element's ground state (DFT)", "angstrom^3"),
    "GSbandgap": ("gs_bandgap", "band gap of the element's ground state (DFT)", "eV"),
    "GSmagmom": ("gs_magmom", "magnetic moment of an atom in the element's ground state (DFT)", "uB"),
    "SpaceGroupNumber": ("space_group", "space group number of the element's ground state", "1"),
}
STATISTICS = {"minimum": "least of the elements", "maximum": "largest of the elements", "range": "range over the elements", "mean": "mean over the atoms",
              "avg_dev": "mean absolute deviation over the atoms", "mode": "of the most frequent element"}


def magpie_properties() -> list[Property]:
    return [Property(f"{statistic}_{ours}", f"{title}: {of}", unit, lower=None)
            for ours, title, unit in MAGPIE.values() for statistic, of in STATISTICS.items()]


def magpie(structure: Any) -> list[float]:
    from matminer.featurizers.composition import ElementProperty

    return [float(value) for value in ElementProperty.from_preset("magpie").featurize(structure.composition)]


def magpie_table() -> str:
    from matminer.utils.data import MagpieData

    data = MagpieData(impute_nan=True).all_elemental_props
    return csv({ours: (lambda z, of=of: float(data[of][symbol(z)])) for of, (ours, _, _) in MAGPIE.items()})


def measured_by_magpie() -> list[int]:
    return [z for z in range(1, 119) if z not in IMPUTED]


# Elements for which a table of the preset has no value, and matminer takes the mean over all others (0.10.1).
IMPUTED = [2, 10, 18, 85, 86, 87, *range(97, 119)]


# --- element-cost and element-supply -------------------------------------------------------------------------------------

COST = [Property("element_cost", "price of its elements as such, by mass; prices of 2013", "USD/kg", "lower")]
SUPPLY = [
    Property("hhi_production", "Herfindahl-Hirschman index of production, by mass: 0 many countries, 10,000 one; data of 2011", "1", "lower", upper=10000.0),
    Property("hhi_reserve", "Herfindahl-Hirschman index of reserves, by mass: 0 many countries, 10,000 one; data of 2011", "1", "lower", upper=10000.0),
]


def prices() -> dict[str, float]:
    from pymatgen.analysis.cost import CostDBElements
    from pymatgen.core import Element

    return {symbol(z): CostDBElements().get_entries([Element.from_Z(z)])[0].energy / (mass(z) / 1000)
            for z in range(1, 119) if CostDBElements().get_entries([Element.from_Z(z)])}


def cost(structure: Any) -> list[float] | None:
    from pymatgen.analysis.cost import CostAnalyzer, CostDBElements

    if any(element.symbol not in prices() for element in structure.composition):
        return None
    return [float(CostAnalyzer(CostDBElements()).get_cost_per_kg(structure.composition))]


def cost_table() -> str:
    of = prices()

    def rounded(z: int) -> float | None:  # back to the price that the file states, which the library keeps by mole
        return float(f"{of[symbol(z)]:.8g}") if symbol(z) in of else None

    return csv({MASS_COLUMN: mass, "usd_per_kg": rounded})


def supply(structure: Any) -> list[float] | None:
    from pymatgen.analysis.hhi import HHIModel

    production, reserve = HHIModel().get_hhi(structure.composition)
    return None if production is None else [float(production), float(reserve)]


def supply_table() -> str:
    from pymatgen.analysis.hhi import HHIModel

    of = HHIModel().symbol_hhip_hhir
    return csv({MASS_COLUMN: mass, "hhi_production": lambda z: of.get(symbol(z), (None, None))[0], "hhi_reserve": lambda z: of.get(symbol(z), (None, None))[1]})


PYMATGEN = "Ong SP, Richards WD, Jain A, et al. Python Materials Genomics (pymatgen). Comput. Mater. Sci. 2013, 68, 314-319. https://doi.org/10.1016/j.commatsci.2012.10.028"
PACKAGES = [
    Package("crystal-descriptors", "Descriptors of crystals without weights: density, symmetry, coordination", STRUCTURE,
            describe_structure, structure_table, ["pymatgen-core", "spglib"], "MIT",
            [PYMATGEN,
             "Zimmermann NER, Jain A. Local structure order parameters and site fingerprints for quantification of coordination environment and crystal structure similarity. RSC Adv. 2020, 10, 6063-6081. https://doi.org/10.1039/C9RA07755C",
             "Togo A, Shinohara K, Tanaka I. Spglib: a software library for crystal symmetry search. Sci. Technol. Adv. Mater. Methods 2024, 4, 2384822. https://doi.org/10.1080/27660400.2024.2384822"],
            "pymatgen-core", ["pymatgen/core/periodic_table.json.gz"], input="crystal", version="2"),
    Package("charge-balance", "Whether the oxidation states of a composition can add up to 0 (SMACT)", BALANCE, balance, balance_table, ["SMACT"], "MIT",
            ["Davies DW, Butler KT, Jackson AJ, Skelton JM, Morita K, Walsh A. SMACT: Semiconducting Materials by Analogy and Chemical Theory. J. Open Source Softw. 2019, 4(38), 1361. https://doi.org/10.21105/joss.01361"],
            "SMACT", ["smact/data/oxidation_states_icsd24_counts.json", "smact/data/element_data.txt"]),
    Package("magpie", "Magpie statistics of a composition: 22 properties of the elements in 6 statistics", magpie_properties(), magpie, magpie_table,
            ["matminer", "pymatgen-core"], "BSD-3-Clause-LBNL",
            ["Ward L, Agrawal A, Choudhary A, Wolverton C. A general-purpose machine learning framework for predicting properties of inorganic materials. npj Comput. Mater. 2016, 2, 16028. https://doi.org/10.1038/npjcompumats.2016.28",
             "Ward L, Dunn A, Faghaninia A, et al. Matminer: An open source toolkit for materials data mining. Comput. Mater. Sci. 2018, 152, 60-69. https://doi.org/10.1016/j.commatsci.2018.05.018"],
            "matminer", [f"matminer/utils/data_files/magpie_elementdata/{of}.table" for of in MAGPIE], measured_by_magpie),
    Package("element-cost", "What the elements of a composition cost", COST, cost, cost_table, ["pymatgen", "pymatgen-core"], "MIT",
            [PYMATGEN], "pymatgen-core", ["pymatgen/analysis/costdb_elements.csv"]),
    Package("element-supply", "In how few countries the elements of a composition are mined", SUPPLY, supply, supply_table, ["pymatgen", "pymatgen-core"], "MIT",
            [PYMATGEN,
             "Gaultois MW, Sparks TD, Borg CKH, Seshadri R, Bonificio WD, Clarke DR. Data-driven review of thermoelectric materials: performance and resource considerations. Chem. Mater. 2013, 25(15), 2911-2920. https://doi.org/10.1021/cm400893e"],
            "pymatgen-core", ["pymatgen/analysis/hhi_data.csv"]),
]
