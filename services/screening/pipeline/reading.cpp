// Which layer reads a notation.
#include "pipeline/reading.h"

#include <utility>

namespace furui {
namespace {

template <typename Read>
ReadAnswer widened(std::variant<Read, Rejection> answer) {
  return std::visit([](auto&& one) -> ReadAnswer { return std::move(one); }, std::move(answer));
}

}  // namespace

std::string reading_version(Standardization standardization) {
  const std::string molecules = standardization_version(standardization);
  return standardization == Standardization::kParent ? molecules + ", " + primitive_version() : molecules;
}

ReadAnswer read_structure(std::string_view raw, const ReadOptions& options) {
  if (options.notation == Notation::kFormula) return widened(read_composition(raw));
  if (!is_of_crystal(options.notation)) return widened(read_molecule(raw, options));
  CrystalReadOptions crystal;
  crystal.notation = options.notation;
  crystal.primitive = options.standardization == Standardization::kParent;
  crystal.max_record_bytes = options.limits.max_record_bytes;
  crystal.stage = options.stage;
  return widened(read_crystal(raw, crystal));
}

}  // namespace furui
