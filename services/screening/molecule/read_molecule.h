// Text to a standardized molecule: parse, sanitize, standardize, graph; descriptors, alerts, substructures on demand.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/candidate.h"       // for Notation
#include "core/molecule_graph.h"  // for MoleculeGraph, the result
#include "core/rejection.h"       // for Rejection

namespace furui {

/// The numbers are stored: never change or reuse one.
enum class Standardization : std::uint8_t {
  kNone = 1,    ///< as the original libraries read it
  kParent = 2,  ///< cleanup, largest fragment, uncharge; stereo kept
};

const char* to_string(Standardization standardization);  ///< "none", "parent"
/// throws Error{INVALID_ARGUMENT} listing the known names
Standardization standardization_from_string(std::string_view name);

/// Name and version of what a standardization does, stored with each structure: "parent/1 rdkit 2022.09.3".
std::string standardization_version(Standardization standardization);

struct MoleculeLimits {
  std::size_t max_smiles_bytes = 4096;
  std::size_t max_record_bytes = std::size_t{1} << 20;
  std::size_t max_heavy_atoms = 500;
};

/// A structural alert that matched.
struct Alert {
  std::string catalogue;             ///< "PAINS", "BRENK", "NIH", "ZINC"
  std::string rule;                  ///< RDKit's name of the rule
  std::vector<std::uint16_t> atoms;  ///< indices of the first match, in the standardized molecule
};

struct ReadOptions {
  Notation notation = Notation::kSmiles;
  Standardization standardization = Standardization::kNone;
  MoleculeLimits limits;
  bool describe = false;      ///< compute descriptors
  bool alerts = false;        ///< match the alert catalogues
  bool write_smiles = false;  ///< write the canonical SMILES of every molecule, changed or not
  std::vector<std::string> patterns;  ///< SMARTS to look for; one that is none rejects the candidate UNSUPPORTED_FEATURE
  bool scaffold = false;      ///< write the scaffold
  /// Where reading writes the stage that it is in, for whoever has to judge a reading that never ended; may be null.
  std::atomic<Stage>* stage = nullptr;
};

/// A molecule that was read.
struct MoleculeReading {
  MoleculeGraph graph;
  std::vector<std::string>
      changes;  ///< what standardization did, in words a chemist uses: "removed fragment [Na+]"
  std::vector<std::string> warnings;  ///< "perception of [S+] differs between RDKit versions", …
  std::string
      standardized_smiles;         ///< canonical; where nothing changed empty unless write_smiles asks for it
  std::vector<float> descriptors;  ///< in the order of descriptor_names(); empty unless asked
  std::vector<Alert> alerts;       ///< empty unless asked
  std::vector<std::vector<std::uint16_t>> matches;  ///< of each pattern the atoms of its first match; empty: none
  std::string scaffold;            ///< canonical SMILES (scaffold.h); empty without rings, and unless asked
};

/// Reads the tables that descriptors need, once a process, before the first reading with `describe`.
///
/// path    build/models/descriptors/sa_fragments.bin, as models/descriptors/convert_fpscores.py wrote it
/// throws  std::runtime_error (a fault of the installation) where the file is missing or of another format
void load_descriptor_tables(const std::string& path);

/// Reads one candidate; a stored graph is not standardized again. Never throws for the candidate's sake and writes nothing to stderr; may hang, crash or
/// exhaust memory on hostile input, so call it in a child process. Not thread-safe: RDKit's logs are global.
///
/// throws  std::logic_error (a fault) where descriptors are asked before load_descriptor_tables
std::variant<MoleculeReading, Rejection> read_molecule(std::string_view raw, const ReadOptions& options);

/// Names of the descriptors in order: "molecular_weight", "logP", …; units and titles are in
/// models/descriptors/manifest.json.
const std::vector<std::string>& descriptor_names();

/// Versions for provenance: {"rdkit", "2022.09.3"}.
std::map<std::string, std::string> molecule_environment();

}  // namespace furui
