// What a manifest states about a CHGNet network (architecture "chgnet"), checked key by key.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace furui {

/// As models/README.md lists them. Deng et al., Nature Machine Intelligence 2023, 5, 1031; versions 0.2.0 and 0.3.0.
struct ChgnetParameters {
  std::size_t elements = 0;            ///< Z from 1 to this
  std::size_t width = 0;               ///< of every feature and hidden layer
  std::size_t layers = 0;              ///< atom convolutions; 2 or more
  std::size_t radial = 0;
  std::size_t angular = 0;             ///< odd
  double bond_cutoff_angstrom = 0;
  double angle_cutoff_angstrom = 0;    ///< not above bond_cutoff_angstrom
  int cutoff_exponent = 0;
  std::vector<std::size_t> readout_hidden;
  bool norms = true;                   ///< layer norms in the gates and before the readout
  double norm_epsilon = 0;             ///< of the norms
  bool update_bias = false;            ///< on what a convolution adds; with angles it reaches every bond of the crystal, long ones too

  std::size_t bond_convolutions() const { return layers - 1; }
  /// The last update would change angles that nothing reads.
  std::size_t angle_updates() const { return layers - 2; }
};

/// Reads a network's parameters.
///
/// json     the object as JSON text
/// network  its name, for messages
/// throws   Error{INVALID_ARGUMENT} naming the parameter that is unknown, absent or out of range
ChgnetParameters parse_chgnet_parameters(std::string_view json, const std::string& network);

}  // namespace furui
