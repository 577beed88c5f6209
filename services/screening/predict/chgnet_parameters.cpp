// Parameters of a CHGNet from JSON.
#include "predict/chgnet_parameters.h"

#include "predict/parameter_reader.h"  // for ParameterReader

namespace furui {
namespace {

constexpr std::int64_t kMaxWidth = 4'096;
constexpr std::int64_t kMaxLayers = 64;
constexpr double kMaxCutoff = 12;  // angstrom; an atom has some 500 neighbours within it

}  // namespace

ChgnetParameters parse_chgnet_parameters(std::string_view json, const std::string& network) {
  ParameterReader reader(json, network, "chgnet");
  const auto size = [&](const char* key, std::int64_t low, std::int64_t high) { return static_cast<std::size_t>(reader.whole(key, low, high)); };
  ChgnetParameters parameters;
  parameters.elements = size("elements", 1, 118);
  parameters.width = size("width", 1, kMaxWidth);
  parameters.layers = size("layers", 2, kMaxLayers);
  parameters.radial = size("radial", 1, kMaxWidth);
  parameters.angular = size("angular", 1, kMaxWidth);
  if (parameters.angular % 2 == 0) reader.complain("angular", "an odd number: a constant, sines and as many cosines");
  parameters.bond_cutoff_angstrom = reader.positive("bond_cutoff_angstrom");
  if (parameters.bond_cutoff_angstrom > kMaxCutoff) reader.complain("bond_cutoff_angstrom", "at most 12");
  parameters.angle_cutoff_angstrom = reader.positive("angle_cutoff_angstrom");
  if (parameters.angle_cutoff_angstrom > parameters.bond_cutoff_angstrom)
    reader.complain("angle_cutoff_angstrom", "a number not above bond_cutoff_angstrom");
  parameters.cutoff_exponent = static_cast<int>(reader.whole("cutoff_exponent", 1, 64));
  if (reader.has("norms")) parameters.norms = reader.boolean("norms");
  if (parameters.norms) parameters.norm_epsilon = reader.positive("norm_epsilon");
  if (reader.has("update_bias")) parameters.update_bias = reader.boolean("update_bias");
  const std::string expected = "a list of 1 to 64 widths from 1 to 4096";
  const auto& hidden = reader.value("readout_hidden", expected);
  if (!hidden.is_array() || hidden.empty() || hidden.size() > static_cast<std::size_t>(kMaxLayers)) reader.complain("readout_hidden", expected);
  for (const auto& width : hidden) {
    if (!width.is_number_integer() || width < 1 || width > kMaxWidth) reader.complain("readout_hidden", expected);
    parameters.readout_hidden.push_back(width.get<std::size_t>());
  }
  reader.refuse_unread();
  return parameters;
}

}  // namespace furui
