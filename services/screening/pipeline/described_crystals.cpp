// One crystal after another: spglib's errors are kept for the process, so no two threads may be in it.
#include "pipeline/described_crystals.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/composition.h"             // for amounts_of, why_disordered
#include "core/elements.h"                // for element_name
#include "core/error.h"                   // for Error
#include "crystal/crystal_descriptors.h"  // for CrystalDescriptors

namespace furui {
namespace {

std::vector<std::string> names_of(const Manifest& manifest) {
  std::vector<std::string> names;
  for (const Property& property : manifest.properties) names.push_back(property.name);
  return names;
}

class DescribedCrystals final : public CrystalPredictor {
 public:
  DescribedCrystals(const Manifest& manifest, std::string_view elements_csv) : manifest_(manifest), descriptors_(names_of(manifest), elements_csv, manifest.input == "composition") {}

  const Manifest& manifest() const override { return manifest_; }
  std::size_t sites_at_once() const override { return 1; }

  Predictions predict(std::span<const Crystal* const> crystals, std::vector<CrystalFields>* fields, const std::function<bool()>& keep_going) override {
    Predictions result = no_predictions(crystals.size(), manifest_.properties.size());
    if (fields != nullptr) fields->assign(result.rows, {});
    for (std::size_t row = 0; row < result.rows; ++row) {
      if (keep_going && !keep_going()) throw Error(ErrorCode::kAborted, "computing descriptors was cancelled");
      if (manifest_.input == "crystal" && (result.rejection[row] = why_disordered(*crystals[row], manifest_.name))) continue;
      grade(*crystals[row], row, result);
      auto described = descriptors_.of(*crystals[row]);
      if (auto* rejection = std::get_if<Rejection>(&described)) result.rejection[row] = std::move(*rejection);
      else fill(std::get<std::vector<double>>(described), row, result);
    }
    return result;
  }

 private:
  void grade(const Crystal& crystal, std::size_t row, Predictions& result) const {
    const auto& known = manifest_.domain_elements;
    if (known.empty()) return;
    result.domain[row] = Domain::kIn;
    const Amounts amounts = amounts_of(crystal);
    const auto stranger = std::find_if(amounts.begin(), amounts.end(), [&](const auto& of) { return std::find(known.begin(), known.end(), of.first) == known.end(); });
    if (stranger == amounts.end()) return;
    result.domain[row] = Domain::kOut;
    result.domain_note.resize(result.rows);
    result.domain_note[row] = "model " + manifest_.name + " has no measured values for " + std::string(element_name(stranger->first)) + ", and takes means of other elements";
  }

  void fill(const std::vector<double>& values, std::size_t row, Predictions& result) const {
    for (std::size_t column = 0; column < values.size(); ++column) {
      const auto value = static_cast<float>(values[column]);
      result.value[row * result.columns + column] = value;
      if (!std::isfinite(value) && !result.rejection[row])
        result.rejection[row] = Rejection{Stage::kDescribe, Reason::kNonfiniteOutput, "descriptor " + manifest_.properties[column].name + " is no number"};
    }
  }

  Manifest manifest_;
  CrystalDescriptors descriptors_;
};

}  // namespace

std::unique_ptr<CrystalPredictor> describe_crystals(const Manifest& manifest, std::string_view elements_csv) {
  return std::make_unique<DescribedCrystals>(manifest, elements_csv);
}

}  // namespace furui
