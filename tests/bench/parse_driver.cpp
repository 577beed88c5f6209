// What bare parsing reaches: RDKit's SmilesToMol with full sanitization, nothing else; the yardstick of the bench.
#include <GraphMol/GraphMol.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <RDGeneral/RDLog.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

// parse_driver FILE PART PARTS: parses every PARTS-th line of FILE; prints "parsed seconds".
int main(int argc, char** argv) {
  if (argc != 4) {
    std::fputs("usage: furui_parse_bench FILE PART PARTS\n", stderr);
    return 2;
  }
  RDLog::InitLogs();
  boost::logging::disable_logs("rdApp.*");
  const int part = std::atoi(argv[2]), parts = std::atoi(argv[3]);
  std::vector<std::string> smiles;
  std::ifstream in(argv[1]);
  int line_number = 0;
  for (std::string line; std::getline(in, line); ++line_number) {
    if (line_number % parts == part) smiles.push_back(line);
  }
  const auto start = std::chrono::steady_clock::now();
  int parsed = 0;
  for (const std::string& text : smiles) {
    try {
      const std::unique_ptr<RDKit::RWMol> molecule(RDKit::SmilesToMol(text));
      parsed += molecule ? 1 : 0;
    } catch (const std::exception&) {
    }
  }
  std::printf("%d %.6f\n", parsed, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  return 0;
}
