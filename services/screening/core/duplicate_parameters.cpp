// The parameters of the one network that a package of duplicates has.
#include "core/duplicate_parameters.h"

#include <array>
#include <nlohmann/json.hpp>

#include "core/error.h"  // for Error

namespace furui {

std::optional<DuplicateParameters> duplicate_parameters(const Manifest& manifest) {
  if (manifest.networks.size() != 1 || manifest.networks[0].architecture != "duplicates") return std::nullopt;
  const auto complain = [&](const std::string& what) { return Error(ErrorCode::kInvalidArgument, "model '" + manifest.name + "': the architecture duplicates " + what); };
  if (manifest.input != "crystal") throw complain("takes crystals, and its input is '" + manifest.input + "'");
  constexpr std::array kNames{"duplicate_of", "is_duplicate", "duplicate_displacement"};
  bool right = manifest.properties.size() == kNames.size();
  for (std::size_t i = 0; i < kNames.size() && right; ++i) right = manifest.properties[i].name == kNames[i];
  if (!right) throw complain("gives duplicate_of, is_duplicate and duplicate_displacement, in this order");
  try {
    const nlohmann::json parameters = nlohmann::json::parse(manifest.networks[0].parameters_json);
    const auto number = [&](const char* key, double most) {
      const double value = parameters.at(key).get<double>();
      if (!(value >= 0 && value <= most)) throw complain(std::string("has '") + key + "' from 0 to " + std::to_string(most));
      return value;
    };
    return DuplicateParameters{number("strain", 0.2), number("displacement", 0.3), number("occupancy", 1)};
  } catch (const nlohmann::json::exception&) {
    throw complain("has the numbers 'strain', 'displacement' and 'occupancy' as parameters");
  }
}

}  // namespace furui
