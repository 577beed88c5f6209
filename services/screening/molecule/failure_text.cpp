// The slow second reading of a text that RDKit refused, done for its explanation alone.
#include "molecule/failure_text.h"

#include <GraphMol/FileParsers/FileParsers.h>
#include <GraphMol/MolOps.h>
#include <GraphMol/PeriodicTable.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/SanitException.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <RDGeneral/FileParseException.h>

#include <array>
#include <cstdio>
#include <memory>
#include <string>

#include "core/elements.h"            // for element_name
#include "core/utf8.h"                // for first_byte_not_utf8
#include "molecule/rdkit_molecule.h"  // for RdkitMolecule
#include "molecule/smiles_text.h"     // for scan_smiles, which knows positions

namespace furui {
namespace {

const std::string kPosition = "_position_in_text";

Rejection rejected(Reason reason, std::string detail) {
  return {Stage::kRead, reason, std::move(detail)};
}

/// 1-based position of an atom in the text, hydrogens counted, whatever was removed since.
std::string position_of(const RDKit::Atom& atom) {
  unsigned position = atom.getIdx() + 1;
  atom.getPropIfPresent(kPosition, position);
  return std::to_string(position);
}

std::string count_of(int count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

Rejection valence_error(RDKit::RWMol& molecule, unsigned index) {
  RDKit::Atom& atom = *molecule.getAtomWithIdx(index);
  const std::string element(element_name(static_cast<unsigned>(atom.getAtomicNum())));
  const int charge = atom.getFormalCharge();
  const int bonds = atom.calcExplicitValence(false);
  const auto* table = RDKit::PeriodicTable::getTable();
  const auto atomic_number = static_cast<unsigned>(atom.getAtomicNum());
  // RDKit's rule (Atom::calcExplicitValence): a charge shifts the valence up for groups 14 and later, else down.
  const int most = table->getValenceList(atomic_number).back() +
                   (table->getNouterElecs(atomic_number) >= 4 ? charge : -charge);
  std::string kind = charge == 0
                         ? "neutral " + element
                         : element + " with charge " + (charge > 0 ? "+" : "") + std::to_string(charge);
  std::string detail = "atom " + position_of(atom) + ": " + element + " with " + count_of(bonds, "bond");
  if (bonds > most && most >= 0)
    detail += "; " + kind + " takes at most " + std::to_string(most);
  else
    detail += " (by order, hydrogens included); not a valence of " + kind;
  return rejected(Reason::kValenceError, detail);
}

Rejection kekulize_error(const RDKit::RWMol& molecule, const std::vector<unsigned>& indices) {
  constexpr std::size_t kShown = 12;
  std::string detail = "cannot kekulize the aromatic atoms ";
  for (std::size_t i = 0; i < indices.size() && i < kShown; ++i) {
    detail += (i == 0 ? "" : ", ") + position_of(*molecule.getAtomWithIdx(indices[i]));
  }
  if (indices.size() > kShown) detail += ", …";
  detail +=
      ": no alternation of single and double bonds fits; an aromatic nitrogen may lack its hydrogen ([nH])";
  return rejected(Reason::kKekulizeError, detail);
}

Rejection chemistry_problem(RDKit::RWMol& molecule) {
  for (RDKit::Atom* atom : molecule.atoms()) atom->setProp(kPosition, atom->getIdx() + 1);
  try {
    RDKit::MolOps::removeHs(molecule, false, true, true);
  } catch (const RDKit::AtomValenceException& error) {
    return valence_error(molecule, error.getAtomIdx());
  } catch (const RDKit::AtomKekulizeException& error) {
    const RDKit::Atom& atom = *molecule.getAtomWithIdx(error.getAtomIdx());
    return rejected(Reason::kKekulizeError,
                    "atom " + position_of(atom) + ": " +
                        std::string(element_name(static_cast<unsigned>(atom.getAtomicNum()))) +
                        " is written aromatic but is in no ring");
  } catch (const RDKit::KekulizeException& error) {
    return kekulize_error(molecule, error.getAtomIndices());
  } catch (const std::exception&) {
    return rejected(Reason::kParseError, "RDKit cannot perceive the chemistry of this molecule");
  }
  return rejected(Reason::kParseError,
                  "the stereochemistry or an extension of this structure cannot be read");
}

Rejection explain_smiles(const std::string& text) {
  const std::string smiles = text.substr(0, text.find(' '));
  RDKit::SmilesParserParams parameters;
  parameters.sanitize = false;
  parameters.removeHs = false;
  parameters.allowCXSMILES = false;
  parameters.parseName = false;
  std::string message = "this is not a SMILES";
  const SmilesScan scan = scan_smiles(smiles);
  try {
    // What RDKit reads of a text beyond ASCII is not this text.
    if (const RdkitMolecule molecule(is_printable_ascii(smiles) ? RDKit::SmilesToMol(smiles, parameters) : nullptr); molecule) {
      if (smiles.size() == text.size()) return chemistry_problem(*molecule);
      try {
        RDKit::RWMol plain(*molecule);
        RDKit::MolOps::removeHs(plain, false, true, true);
      } catch (const std::exception&) {
        return chemistry_problem(*molecule);
      }
      return rejected(Reason::kParseError, "the CXSMILES extension after the space cannot be read");
    }
  } catch (const RDKit::SmilesParseException& error) {
    message = error.what();
  } catch (const std::exception&) {
  }
  if (scan.query)
    return rejected(Reason::kUnsupportedFeature,
                    "a SMARTS query matches many molecules and is no single one");
  if (scan.problem) {
    const std::string place =
        scan.problem->position == 0 ? "" : "character " + std::to_string(scan.problem->position) + ": ";
    return rejected(Reason::kParseError, place + scan.problem->message);
  }
  return rejected(Reason::kParseError, message);
}

Rejection explain_molblock(const std::string& block) {
  try {
    if (const RdkitMolecule molecule(RDKit::MolBlockToMol(block, false, false)); molecule)
      return chemistry_problem(*molecule);
  } catch (const RDKit::FileParseException& error) {
    return rejected(Reason::kParseError, std::string("the molblock cannot be read: ") + error.what());
  } catch (const std::exception&) {
  }
  return rejected(
      Reason::kParseError,
      "this is not a molblock: after three header lines it needs counts, atoms, bonds and 'M  END'");
}

}  // namespace

Rejection explain_failure(std::string_view text, Notation notation) {
  if (const std::size_t at = first_byte_not_utf8(text); at != std::string_view::npos) {
    std::array<char, 5> hexadecimal{};
    std::snprintf(hexadecimal.data(), hexadecimal.size(), "0x%02X", static_cast<unsigned>(static_cast<unsigned char>(text[at])));
    return rejected(Reason::kBadEncoding, "byte " + std::to_string(at + 1) + " (" + hexadecimal.data() +
                                              ") is no text in UTF-8; save the list as UTF-8 and send it again");
  }
  const std::string copy(text);
  return notation == Notation::kMolblock ? explain_molblock(copy) : explain_smiles(copy);
}

}  // namespace furui
