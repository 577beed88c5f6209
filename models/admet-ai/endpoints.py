"""What the 41 endpoints of ADMET-AI mean to a chemist: title, unit, direction, species, bounds.

Names and order are those of the package's own admet.csv, which also gives the published test quality. Units are
corrected where that table errs: Caco2_Wang's values are log10(cm/s) (median -5), not log(10^-6 cm/s).
"""

from __future__ import annotations

from typing import NamedTuple


class Endpoint(NamedTuple):
    """One endpoint; `direction` is what a medicinal chemist usually wants, `none` where it depends on the project."""

    title: str
    unit: str
    direction: str
    species: str = ""
    lower_bound: float | None = None
    upper_bound: float | None = None


def probability(title: str, direction: str, species: str = "human") -> Endpoint:
    return Endpoint(title, "1", direction, species, 0.0, 1.0)


ENDPOINTS: dict[str, Endpoint] = {
    "HIA_Hou": probability("human intestinal absorption (probability)", "higher"),
    "Bioavailability_Ma": probability("oral bioavailability of 20 % or more (probability)", "higher"),
    "Solubility_AqSolDB": Endpoint("aqueous solubility", "log10(mol/L)", "higher"),
    "Lipophilicity_AstraZeneca": Endpoint("lipophilicity, logD octanol/water at pH 7.4", "1", "none"),
    "HydrationFreeEnergy_FreeSolv": Endpoint("hydration free energy", "kcal/mol", "none"),
    "Caco2_Wang": Endpoint("Caco-2 effective permeability", "log10(cm/s)", "higher", "human"),
    "PAMPA_NCATS": probability("high permeability in PAMPA (probability)", "higher", ""),
    "Pgp_Broccatelli": probability("P-glycoprotein inhibition (probability)", "lower"),
    "BBB_Martins": probability("blood-brain barrier penetration (probability)", "none"),
    "PPBR_AZ": Endpoint("plasma protein binding, share bound", "%", "none", "human", 0.0, 100.0),
    "VDss_Lombardo": Endpoint("volume of distribution at steady state", "L/kg", "none", "human", 0.0),
    "Half_Life_Obach": Endpoint("half-life", "h", "none", "human", 0.0),
    "Clearance_Hepatocyte_AZ": Endpoint(
        "intrinsic clearance in hepatocytes", "uL/min/10^6 cells", "lower", "human and rat", 0.0
    ),
    "Clearance_Microsome_AZ": Endpoint("intrinsic clearance in liver microsomes", "uL/min/mg", "lower", "human", 0.0),
    "CYP1A2_Veith": probability("CYP1A2 inhibition (probability)", "lower"),
    "CYP2C19_Veith": probability("CYP2C19 inhibition (probability)", "lower"),
    "CYP2C9_Veith": probability("CYP2C9 inhibition (probability)", "lower"),
    "CYP2D6_Veith": probability("CYP2D6 inhibition (probability)", "lower"),
    "CYP3A4_Veith": probability("CYP3A4 inhibition (probability)", "lower"),
    "CYP2C9_Substrate_CarbonMangels": probability("CYP2C9 substrate (probability)", "none"),
    "CYP2D6_Substrate_CarbonMangels": probability("CYP2D6 substrate (probability)", "none"),
    "CYP3A4_Substrate_CarbonMangels": probability("CYP3A4 substrate (probability)", "none"),
    "hERG": probability("hERG channel block (probability)", "lower"),
    "ClinTox": probability("failure in clinical trials for toxicity (probability)", "lower"),
    "AMES": probability("mutagenicity in the Ames test (probability)", "lower", "Salmonella typhimurium"),
    "DILI": probability("drug-induced liver injury (probability)", "lower"),
    "Carcinogens_Lagunin": probability("carcinogenicity (probability)", "lower", "rodent"),
    "LD50_Zhu": Endpoint("acute oral toxicity, -log10 of LD50; higher is more toxic", "log10(kg/mol)", "lower", "rat"),
    "Skin_Reaction": probability("skin sensitization (probability)", "lower", "mouse"),
    "NR-AR": probability("androgen receptor, full length: active (probability)", "lower"),
    "NR-AR-LBD": probability("androgen receptor, ligand-binding domain: active (probability)", "lower"),
    "NR-AhR": probability("aryl hydrocarbon receptor: active (probability)", "lower"),
    "NR-Aromatase": probability("aromatase: inhibited (probability)", "lower"),
    "NR-ER": probability("oestrogen receptor alpha, full length: active (probability)", "lower"),
    "NR-ER-LBD": probability("oestrogen receptor alpha, ligand-binding domain: active (probability)", "lower"),
    "NR-PPAR-gamma": probability("PPAR-gamma: active (probability)", "lower"),
    "SR-ARE": probability("antioxidant response element (Nrf2): active (probability)", "lower"),
    "SR-ATAD5": probability("genotoxic stress, ATAD5: active (probability)", "lower"),
    "SR-HSE": probability("heat shock response: active (probability)", "lower"),
    "SR-MMP": probability("mitochondrial membrane potential: disrupted (probability)", "lower"),
    "SR-p53": probability("p53 stress response: active (probability)", "lower"),
}
