// furui: reads the arguments, runs the command, and says what went wrong.
#include <cstdio>
#include <exception>

#include "commands/program.h"  // for run_program

int main(int argc, char** argv) {
  try {
    return furui::cli::run_program(argc, argv);
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "furui: %s\n", fault.what());
    return 1;
  }
}
