// Prepares graphs for furui_predict_bench: a list of SMILES in, the graphs of its lines out, read as predict reads them.
//
//   furui_graphs_bench LIST.smi OUT
//
// OUT: a little-endian unsigned 64-bit count, then for each line an unsigned 32-bit length and serialize()'s bytes.
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>
#include <variant>
#include <vector>

#include "core/molecule_graph.h"     // for serialize
#include "molecule/read_molecule.h"  // for read_molecule

namespace {

template <typename Number>
void write_number(std::ofstream& out, Number number) {
  out.write(reinterpret_cast<const char*>(&number), sizeof number);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: furui_graphs_bench LIST.smi OUT\n", stderr);
    return 2;
  }
  std::ifstream in(argv[1]);
  std::vector<std::string> graphs;
  for (std::string line; std::getline(in, line);) {
    const auto read = furui::read_molecule(line, {});
    if (const auto* rejection = std::get_if<furui::Rejection>(&read)) {
      std::fprintf(stderr, "line %zu of %s is no molecule: %s\n", graphs.size() + 1, argv[1], rejection->detail.c_str());
      return 1;
    }
    graphs.push_back(serialize(std::get<furui::MoleculeReading>(read).graph));
  }
  std::ofstream out(argv[2], std::ios::binary);
  write_number(out, std::uint64_t{graphs.size()});
  for (const std::string& graph : graphs) {
    write_number(out, static_cast<std::uint32_t>(graph.size()));
    out.write(graph.data(), static_cast<std::streamsize>(graph.size()));
  }
  out.close();
  if (!out) {
    std::fprintf(stderr, "%s cannot be written\n", argv[2]);
    return 1;
  }
  std::printf("%zu graphs\n", graphs.size());
  return 0;
}
