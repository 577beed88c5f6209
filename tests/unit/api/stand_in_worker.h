// What a worker would write, without chemistry, so that the API's tests need neither RDKit nor LibTorch.
#pragma once

#include "store/database.h"

namespace furui::testing {

/// Does all ready work through the store's own commits: splits a file into lines, gives each model's every column the
/// length of the SMILES, rejects "X", ranks by the real ranking, and lets golden tests succeed.
void work_off(Database& database);

}  // namespace furui::testing
