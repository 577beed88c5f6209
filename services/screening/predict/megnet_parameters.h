// What a manifest states about a MEGNet network (architecture "megnet"), checked key by key.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace furui {

/// As models/README.md lists them. Chen et al., Chem. Mater. 2019, 31, 3564.
struct MegnetParameters {
  std::size_t elements = 0;        ///< Z from 1 to this
  std::size_t embedding = 0;       ///< width of an element's vector
  std::size_t states = 0;          ///< states with a vector each, one output a state; 0: the state is zeros, one output
  std::size_t state_width = 0;     ///< of that vector, or how many zeros
  std::size_t blocks = 0;
  std::size_t hidden = 0;          ///< width of hidden layers
  std::size_t width = 0;           ///< of atom, bond and state features between blocks
  std::size_t readout_steps = 0;   ///< of the Set2Set readout
  std::size_t readout_width = 0;   ///< of its memory; half of its output
  double cutoff_angstrom = 0;      ///< atoms nearer than this are bonded
  std::size_t centers = 0;         ///< of the Gaussians that a distance is expanded in, evenly spaced from 0
  double last_center_angstrom = 0;
  double gaussian_width_angstrom = 0;  ///< w of exp(−(d − c)²/w²)
  double mean = 0, deviation = 1;  ///< value = deviation·output + mean

  std::size_t outputs() const { return states == 0 ? 1 : states; }
};

/// Reads a network's parameters.
///
/// json     the object as JSON text
/// network  its name, for messages
/// throws   Error{INVALID_ARGUMENT} naming the parameter that is unknown, absent or out of range
MegnetParameters parse_megnet_parameters(std::string_view json, const std::string& network);

}  // namespace furui
