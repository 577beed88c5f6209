// Each member is looked at before it is used: the text may be anybody's.
#include "crystal/pymatgen_structure.h"

#include <string>
#include <utility>
#include <vector>

#include "crystal/json_values.h"      // for json_of, member_of, matrix_of
#include "crystal/site_occupants.h"   // for occupy
#include "crystal/structure_lines.h"  // for Refused, refuse

namespace furui {
namespace {

using Json = nlohmann::json;

std::string text_of(const Json* value) { return value != nullptr && value->is_string() ? value->get<std::string>() : std::string(); }

Matrix3 lattice_of(const Json& root) {
  const Json* lattice = member_of(root, "lattice");
  const std::string type = text_of(member_of(root, "@class"));
  if (lattice == nullptr && (type == "Molecule" || type == "IMolecule")) refuse(Reason::kBadCell, "a molecule without a cell: its @class is " + type + "; expected Structure");
  if (lattice == nullptr && member_of(root, "sites") == nullptr)
    refuse(Reason::kParseError, (root.is_object() ? "the JSON has neither 'lattice' nor 'sites'" : "the JSON is " + shown(root)) + "; expected a Structure of pymatgen, or an OPTIMADE structure with 'attributes'");
  const Json* matrix = lattice == nullptr ? nullptr : member_of(*lattice, "matrix");
  if (matrix == nullptr) refuse(Reason::kBadCell, "lattice.matrix is missing; expected the cell's three vectors in angstrom");
  const Json* periodic = member_of(*lattice, "pbc");
  int along = 0;
  for (std::size_t axis = 0; periodic != nullptr && periodic->is_array() && axis < periodic->size(); ++axis) along += (*periodic)[axis] == true ? 1 : 0;
  if (periodic != nullptr && along < 3) refuse(Reason::kBadCell, "lattice.pbc says that it is periodic along " + std::to_string(along) + " of three directions; expected a crystal");
  return matrix_of(*matrix, "lattice.matrix");
}

std::vector<Occupant> occupants_of(const Json& site, const std::string& label) {
  const Json* species = member_of(site, "species");
  if (species == nullptr || !species->is_array()) refuse(Reason::kMissingElements, "site " + label + " has no species; expected such as [{\"element\": \"Na\", \"occu\": 1}]");
  std::vector<Occupant> occupants;
  for (const Json& one : *species) {
    const Json* amount = member_of(one, "occu");
    Occupant& occupant = occupants.emplace_back();
    occupant.symbol = text_of(member_of(one, "element"));
    if (amount != nullptr && !amount->is_number()) refuse(Reason::kParseError, "site " + label + ": occu is " + shown(*amount) + "; expected a number");
    if (amount != nullptr) occupant.amount = amount->get<double>();
  }
  return occupants;
}

void list_site(const Json& value, const Matrix3& lattice, std::size_t number, std::vector<ListedSite>& sites) {
  ListedSite site;
  site.label = "number " + std::to_string(number);
  if (const std::string name = text_of(member_of(value, "label")); !name.empty() && name.size() <= 40) site.label += " (" + name + ")";
  const Json* fractional = member_of(value, "abc");
  const Json* cartesian = member_of(value, "xyz");
  if (fractional != nullptr) site.fractional = vector_of(*fractional, "site " + site.label + ": abc");
  else if (cartesian != nullptr) site.fractional = fractional_of(lattice, vector_of(*cartesian, "site " + site.label + ": xyz"));
  else refuse(Reason::kParseError, "site " + site.label + " has no coordinates; expected abc or xyz");
  list_occupants(site, occupants_of(value, site.label), sites);
}

ListedCrystal read(std::string_view text, std::size_t max_sites) {
  const Json root = json_of(text);
  if ((root.is_array() && root.empty()) || (member_of(root, "structures") != nullptr && member_of(root, "structures")->empty()) ||
      (member_of(root, "data") != nullptr && member_of(root, "data")->empty()))
    refuse(Reason::kNoAtoms, "the JSON lists no structures");
  ListedCrystal crystal;
  crystal.lattice = lattice_of(root);
  const Json* sites = member_of(root, "sites");
  if (sites == nullptr || !sites->is_array() || sites->empty()) refuse(Reason::kNoAtoms, "the structure has no sites");
  if (sites->size() > max_sites) refuse(Reason::kTooLarge, std::to_string(sites->size()) + " sites (limit " + std::to_string(max_sites) + ")");
  for (std::size_t i = 0; i < sites->size(); ++i) list_site((*sites)[i], crystal.lattice, i + 1, crystal.sites);
  return crystal;
}

}  // namespace

std::variant<ListedCrystal, Rejection> read_pymatgen(std::string_view text, std::size_t max_sites) {
  try {
    return read(text, max_sites);
  } catch (Refused& refused) {
    return std::move(refused.rejection);
  }
}

}  // namespace furui
