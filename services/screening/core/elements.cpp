// The 118 elements (IUPAC names and symbols); index 0 is the dummy atom of a SMILES.
#include "core/elements.h"

#include <array>
#include <cctype>
#include <string>

namespace furui {
namespace {

constexpr std::array<std::string_view, 119> kNames{
    "dummy atom", "hydrogen",     "helium",        "lithium",     "beryllium",   "boron",
    "carbon",     "nitrogen",     "oxygen",        "fluorine",    "neon",        "sodium",
    "magnesium",  "aluminium",    "silicon",       "phosphorus",  "sulfur",      "chlorine",
    "argon",      "potassium",    "calcium",       "scandium",    "titanium",    "vanadium",
    "chromium",   "manganese",    "iron",          "cobalt",      "nickel",      "copper",
    "zinc",       "gallium",      "germanium",     "arsenic",     "selenium",    "bromine",
    "krypton",    "rubidium",     "strontium",     "yttrium",     "zirconium",   "niobium",
    "molybdenum", "technetium",   "ruthenium",     "rhodium",     "palladium",   "silver",
    "cadmium",    "indium",       "tin",           "antimony",    "tellurium",   "iodine",
    "xenon",      "caesium",      "barium",        "lanthanum",   "cerium",      "praseodymium",
    "neodymium",  "promethium",   "samarium",      "europium",    "gadolinium",  "terbium",
    "dysprosium", "holmium",      "erbium",        "thulium",     "ytterbium",   "lutetium",
    "hafnium",    "tantalum",     "tungsten",      "rhenium",     "osmium",      "iridium",
    "platinum",   "gold",         "mercury",       "thallium",    "lead",        "bismuth",
    "polonium",   "astatine",     "radon",         "francium",    "radium",      "actinium",
    "thorium",    "protactinium", "uranium",       "neptunium",   "plutonium",   "americium",
    "curium",     "berkelium",    "californium",   "einsteinium", "fermium",     "mendelevium",
    "nobelium",   "lawrencium",   "rutherfordium", "dubnium",     "seaborgium",  "bohrium",
    "hassium",    "meitnerium",   "darmstadtium",  "roentgenium", "copernicium", "nihonium",
    "flerovium",  "moscovium",    "livermorium",   "tennessine",  "oganesson",
};

constexpr std::array<std::string_view, 119> kSymbols{
    "*",  "H",  "He", "Li", "Be", "B",  "C",  "N",  "O",  "F",  "Ne", "Na", "Mg", "Al", "Si", "P",  "S",
    "Cl", "Ar", "K",  "Ca", "Sc", "Ti", "V",  "Cr", "Mn", "Fe", "Co", "Ni", "Cu", "Zn", "Ga", "Ge", "As",
    "Se", "Br", "Kr", "Rb", "Sr", "Y",  "Zr", "Nb", "Mo", "Tc", "Ru", "Rh", "Pd", "Ag", "Cd", "In", "Sn",
    "Sb", "Te", "I",  "Xe", "Cs", "Ba", "La", "Ce", "Pr", "Nd", "Pm", "Sm", "Eu", "Gd", "Tb", "Dy", "Ho",
    "Er", "Tm", "Yb", "Lu", "Hf", "Ta", "W",  "Re", "Os", "Ir", "Pt", "Au", "Hg", "Tl", "Pb", "Bi", "Po",
    "At", "Rn", "Fr", "Ra", "Ac", "Th", "Pa", "U",  "Np", "Pu", "Am", "Cm", "Bk", "Cf", "Es", "Fm", "Md",
    "No", "Lr", "Rf", "Db", "Sg", "Bh", "Hs", "Mt", "Ds", "Rg", "Cn", "Nh", "Fl", "Mc", "Lv", "Ts", "Og",
};

constexpr double kNo = 10;  // no Pauling value
constexpr std::array<double, 104> kElectronegativity{
    kNo,  2.20, kNo,  0.98, 1.57, 2.04, 2.55, 3.04, 3.44, 3.98, kNo,  0.93, 1.31, 1.61, 1.90, 2.19, 2.58, 3.16,
    kNo,  0.82, 1.00, 1.36, 1.54, 1.63, 1.66, 1.55, 1.83, 1.88, 1.91, 1.90, 1.65, 1.81, 2.01, 2.18, 2.55, 2.96,
    3.00, 0.82, 0.95, 1.22, 1.33, 1.60, 2.16, 1.90, 2.20, 2.28, 2.20, 1.93, 1.69, 1.78, 1.96, 2.05, 2.10, 2.66,
    2.60, 0.79, 0.89, 1.10, 1.12, 1.13, 1.14, 1.13, 1.17, 1.20, 1.20, 1.10, 1.22, 1.23, 1.24, 1.25, 1.10, 1.27,
    1.30, 1.50, 2.36, 1.90, 2.20, 2.20, 2.28, 2.54, 2.00, 1.62, 2.33, 2.02, 2.00, 2.20, kNo,  0.70, 0.90, 1.10,
    1.30, 1.50, 1.38, 1.36, 1.28, 1.30, 1.30, 1.30, 1.30, 1.30, 1.30, 1.30, 1.30, 1.30};

}  // namespace

double electronegativity(unsigned atomic_number) {
  return atomic_number < kElectronegativity.size() ? kElectronegativity[atomic_number] : kNo;
}

std::string_view element_name(unsigned atomic_number) {
  return atomic_number < kNames.size() ? kNames[atomic_number] : "element";
}

std::string_view element_symbol(unsigned atomic_number) {
  return atomic_number < kSymbols.size() ? kSymbols[atomic_number] : "?";
}

int atomic_number_of(std::string_view symbol) {
  if (symbol.empty()) return -1;
  std::string capitalized(symbol);
  capitalized[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(capitalized[0])));
  for (std::size_t number = 0; number < kSymbols.size(); ++number) {
    if (kSymbols[number] == capitalized) return static_cast<int>(number);
  }
  return -1;
}

}  // namespace furui
