// The tables inside libRDKitFilterCatalog, read as FilterCatalog reads them.
#include "molecule/alert_rules.h"

#include <GraphMol/FilterCatalog/FilterCatalog.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesParse.h>

#include <stdexcept>
#include <utility>

// As RDKit 2022.09's Filters.h declares them; the header is not installed. A test compares them with the public
// catalogue.
namespace RDKit {
struct FilterData_t {
  const char* name;
  const char* smarts;
  unsigned int max;  ///< how often the pattern may occur without an alert
  const char* comment;
};
unsigned int GetNumEntries(FilterCatalogParams::FilterCatalogs catalog);
const FilterData_t* GetFilterData(FilterCatalogParams::FilterCatalogs catalog);
}  // namespace RDKit

namespace furui {

std::vector<AlertRule> load_alert_rules() {
  using Catalogues = RDKit::FilterCatalogParams;
  std::vector<AlertRule> rules;
  const std::pair<Catalogues::FilterCatalogs, const char*> catalogues[] = {
      {Catalogues::PAINS_A, "PAINS"}, {Catalogues::PAINS_B, "PAINS"}, {Catalogues::PAINS_C, "PAINS"},
      {Catalogues::BRENK, "BRENK"},   {Catalogues::NIH, "NIH"},       {Catalogues::ZINC, "ZINC"}};
  for (const auto& [catalogue, name] : catalogues) {
    const RDKit::FilterData_t* entries = RDKit::GetFilterData(catalogue);
    for (unsigned i = 0; i < RDKit::GetNumEntries(catalogue); ++i) {
      AlertRule rule;
      rule.catalogue = name;
      rule.name = entries[i].name;
      rule.pattern.reset(
          RDKit::SmartsToMol(entries[i].smarts, 0, true));  // hydrogens merged, as FilterCatalog does
      if (!rule.pattern) throw std::runtime_error("RDKit's alert " + rule.name + " cannot be read");
      rule.least = entries[i].max > 0 ? entries[i].max + 1 : 1;
      rules.push_back(std::move(rule));
    }
  }
  return rules;
}

}  // namespace furui
