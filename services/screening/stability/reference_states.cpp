// Elements by their symbols, each once.
#include "stability/reference_states.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/elements.h"  // for atomic_number_of
#include "core/error.h"     // for Error

namespace furui {

ReferenceStates parse_reference_states(std::string_view text) {
  const auto complain = [](const std::string& what) -> Error { return Error(ErrorCode::kInvalidArgument, "references.json: " + what); };
  ReferenceStates states;
  try {
    const nlohmann::json document = nlohmann::json::parse(text);
    states.set = document.at("set").get<std::string>();
    for (const auto& element : document.at("elements")) {
      const auto symbol = element.at("symbol").get<std::string>();
      const int number = atomic_number_of(symbol);
      if (number < 1) throw complain("'" + symbol + "' is no element's symbol");
      auto& slot = states.of.at(static_cast<std::size_t>(number));
      if (slot) throw complain("element " + symbol + " is there twice");
      ReferenceState& state = slot.emplace();
      state.energy_per_atom = element.at("energy_per_atom").get<double>();
      if (!std::isfinite(state.energy_per_atom)) throw complain("the energy of " + symbol + " is no finite number");
      state.structure = element.at("structure").get<std::string>();
      state.crystal.lattice = element.at("lattice").get<Matrix3>();
      state.crystal.fractional = element.at("fractional").get<std::vector<Vector3>>();
      state.crystal.atomic_numbers.assign(state.crystal.fractional.size(), static_cast<std::uint8_t>(number));
    }
  } catch (const nlohmann::json::exception& error) {
    throw complain(std::string("expected {\"set\", \"elements\": [{\"symbol\", \"energy_per_atom\", \"structure\", \"lattice\", \"fractional\"}]}; ") + error.what());
  }
  return states;
}

}  // namespace furui
