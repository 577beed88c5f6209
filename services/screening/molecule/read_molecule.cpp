// The stages of reading one candidate, in order.
#include "molecule/read_molecule.h"

#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesWrite.h>
#include <RDGeneral/versions.h>

#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "core/error.h"                    // for Error
#include "molecule/alerts.h"               // for alerts_of
#include "molecule/descriptors.h"          // for descriptors_of
#include "molecule/graph_of.h"             // for graph_of
#include "molecule/molecule_of_graph.h"    // for molecule_of
#include "molecule/parse_molecule.h"       // for parse_molecule
#include "molecule/perception_warnings.h"  // for perception_warnings
#include "molecule/plain_reading.h"        // for read_plain_smiles
#include "molecule/rdkit_log.h"            // for silence_rdkit
#include "molecule/sa_score.h"             // for sa_fragments_loaded
#include "molecule/scaffold.h"             // for scaffold_of
#include "molecule/standardize.h"          // for parent_of
#include "molecule/substructures.h"        // for first_matches

namespace furui {
namespace {

Rejection not_standardized(std::string detail) {
  return {Stage::kStandardize, Reason::kStandardizeError, std::move(detail)};
}

std::variant<std::optional<Parent>, Rejection> standardize(const RDKit::RWMol& molecule) {
  try {
    return parent_of(molecule);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    return not_standardized("cleanup, fragment choice or neutralization fails on this structure");
  }
}

/// Nine of ten candidates go this way where only their graph is wanted; nothing for the others, and for what is no
/// SMILES alone in its row.
std::optional<MoleculeReading> read_plain(std::string_view raw, const ReadOptions& options) {
  const bool more = options.describe || options.alerts || options.write_smiles || options.scaffold || !options.patterns.empty();
  if (options.notation != Notation::kSmiles || more) return std::nullopt;
  if (raw.size() > options.limits.max_smiles_bytes || raw.size() > options.limits.max_record_bytes)
    return std::nullopt;
  std::optional<MoleculeGraph> graph =
      read_plain_smiles(raw, options.standardization == Standardization::kParent);
  if (!graph || graph->atoms.size() > options.limits.max_heavy_atoms) return std::nullopt;
  MoleculeReading reading;
  reading.graph = *std::move(graph);
  return reading;
}

using Reading = std::variant<MoleculeReading, Rejection>;

/// options.stage must be set.
Reading read(std::string_view raw, const ReadOptions& options);

/// A changed molecule is read from its canonical SMILES, so that the stored text gives the same molecule again.
Reading read_parent(Parent parent, ReadOptions options) {
  options.notation = Notation::kSmiles;
  options.standardization = Standardization::kNone;
  options.limits.max_smiles_bytes =
      options.limits.max_record_bytes;  // the text is ours, and may be longer than what came
  options.write_smiles = false;
  Reading reading = read(parent.smiles, options);
  if (auto* rejection = std::get_if<Rejection>(&reading)) {
    if (rejection->reason == Reason::kEmpty) return not_standardized("nothing is left of this structure");
    return not_standardized("the parent of this structure cannot be read: " + rejection->detail);
  }
  std::get<MoleculeReading>(reading).changes = std::move(parent.changes);
  std::get<MoleculeReading>(reading).standardized_smiles = std::move(parent.smiles);
  return reading;
}

/// What is asked of a molecule beside its graph.
///
/// returns  a rejection where RDKit cannot tell
std::optional<Rejection> describe(const RDKit::RWMol& molecule, const ReadOptions& options, MoleculeReading& reading) {
  try {
    if (options.describe) reading.descriptors = descriptors_of(molecule);
    if (options.alerts) reading.alerts = alerts_of(molecule);
    if (!options.patterns.empty()) reading.matches = first_matches(molecule, options.patterns);
    if (options.scaffold) reading.scaffold = scaffold_of(molecule);
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const UnreadablePattern& problem) {
    return Rejection{Stage::kDescribe, Reason::kUnsupportedFeature, problem.what()};
  } catch (const std::exception&) {
    return Rejection{Stage::kDescribe, Reason::kUnsupportedFeature,
                     "RDKit cannot compute descriptors, alerts or substructures of this structure"};
  }
  return std::nullopt;
}

/// A stored graph is of a molecule that was read, standardized and warned of.
Reading read_graph(std::string_view bytes, const ReadOptions& options) {
  *options.stage = Stage::kDescribe;
  MoleculeReading reading;
  reading.graph = parse_molecule_graph(bytes);
  const RdkitMolecule molecule = molecule_of(reading.graph);
  if (options.write_smiles) reading.standardized_smiles = RDKit::MolToSmiles(*molecule);
  if (auto rejection = describe(*molecule, options, reading)) return *std::move(rejection);
  return reading;
}

Reading read(std::string_view raw, const ReadOptions& options) {
  if (options.notation == Notation::kGraph) return read_graph(raw, options);
  if (auto plain = read_plain(raw, options)) return *std::move(plain);
  auto parsed = parse_molecule(raw, options.notation, options.limits, options.describe);
  if (auto* rejection = std::get_if<Rejection>(&parsed)) return std::move(*rejection);
  const RdkitMolecule molecule = std::get<RdkitMolecule>(std::move(parsed));
  if (options.standardization == Standardization::kParent) {
    *options.stage = Stage::kStandardize;
    auto standardized = standardize(*molecule);
    if (auto* rejection = std::get_if<Rejection>(&standardized)) return std::move(*rejection);
    if (auto& parent = std::get<std::optional<Parent>>(standardized))
      return read_parent(*std::move(parent), options);
  }
  *options.stage = Stage::kDescribe;
  MoleculeReading reading;
  reading.warnings = perception_warnings(*molecule);
  if (options.write_smiles) reading.standardized_smiles = RDKit::MolToSmiles(*molecule);
  reading.graph = graph_of(*molecule);
  if (auto rejection = describe(*molecule, options, reading)) return *std::move(rejection);
  return reading;
}

}  // namespace

const char* to_string(Standardization standardization) {
  return standardization == Standardization::kParent ? "parent" : "none";
}

Standardization standardization_from_string(std::string_view name) {
  if (name == "none") return Standardization::kNone;
  if (name == "parent") return Standardization::kParent;
  throw Error(ErrorCode::kInvalidArgument,
              "standardization '" + std::string(name) + "' is not known; known: none, parent");
}

std::string standardization_version(Standardization standardization) {
  return std::string(to_string(standardization)) + "/1 rdkit " + RDKit::rdkitVersion;
}

std::variant<MoleculeReading, Rejection> read_molecule(std::string_view raw, const ReadOptions& options) {
  if (options.describe && !sa_fragments_loaded())
    throw std::logic_error("load_descriptor_tables comes before the first reading with descriptors");
  silence_rdkit();
  std::atomic<Stage> own;
  ReadOptions watched = options;
  if (!watched.stage) watched.stage = &own;
  *watched.stage = Stage::kRead;
  try {
    return read(raw, watched);
  } catch (const std::bad_alloc&) {
    return Rejection{*watched.stage, Reason::kOutOfMemory,
                     "reading this structure needs more memory than the limit"};
  } catch (const std::exception&) {
    return Rejection{*watched.stage, Reason::kParseError, "RDKit cannot read this structure"};
  }
}

std::map<std::string, std::string> molecule_environment() {
  return {{"rdkit", RDKit::rdkitVersion}};
}

}  // namespace furui
