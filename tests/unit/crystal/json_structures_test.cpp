// Structures of pymatgen and OPTIMADE in JSON.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "crystal/optimade.h"
#include "crystal/pymatgen_structure.h"

namespace furui {
namespace {

using testing::HasSubstr;
using Reader = std::variant<ListedCrystal, Rejection> (*)(std::string_view, std::size_t);

ListedCrystal crystal_of(Reader reader, const std::string& text) {
  auto read = reader(text, 1000);
  if (const auto* rejection = std::get_if<Rejection>(&read)) ADD_FAILURE() << rejection->detail << "\n" << text;
  return std::holds_alternative<ListedCrystal>(read) ? std::get<ListedCrystal>(read) : ListedCrystal{};
}

Rejection rejection_of(Reader reader, const std::string& text) {
  auto read = reader(text, 1000);
  return std::holds_alternative<Rejection>(read) ? std::get<Rejection>(read) : Rejection{Stage::kPredict, Reason::kEmpty, "it was read"};
}

/// A part of a text replaced.
std::string with(std::string text, const std::string& part, const std::string& by) {
  const std::size_t at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  return text.replace(at, part.size(), by);
}

const std::string kSalt = R"({"@module": "pymatgen.core.structure", "@class": "Structure", "charge": 0,
 "lattice": {"matrix": [[4, 0, 0], [0, 4, 0], [0, 0, 4.0]], "pbc": [true, true, true]},
 "sites": [{"species": [{"element": "Na", "occu": 1, "oxidation_state": 1}], "abc": [0, 0, 0.25], "xyz": [9, 9, 9], "label": "Na1", "properties": {"magmom": null}},
  {"species": [{"element": "Cl", "occu": 1.0}], "xyz": [2, 2, 2], "label": "Cl"}]})";

TEST(PymatgenStructure, SitesHaveFractionalOrCartesianCoordinates) {
  const ListedCrystal crystal = crystal_of(read_pymatgen, kSalt);
  ASSERT_EQ(crystal.sites.size(), 2U);
  EXPECT_EQ(crystal.sites[0].fractional, (Vector3{0, 0, 0.25})) << "abc goes before xyz, as in pymatgen";
  EXPECT_EQ(crystal.sites[0].label, "number 1 (Na1)");
  EXPECT_EQ(crystal.sites[1].fractional, (Vector3{0.5, 0.5, 0.5}));
  EXPECT_EQ(crystal.sites[1].atomic_number, 17);
}

TEST(PymatgenStructure, ASharedSiteIsListedOnceForEachElement) {
  const ListedCrystal shared = crystal_of(read_pymatgen, with(kSalt, R"({"element": "Cl", "occu": 1.0})", R"({"element": "Cl", "occu": 0.5}, {"element": "Br", "occu": 0.25})"));
  ASSERT_EQ(shared.sites.size(), 3U);
  EXPECT_EQ(shared.sites[2].fractional, shared.sites[1].fractional);
  EXPECT_EQ(shared.sites[2].label, "number 2 (Cl)");
  EXPECT_EQ(std::pair(shared.sites[1].atomic_number, shared.sites[1].occupancy), std::pair(17, 0.5));
  EXPECT_EQ(std::pair(shared.sites[2].atomic_number, shared.sites[2].occupancy), std::pair(35, 0.25));
  EXPECT_EQ(crystal_of(read_pymatgen, with(kSalt, R"("occu": 1.0)", R"("occu": 0.5)")).sites[1].occupancy, 0.5) << "left to check_sites";
  const std::string mixed = with(kSalt, R"({"element": "Cl", "occu": 1.0})", R"({"element": "Fe", "occu": 0.5, "oxidation_state": 2}, {"element": "Fe", "occu": 0.5, "oxidation_state": 3})");
  EXPECT_EQ(crystal_of(read_pymatgen, mixed).sites[1].occupancy, 1) << "two oxidation states of one element are no disorder";
}

TEST(PymatgenStructure, EachDefectNamesItsPlace) {
  const auto detail = [](const std::string& part, const std::string& by) { return rejection_of(read_pymatgen, with(kSalt, part, by)).detail; };
  EXPECT_THAT(detail("[0, 4, 0]", "[0, 4]"), HasSubstr("lattice.matrix, row 2, is [0,4]; expected three numbers"));
  EXPECT_THAT(detail("[0, 4, 0]", "[0, \"4\", 0]"), HasSubstr("expected three numbers"));
  EXPECT_THAT(detail("[true, true, true]", "[true, true, false]"), HasSubstr("periodic along 2 of three directions"));
  EXPECT_THAT(detail("\"Na\"", "\"Qq\""), HasSubstr("site number 1 (Na1): 'Qq' is no element"));
  EXPECT_THAT(detail("\"Na\"", "7"), HasSubstr("is no element"));
  EXPECT_THAT(detail("\"abc\": [0, 0, 0.25], \"xyz\": [9, 9, 9]", "\"abc\": null"), HasSubstr("has no coordinates"));
  EXPECT_THAT(detail("\"occu\": 1.0", "\"occu\": \"all\""), HasSubstr("occu is \"all\"; expected a number"));
  EXPECT_THAT(detail("4.0]", "NaN]"), HasSubstr("NaN, Infinity"));
  EXPECT_THAT(detail("4.0]", "1e999]"), HasSubstr("beyond 1e308"));
  EXPECT_THAT(detail("\"lattice\": {", "\"lattice\": {{"), HasSubstr("no JSON, line 2 (byte"));
  EXPECT_THAT(rejection_of(read_pymatgen, kSalt.substr(0, 200)).detail, HasSubstr("no JSON, line 3 (byte 201): expected the end of a string"));
  EXPECT_THAT(rejection_of(read_pymatgen, R"({"@class": "Molecule", "sites": []})").detail, HasSubstr("a molecule without a cell"));
  EXPECT_THAT(rejection_of(read_pymatgen, "[]").detail, HasSubstr("lists no structures"));
  EXPECT_THAT(rejection_of(read_pymatgen, "17").detail, HasSubstr("the JSON is 17; expected a Structure of pymatgen"));
  EXPECT_THAT(rejection_of(read_pymatgen, R"({"lattice": {"a": 4}, "sites": []})").detail, HasSubstr("lattice.matrix is missing"));
  EXPECT_EQ(rejection_of(read_pymatgen, R"({"lattice": {"matrix": [[4,0,0],[0,4,0],[0,0,4]]}, "sites": []})").reason, Reason::kNoAtoms);
}

TEST(PymatgenStructure, DepthAndDuplicatesHarmNobody) {
  EXPECT_THAT(rejection_of(read_pymatgen, std::string(1'000'000, '[')).detail, HasSubstr("expected at most 100 objects and arrays in each other"));
  EXPECT_THAT(rejection_of(read_pymatgen, std::string(100, '[') + std::string(100, ']')).detail, HasSubstr("expected a Structure of pymatgen"));
  EXPECT_EQ(crystal_of(read_pymatgen, with(kSalt, "\"lattice\"", "\"lattice\": 7, \"lattice\"")).sites.size(), 2U) << "the last of equal keys counts";
}

const std::string kOptimade = R"({"id": "odbx/1", "type": "structures", "attributes": {"nsites": 2, "dimension_types": [1, 1, 1], "structure_features": [],
 "lattice_vectors": [[4, 0, 0], [0, 4, 0], [0, 0, 4]], "cartesian_site_positions": [[0, 0, 0], [2, 2, 1]], "species_at_sites": ["Na", "anion"],
 "species": [{"name": "Na", "chemical_symbols": ["Na"], "concentration": [1.0], "mass": [22.99]}, {"name": "anion", "chemical_symbols": ["Cl"], "concentration": [1], "original_name": "Cl1"}]}})";

TEST(Optimade, SitesAreOfSpecies) {
  const ListedCrystal crystal = crystal_of(read_optimade, kOptimade);
  ASSERT_EQ(crystal.sites.size(), 2U);
  EXPECT_EQ(crystal.sites[1].atomic_number, 17);
  EXPECT_EQ(crystal.sites[1].label, "number 2 (anion)");
  EXPECT_EQ(crystal.sites[1].fractional, (Vector3{0.5, 0.5, 0.25}));
}

TEST(Optimade, VacanciesAreLeftOut) {
  const auto listed = [](const std::string& symbols, const std::string& concentration) {
    return crystal_of(read_optimade, with(kOptimade, R"("chemical_symbols": ["Cl"], "concentration": [1])", "\"chemical_symbols\": " + symbols + ", \"concentration\": " + concentration)).sites;
  };
  ASSERT_EQ(listed(R"(["Cl", "vacancy"])", "[0.9, 0.1]").size(), 2U);
  EXPECT_EQ(listed(R"(["Cl", "vacancy"])", "[0.9, 0.1]")[1].occupancy, 0.9);
  EXPECT_EQ(listed(R"(["vacancy"])", "[1]").size(), 1U);
  EXPECT_EQ(crystal_of(read_optimade, with(kOptimade, "[],", R"(["disorder"],)")).sites.size(), 2U) << "the sites say what it is";
}

TEST(Optimade, WhatIsOnASiteIsNamedWhereItCannotBeRead) {
  const auto of = [](const std::string& symbols, const std::string& concentration) {
    return rejection_of(read_optimade, with(kOptimade, R"("chemical_symbols": ["Cl"], "concentration": [1])", "\"chemical_symbols\": " + symbols + ", \"concentration\": " + concentration));
  };
  EXPECT_THAT(of(R"(["X"])", "[1]").detail, HasSubstr("'X' is no element"));
  EXPECT_THAT(of(R"(["Cl", "Br"])", "[1]").detail, HasSubstr("expected a symbol and a number in concentration for each"));
  EXPECT_EQ(rejection_of(read_optimade, with(kOptimade, "[],", R"(["assemblies"],)")).reason, Reason::kDisordered);
  EXPECT_EQ(rejection_of(read_optimade, with(kOptimade, "[],", R"(["implicit_atoms"],)")).reason, Reason::kUnsupportedFeature);
}

TEST(Optimade, EachDefectNamesItsPlace) {
  const auto detail = [](const std::string& part, const std::string& by) { return rejection_of(read_optimade, with(kOptimade, part, by)).detail; };
  EXPECT_THAT(detail("[0, 0, 4]]", "[null, null, null]]"), HasSubstr("periodic along 2 of three directions; expected a crystal"));
  EXPECT_THAT(detail("[1, 1, 1]", "[0, 0, 0]"), HasSubstr("periodic along 0 of three directions"));
  EXPECT_THAT(detail("\"structures\"", "\"references\""), HasSubstr("an OPTIMADE entry of the type \"references\""));
  EXPECT_THAT(detail("\"lattice_vectors\"", "\"vectors\""), HasSubstr("attributes.lattice_vectors is missing; ask the database for it with response_fields"));
  EXPECT_THAT(detail("[2, 2, 1]", "[2, null, 1]"), HasSubstr("cartesian_site_positions, site number 2, is [2,null,1]; expected three numbers"));
  EXPECT_THAT(detail("\"anion\"]", "\"kation\"]"), HasSubstr("is of the species \"kation\", which attributes.species does not name"));
  EXPECT_THAT(detail("[\"Na\", \"anion\"]", "[\"Na\"]"), HasSubstr("2 cartesian_site_positions and 1 species_at_sites"));
  EXPECT_THAT(detail("\"attributes\"", "\"attribute\""), HasSubstr("has no attributes"));
  EXPECT_EQ(rejection_of(read_optimade, with(kOptimade, "[[0, 0, 0], [2, 2, 1]]", "[]")).reason, Reason::kNoAtoms);
}

}  // namespace
}  // namespace furui
