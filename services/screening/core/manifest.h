// A model version as its manifest.json states it: properties, networks, domain, licence, identity.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/calibration.h"  // for Calibration
#include "core/sha256.h"       // for Sha256, the identity of a model version

namespace furui {

enum class Task : std::uint8_t { kRegression = 1, kBinary = 2, kMulticlass = 3 };
enum class Direction : std::uint8_t { kNone = 0, kHigher = 1, kLower = 2 };

const char* to_string(Task task);            ///< "regression", "binary", "multiclass"
const char* to_string(Direction direction);  ///< "none", "higher", "lower"

/// One property that a model predicts.
struct Property {
  std::string name;
  std::string title;
  std::string unit;  ///< "1" for a probability, empty where unknown
  Task task = Task::kRegression;
  std::vector<std::string> classes;  ///< names, for multiclass
  Direction direction = Direction::kNone;
  std::optional<double> lower_bound;  ///< physical bounds in `unit`; a value beyond is kept and flagged
  std::optional<double> upper_bound;
  std::string species;  ///< "human", "rat", …; empty where it has none
  bool has_std = false;
  std::map<std::string, double> quality;  ///< published test quality: "R2", "MAE", "AUROC", "AUPRC", …
  std::string quality_dataset;            ///< what it was tested on; empty where nothing is published
  std::int64_t quality_rows = 0;          ///< size of that set; 0 where unknown
  std::optional<Calibration> calibration;  ///< how its predictions are corrected; absent: they stay as the networks give them
  std::optional<double> tolerance;        ///< in `unit`, for the golden set; absent: Manifest::tolerance holds

  /// Whether a value in `unit` is physically impossible; false where the model states no bounds.
  bool lies_beyond_bounds(double value) const { return (lower_bound && value < *lower_bound) || (upper_bound && value > *upper_bound); }

  /// Number of output columns: 1, or the number of classes.
  std::size_t width() const { return task == Task::kMulticlass ? classes.size() : 1; }
};

/// An output that is no single number, such as the forces on all atoms: it takes no column.
struct Field {
  std::string name;
  std::string title;
  std::string unit;
  std::vector<std::string> shape;  ///< "3", or "sites": as many as the crystal has; {"sites", "3"} for forces
  double tolerance = 0;            ///< in `unit`: largest difference of a component to the golden set
  std::map<std::string, double> quality;  ///< as Property's
  std::string quality_dataset;
};

/// One output column of a model version: a property, or one class of it.
struct Column {
  std::string name;            ///< "hERG", or "property.class"
  std::size_t property = 0;    ///< index into Manifest::properties
};

/// One network of a package with its ensemble members. Parameters stay JSON text: only `predict` reads them.
struct Network {
  std::string name;
  std::string architecture;               ///< "dmpnn", "descriptors", …
  std::string parameters_json;            ///< an object
  int members = 0;
  std::vector<std::string> properties;    ///< names, in the order of the network's outputs
};

/// The molecules that a model was trained on, as fingerprints in a file of its package, and how near is near enough.
struct TrainingSet {
  std::string file;            ///< its name in the package
  std::string fingerprint;     ///< kind of fingerprint: "morgan-2-2048"
  std::int64_t molecules = 0;  ///< fingerprints in the file
  double in = 1;               ///< Tanimoto to the nearest of them from which a candidate is Domain::kIn
  double borderline = 1;       ///< and from which kBorderline; not above `in`
};

struct Manifest {
  std::string name;     ///< [a-z][a-z0-9-]{0,62}
  std::string version;  ///< as the model's makers number it
  std::string title;
  std::string input;    ///< "molecule", "crystal", "composition": of crystals too, whose sites may be shared
  bool mixed_sites = false;  ///< of input "crystal": sites may be shared
  std::vector<Network> networks;
  std::vector<Property> properties;
  std::vector<Field> fields;            ///< in the manifest's order; empty for most models
  std::vector<std::uint8_t> domain_elements;   ///< atomic numbers the featurizer tells apart; empty: no statement
  std::optional<int> domain_max_heavy_atoms;
  std::optional<TrainingSet> training;         ///< absent: the domain is elements and size only
  std::vector<std::uint8_t> refused_elements;  ///< the original library refuses these
  std::string licence_code;                    ///< SPDX
  std::string licence_weights;                 ///< SPDX
  std::vector<std::string> citation;
  double tolerance = 1e-5;                     ///< as a share of each property's standard deviation
  std::map<std::string, std::string> files;    ///< file name to SHA-256 in hexadecimal
  Sha256 identity{};                           ///< SHA-256 of the manifest's bytes

  /// Whether it says of which molecules it knows anything.
  bool states_domain() const { return !domain_elements.empty() || domain_max_heavy_atoms.has_value() || training.has_value(); }

  /// Whether it gives what relaxing a crystal needs: forces and stress.
  bool can_relax() const { return input == "crystal" && find_field("forces") != nullptr && find_field("stress") != nullptr; }

  /// Output columns in order.
  std::vector<Column> columns() const;
  /// Property of this name, or nullptr.
  const Property* find_property(std::string_view name) const;
  /// Its place among the properties, of one that is there, as all that networks name are.
  std::size_t property_index(std::string_view wanted) const { return static_cast<std::size_t>(find_property(wanted) - properties.data()); }
  /// Field of this name, or nullptr.
  const Field* find_field(std::string_view name) const;
};

/// Reads manifest.json as models/README.md states it.
///
/// throws Error{INVALID_ARGUMENT} naming the key that is wrong, what was expected and what came
Manifest parse_manifest(std::string_view json);

}  // namespace furui
