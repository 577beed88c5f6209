// The stages of reading one candidate, in order.
#include "molecule/read_molecule.h"

#include <GraphMol/RWMol.h>
#include <RDGeneral/versions.h>

#include <exception>
#include <utility>

#include "core/error.h"               // for Error
#include "molecule/graph_of.h"        // for graph_of
#include "molecule/parse_molecule.h"  // for parse_molecule
#include "molecule/rdkit_log.h"       // for silence_rdkit

namespace furui {
namespace {

std::variant<MoleculeReading, Rejection> read(std::string_view raw, const ReadOptions& options) {
  auto parsed = parse_molecule(raw, options.notation, options.limits);
  if (auto* rejection = std::get_if<Rejection>(&parsed)) return std::move(*rejection);
  RdkitMolecule molecule = std::get<RdkitMolecule>(std::move(parsed));
  MoleculeReading reading;
  reading.graph = graph_of(*molecule);
  return reading;
}

}  // namespace

const char* to_string(Standardization standardization) {
  return standardization == Standardization::kParent ? "parent" : "none";
}

Standardization standardization_from_string(std::string_view name) {
  if (name == "none") return Standardization::kNone;
  if (name == "parent") return Standardization::kParent;
  throw Error(ErrorCode::kInvalidArgument, "standardization '" + std::string(name) + "' is not known; known: none, parent");
}

std::string standardization_version(Standardization standardization) {
  return std::string(to_string(standardization)) + "/1 rdkit " + RDKit::rdkitVersion;
}

std::variant<MoleculeReading, Rejection> read_molecule(std::string_view raw, const ReadOptions& options) {
  silence_rdkit();
  try {
    return read(raw, options);
  } catch (const std::bad_alloc&) {
    return Rejection{Stage::kRead, Reason::kOutOfMemory, "reading this structure needs more memory than the limit"};
  } catch (const std::exception&) {
    return Rejection{Stage::kRead, Reason::kParseError, "RDKit cannot read this structure"};
  }
}

std::map<std::string, std::string> molecule_environment() { return {{"rdkit", RDKit::rdkitVersion}}; }

}  // namespace furui
