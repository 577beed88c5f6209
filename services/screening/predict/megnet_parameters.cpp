// Parameters of a MEGNet from JSON.
#include "predict/megnet_parameters.h"

#include "predict/parameter_reader.h"  // for ParameterReader

namespace furui {
namespace {

constexpr std::int64_t kMaxWidth = 4'096;
constexpr std::int64_t kMaxSteps = 64;
constexpr double kMaxCutoff = 12;  // angstrom; an atom has some 500 neighbours within it

}  // namespace

MegnetParameters parse_megnet_parameters(std::string_view json, const std::string& network) {
  ParameterReader reader(json, network, "megnet");
  const auto size = [&](const char* key, std::int64_t low, std::int64_t high) { return static_cast<std::size_t>(reader.whole(key, low, high)); };
  MegnetParameters parameters;
  parameters.elements = size("elements", 1, 118);
  parameters.embedding = size("embedding", 1, kMaxWidth);
  parameters.states = size("states", 0, kMaxSteps);
  parameters.state_width = size("state_width", 1, kMaxWidth);
  parameters.blocks = size("blocks", 1, kMaxSteps);
  parameters.hidden = size("hidden", 8, kMaxWidth);
  parameters.width = size("width", 8, kMaxWidth);
  parameters.readout_steps = size("readout_steps", 1, kMaxSteps);
  parameters.readout_width = size("readout_width", 8, kMaxWidth);
  parameters.cutoff_angstrom = reader.positive("cutoff_angstrom");
  if (parameters.cutoff_angstrom > kMaxCutoff) reader.complain("cutoff_angstrom", "at most 12");
  parameters.centers = size("centers", 2, kMaxWidth);
  parameters.last_center_angstrom = reader.positive("last_center_angstrom");
  parameters.gaussian_width_angstrom = reader.positive("gaussian_width_angstrom");
  parameters.deviation = reader.positive("deviation");
  const auto& mean = reader.value("mean", "a number");
  if (!mean.is_number()) reader.complain("mean", "a number");
  parameters.mean = mean.get<double>();
  reader.refuse_unread();
  return parameters;
}

}  // namespace furui
