// The known name that an unknown one was most likely meant to be, for messages that help.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace furui {

/// Edits that turn one name into the other: insert, delete or replace a byte, or swap two neighbours, each at
/// most once a place (optimal string alignment; Damerau 1964). ASCII letters are compared without case.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The known name with the least edit distance, the first of equals; empty where none is within a third of the
/// longer name (at least 1 edit), or where `known` is empty.
std::string nearest_name(std::string_view unknown, std::span<const std::string> known);

/// Known names of which this one is an abbreviation: each of its words, which '_', '-' and capitals part, begins a word of theirs, in
/// order: "half_life" and "HalfLife" are of "Half_Life_Obach", "mol_weight" of "molecular_weight". At most three.
std::vector<std::string> abbreviated_names(std::string_view unknown, std::span<const std::string> known);

/// "; did you mean 'hERG'?", or "… 'CYP2D6_Veith' or 'CYP2D6_Substrate'?", or empty where no known name is near. For the end of a message.
std::string did_you_mean(std::string_view unknown, std::span<const std::string> known);

}  // namespace furui
