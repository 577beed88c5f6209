// What a structure says of its own features is refused before its numbers are read.
#include "crystal/optimade.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "crystal/json_values.h"      // for json_of, member_of, matrix_of
#include "crystal/site_occupants.h"   // for occupy
#include "crystal/structure_lines.h"  // for Refused, refuse

namespace furui {
namespace {

using Json = nlohmann::json;

/// throws Refused, PARSE_ERROR, where it is missing or no array
const Json& array_of(const Json& attributes, const char* key) {
  const Json* array = member_of(attributes, key);
  if (array == nullptr) refuse(Reason::kParseError, std::string("attributes.") + key + " is missing; ask the database for it with response_fields");
  if (!array->is_array()) refuse(Reason::kParseError, std::string("attributes.") + key + " is " + shown(*array) + "; expected an array");
  return *array;
}

void check_features(const Json& attributes) {
  const Json* features = member_of(attributes, "structure_features");
  if (features == nullptr || !features->is_array()) return;
  for (const Json& feature : *features) {
    if (feature == "implicit_atoms") refuse(Reason::kUnsupportedFeature, "the structure has implicit atoms, on no site; expected every atom on a site");
    if (feature == "site_attachments") refuse(Reason::kUnsupportedFeature, "the structure has groups attached to sites; expected every atom on a site");
    if (feature == "assemblies") refuse(Reason::kDisordered, "the structure has assemblies, groups of sites that occur together or not at all; expected sites that are taken independently of each other");
  }
}

void check_periodic(const Json& attributes) {
  int along = 3;
  if (const Json* types = member_of(attributes, "dimension_types"); types != nullptr && types->is_array())
    along = static_cast<int>(std::count(types->begin(), types->end(), Json(1)));
  if (const Json* vectors = member_of(attributes, "lattice_vectors"); vectors != nullptr && vectors->is_array()) {
    const auto is_missing = [](const Json& vector) { return vector.is_null() || (vector.is_array() && std::any_of(vector.begin(), vector.end(), [](const Json& x) { return x.is_null(); })); };
    along = std::min(along, static_cast<int>(3 - std::count_if(vectors->begin(), vectors->end(), is_missing)));
  }
  if (along < 3) refuse(Reason::kBadCell, "the structure is periodic along " + std::to_string(std::max(along, 0)) + " of three directions; expected a crystal, with three lattice_vectors");
}

std::map<std::string, std::vector<Occupant>> species_of(const Json& attributes) {
  std::map<std::string, std::vector<Occupant>> species;
  for (const Json& one : array_of(attributes, "species")) {
    const Json* name = member_of(one, "name");
    const Json* symbols = member_of(one, "chemical_symbols");
    const Json* concentrations = member_of(one, "concentration");
    if (name == nullptr || !name->is_string() || symbols == nullptr || !symbols->is_array() || (concentrations != nullptr && !concentrations->is_array()))
      refuse(Reason::kParseError, "attributes.species, number " + std::to_string(species.size() + 1) + ": expected name, chemical_symbols and concentration");
    std::vector<Occupant>& occupants = species[name->get<std::string>()];
    for (std::size_t i = 0; i < symbols->size(); ++i) {
      const Json* amount = concentrations != nullptr && i < concentrations->size() ? &(*concentrations)[i] : nullptr;
      if (!(*symbols)[i].is_string() || (concentrations != nullptr && (amount == nullptr || !amount->is_number())))
        refuse(Reason::kParseError, "the species '" + name->get<std::string>().substr(0, 40) + "': expected a symbol and a number in concentration for each");
      occupants.push_back({(*symbols)[i].get<std::string>(), amount == nullptr ? 1.0 : amount->get<double>()});
    }
    if (member_of(one, "attached") != nullptr) refuse(Reason::kUnsupportedFeature, "the species '" + name->get<std::string>().substr(0, 40) + "' has attached atoms; expected every atom on a site");
  }
  return species;
}

ListedCrystal read(std::string_view text, std::size_t max_sites) {
  const Json root = json_of(text);
  if (const Json* type = member_of(root, "type"); type != nullptr && *type != "structures") refuse(Reason::kUnsupportedFeature, "an OPTIMADE entry of the type " + shown(*type) + "; expected \"structures\"");
  const Json* attributes = member_of(root, "attributes");
  if (attributes == nullptr || !attributes->is_object()) refuse(Reason::kParseError, "the structure has no attributes; expected an OPTIMADE entry with its attributes");
  check_features(*attributes);
  check_periodic(*attributes);
  ListedCrystal crystal;
  crystal.lattice = matrix_of(array_of(*attributes, "lattice_vectors"), "attributes.lattice_vectors");
  const Json& places = array_of(*attributes, "cartesian_site_positions");
  const Json& names = array_of(*attributes, "species_at_sites");
  if (places.empty()) refuse(Reason::kNoAtoms, "the structure has no sites");
  if (places.size() > max_sites) refuse(Reason::kTooLarge, std::to_string(places.size()) + " sites (limit " + std::to_string(max_sites) + ")");
  if (names.size() != places.size())
    refuse(Reason::kParseError, std::to_string(places.size()) + " cartesian_site_positions and " + std::to_string(names.size()) + " species_at_sites; expected as many of one as of the other");
  const auto species = species_of(*attributes);
  for (std::size_t i = 0; i < places.size(); ++i) {
    ListedSite site;
    site.label = "number " + std::to_string(i + 1);
    site.fractional = fractional_of(crystal.lattice, vector_of(places[i], "cartesian_site_positions, site " + site.label + ","));
    const auto found = names[i].is_string() ? species.find(names[i].get<std::string>()) : species.end();
    if (found == species.end()) refuse(Reason::kMissingElements, "site " + site.label + " is of the species " + shown(names[i]) + ", which attributes.species does not name");
    if (found->first.size() <= 40) site.label += " (" + found->first + ")";
    list_occupants(site, found->second, crystal.sites);
  }
  return crystal;
}

}  // namespace

std::variant<ListedCrystal, Rejection> read_optimade(std::string_view text, std::size_t max_sites) {
  try {
    return read(text, max_sites);
  } catch (Refused& refused) {
    return std::move(refused.rejection);
  }
}

}  // namespace furui
