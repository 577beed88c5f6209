// The way from text to molecule: notation, size, RDKit's parser, perception, and what is no single molecule.
#include "molecule/parse_molecule.h"

#include <GraphMol/FileParsers/FileParsers.h>
#include <GraphMol/QueryAtom.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <GraphMol/SubstanceGroup.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "molecule/failure_text.h"   // for explain_failure
#include "molecule/molblock_text.h"  // for count_molblock_atoms
#include "molecule/perceive.h"       // for perceive
#include "molecule/smiles_text.h"    // for scan_smiles

namespace furui {
namespace {

// Explicit hydrogens cost time as heavy atoms do until they are removed; none of a real molecule has more.
constexpr std::size_t kHydrogensPerHeavyAtom = 4;
constexpr std::size_t kMaxGraphAtoms = 65535;  // indices of a MoleculeGraph have 16 bits

Rejection rejected(Reason reason, std::string detail) {
  return {Stage::kRead, reason, std::move(detail)};
}

std::optional<Rejection> too_large(std::size_t atoms, std::size_t heavy_atoms, const MoleculeLimits& limits) {
  if (heavy_atoms > limits.max_heavy_atoms) {
    return rejected(Reason::kTooLarge, std::to_string(heavy_atoms) + " heavy atoms; the limit is " +
                                           std::to_string(limits.max_heavy_atoms));
  }
  const std::size_t most =
      std::min(kMaxGraphAtoms, (1 + kHydrogensPerHeavyAtom) * limits.max_heavy_atoms + 2);
  if (atoms > most) {
    return rejected(Reason::kTooLarge,
                    std::to_string(atoms) + " atoms with hydrogens; the limit is " + std::to_string(most));
  }
  return std::nullopt;
}

std::string one_based(const RDKit::Atom& atom) {
  return "atom " + std::to_string(atom.getIdx() + 1);
}

/// R groups, queries and polymers parse as molecules but are none.
std::optional<Rejection> unsupported(const RDKit::RWMol& molecule) {
  for (const RDKit::Atom* atom : molecule.atoms()) {
    if (atom->getAtomicNum() == 0) {
      std::string label;
      const bool r_group =
          atom->hasProp(RDKit::common_properties::_MolFileRLabel) ||
          (atom->getPropIfPresent(RDKit::common_properties::atomLabel, label) && label.starts_with("_R"));
      if (r_group) {
        return rejected(Reason::kUnsupportedFeature,
                        one_based(*atom) + ": an R group stands for many molecules; enumerate them first");
      }
    }
    if (atom->hasQuery() && atom->getQuery()->getDescription() != "AtomNull") {
      return rejected(Reason::kUnsupportedFeature,
                      one_based(*atom) + ": a query atom matches many elements and is no atom of a molecule");
    }
  }
  for (const RDKit::Bond* bond : molecule.bonds()) {
    if (bond->hasQuery()) {
      return rejected(Reason::kUnsupportedFeature, "the bond between atoms " +
                                                       std::to_string(bond->getBeginAtomIdx() + 1) + " and " +
                                                       std::to_string(bond->getEndAtomIdx() + 1) +
                                                       " is a query, not a bond of a molecule");
    }
  }
  for (const RDKit::SubstanceGroup& group : RDKit::getSubstanceGroups(molecule)) {
    std::string type;
    group.getPropIfPresent("TYPE", type);
    for (const char* polymer : {"SRU", "MON", "COP", "CRO", "GRA", "MOD", "MER", "ANY"}) {
      if (type == polymer)
        return rejected(Reason::kUnsupportedFeature,
                        "a polymer (repeating group of type " + type + ") is no single molecule");
    }
  }
  return std::nullopt;
}

using Parsed = std::variant<RdkitMolecule, Rejection>;

/// nothing: RDKit refused
std::optional<RdkitMolecule> parse_plain_smiles(const std::string& smiles, bool stereocentres) {
  static const RDKit::SmilesParserParams parameters = [] {
    RDKit::SmilesParserParams plain;
    plain.sanitize = false;
    plain.removeHs = false;
    plain.allowCXSMILES = false;
    plain.parseName = false;
    return plain;
  }();
  try {
    RdkitMolecule molecule(RDKit::SmilesToMol(smiles, parameters));
    if (!molecule) return std::nullopt;
    perceive(*molecule, stereocentres);
    return molecule;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

/// nothing: RDKit refused. A CXSMILES extension brings coordinates, wedges and groups: RDKit's own full path.
std::optional<RdkitMolecule> parse_extended_smiles(const std::string& text) {
  try {
    RdkitMolecule molecule(RDKit::SmilesToMol(text, RDKit::SmilesParserParams()));
    if (!molecule) return std::nullopt;
    return molecule;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

std::optional<RdkitMolecule> parse_molblock(const std::string& block) {
  try {
    RdkitMolecule molecule(RDKit::MolBlockToMol(block));
    if (!molecule) return std::nullopt;
    return molecule;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

Parsed checked(std::optional<RdkitMolecule> molecule, std::string_view text, Notation notation,
               const MoleculeLimits& limits) {
  if (!molecule) return explain_failure(text, notation);
  RDKit::RWMol& read = **molecule;
  if (read.getNumAtoms() == 0) return rejected(Reason::kNoAtoms, "a structure without atoms");
  if (auto rejection = too_large(read.getNumAtoms(), read.getNumHeavyAtoms(), limits))
    return *std::move(rejection);
  if (auto rejection = unsupported(read)) return *std::move(rejection);
  return *std::move(molecule);
}

Parsed parse_smiles_row(std::string_view raw, const MoleculeLimits& limits, bool stereocentres) {
  constexpr std::string_view kBlank = " \t\r\n\v\f";
  const std::size_t first = raw.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return rejected(Reason::kEmpty, "the row holds no structure");
  raw.remove_prefix(first);
  const std::string_view smiles = raw.substr(0, raw.find_first_of(kBlank));
  if (smiles.size() > limits.max_smiles_bytes) {
    return rejected(Reason::kTooLarge, std::to_string(smiles.size()) + " bytes of SMILES; the limit is " +
                                           std::to_string(limits.max_smiles_bytes));
  }
  std::string_view rest = raw.substr(smiles.size());
  rest.remove_prefix(std::min(rest.find_first_not_of(kBlank), rest.size()));

  const SmilesScan scan = scan_smiles(smiles);
  if (auto rejection = too_large(scan.atoms, scan.heavy_atoms, limits)) return *std::move(rejection);
  // RDKit's parser stops in silence at a byte beyond ASCII, and trims control characters: "CC＝O" would be ethane.
  if (!is_printable_ascii(smiles)) return explain_failure(smiles, Notation::kSmiles);
  if (scan.reaction) return rejected(Reason::kUnsupportedFeature, "a reaction is no single molecule");

  if (rest.starts_with('|')) {
    const std::size_t end = rest.find('|', 1);
    const std::string text = std::string(smiles) + ' ' +
                             std::string(rest.substr(0, end == std::string_view::npos ? end : end + 1));
    return checked(parse_extended_smiles(text), text, Notation::kSmiles, limits);
  }
  const std::string text(smiles);
  return checked(parse_plain_smiles(text, stereocentres), text, Notation::kSmiles, limits);
}

Parsed parse_molblock_row(std::string_view raw, const MoleculeLimits& limits) {
  if (raw.find_first_not_of(" \t\r\n") == std::string_view::npos)
    return rejected(Reason::kEmpty, "the record holds no structure");
  if (raw.starts_with("$RXN") || raw.starts_with("$MDL"))
    return rejected(Reason::kUnsupportedFeature, "a reaction or query file is no single molecule");
  const MolblockSize size = count_molblock_atoms(raw);
  if (auto rejection = too_large(size.atoms, size.heavy_atoms, limits)) return *std::move(rejection);
  std::string block(raw);
  std::erase(block, '\r');
  return checked(parse_molblock(block), block, Notation::kMolblock, limits);
}

}  // namespace

std::variant<RdkitMolecule, Rejection> parse_molecule(std::string_view raw, Notation notation,
                                                      const MoleculeLimits& limits, bool stereocentres) {
  if (raw.size() > limits.max_record_bytes) {
    // Intake cuts what is longer, so its whole size is not known here.
    return rejected(Reason::kTooLarge, "a record of more than " + std::to_string(limits.max_record_bytes) + " bytes, the limit");
  }
  if (const std::size_t nul = raw.find('\0'); nul != std::string_view::npos) {
    return rejected(Reason::kParseError, "character " + std::to_string(nul + 1) + ": a NUL byte is no text");
  }
  switch (notation) {
    case Notation::kSmiles:
      return parse_smiles_row(raw, limits, stereocentres);
    case Notation::kMolblock:
      return parse_molblock_row(raw, limits);
    case Notation::kRow:
      return rejected(Reason::kParseError,
                      "the row has more cells than the table has columns, so its structure cannot be told; put quotes around "
                      "a cell that holds the delimiter");
    default:
      return rejected(Reason::kUnsupportedFeature, "this notation describes no molecule");
  }
}

}  // namespace furui
