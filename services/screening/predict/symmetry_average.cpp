// Sums over operations in their order, in double precision.
#include "predict/symmetry_average.h"

#include "core/matrix3.h"  // for inverse, transposed

namespace furui {
void SymmetryAverage::apply(const Matrix3& lattice, std::vector<Vector3>& forces, Matrix3& stress) const {
  if (operations_.size() < 2) return;
  const Matrix3 back = inverse(lattice);
  std::vector<Vector3> slopes(forces.size()), sums(forces.size(), Vector3{});
  for (std::size_t i = 0; i < forces.size(); ++i) slopes[i] = lattice * forces[i];
  const Matrix3 tensor = transposed(back) * stress * back;
  Matrix3 tensors{};
  for (const SymmetryOperation& operation : operations_) {
    const Matrix3 rotation = rotation_of(operation);
    const Matrix3 of_slopes = transposed(inverse(rotation));
    for (std::size_t i = 0; i < slopes.size(); ++i) {
      const Vector3 moved = of_slopes * slopes[i];
      for (std::size_t k = 0; k < 3; ++k) sums[operation.image[i]][k] += moved[k];
    }
    tensors = tensors + rotation * tensor * transposed(rotation);
  }
  const double share = 1 / static_cast<double>(operations_.size());
  for (std::size_t i = 0; i < forces.size(); ++i) {
    forces[i] = back * sums[i];
    for (double& x : forces[i]) x *= share;
  }
  stress = share * (transposed(lattice) * tensors * lattice);
}

}  // namespace furui
