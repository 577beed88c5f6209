// The parameters of the one network that a hull package has.
#include "core/hull_parameters.h"

#include <nlohmann/json.hpp>

#include "core/error.h"  // for Error

namespace furui {

std::optional<HullParameters> hull_parameters(const Manifest& manifest) {
  if (manifest.networks.size() != 1 || manifest.networks[0].architecture != "hull") return std::nullopt;
  const auto complain = [&](const std::string& what) { return Error(ErrorCode::kInvalidArgument, "model '" + manifest.name + "': a hull " + what); };
  if (manifest.input != "crystal") throw complain("takes crystals, and its input is '" + manifest.input + "'");
  if (manifest.properties.size() != 2 || manifest.properties[0].name != "formation_energy_per_atom" || manifest.properties[1].name != "energy_above_hull")
    throw complain("gives formation_energy_per_atom and energy_above_hull, in this order");
  try {
    const nlohmann::json parameters = nlohmann::json::parse(manifest.networks[0].parameters_json);
    HullParameters hull{parameters.at("energies").get<std::string>(), parameters.at("property").get<std::string>()};
    if (hull.energies.find('/') == std::string::npos) throw complain("names the model of its energies with its version, such as chgnet/0.3.0");
    return hull;
  } catch (const nlohmann::json::exception&) {
    throw complain("has the parameters 'energies' and 'property'");
  }
}

}  // namespace furui
