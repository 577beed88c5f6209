// furui: the program.
#include "commands/program.h"  // for run_program

int main(int argc, char** argv) { return furui::cli::run_program(argc, argv); }
