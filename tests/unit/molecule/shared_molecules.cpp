// Reads the SMILES columns of the shared CSV files.
#include "shared_molecules.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace furui {
namespace {

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      cells.emplace_back();
    else if (c != '\r')
      cells.back() += c;
  }
  return cells;
}

}  // namespace

std::vector<std::string> shared_molecules(std::size_t step) {
  if (std::getenv("FURUI_TEST_ALL_MOLECULES") != nullptr) step = 1;
  const std::filesystem::path folder =
      std::filesystem::path(FURUI_SOURCE_DIR).parent_path() / "shared/data/molecules";
  std::vector<std::string> molecules;
  std::size_t row = 0;
  for (const char* name : {"esol.csv", "hiv.csv", "tox21.csv", "clintox.csv"}) {
    std::ifstream file(folder / name);
    std::string line;
    if (!std::getline(file, line)) continue;
    const std::vector<std::string> header = cells_of(line);
    const auto column =
        static_cast<std::size_t>(std::find(header.begin(), header.end(), "smiles") - header.begin());
    while (std::getline(file, line)) {
      if (row++ % step != 0) continue;
      const std::vector<std::string> cells = cells_of(line);
      if (column < cells.size() && !cells[column].empty()) molecules.push_back(cells[column]);
    }
  }
  return molecules;
}

}  // namespace furui
