// furui relax: crystals in, relaxed crystals and how each ended out.
#include <memory>

#include "commands/command.h"  // for Global
#include "commands/report.h"   // for report_relaxed
#include "follow.h"            // for follow
#include "relaxed_folder.h"    // for write_relaxed_folder
#include "submit.h"            // for submit

namespace furui::cli {
namespace {

struct RelaxOptions {
  FileChoice input;
  std::string model = "chgnet", optimizer = "fire", standardize = "primitive", name, title, output;
  std::vector<std::string> competing;
  double fmax = 0.1, symmetry_tolerance = 1e-5, pressure = 0, seconds = 3600;
  int steps = 500;
  bool fixed_cell = false, break_symmetry = false, trajectories = false, stability = false, no_wait = false;
};

v1::CreateScreeningRequest request_of(const RelaxOptions& options) {
  v1::CreateScreeningRequest request;
  request.set_screening_id(options.name);
  auto& screening = *request.mutable_screening();
  screening.set_title(options.title);
  screening.set_standardization(options.standardize == "none" ? v1::Screening::STANDARDIZATION_NONE : v1::Screening::STANDARDIZATION_PARENT);
  screening.add_models(options.model);
  if (options.stability || !options.competing.empty()) screening.add_models(options.model.substr(0, options.model.find('/')) + "-stability");
  for (const auto& name : options.competing) screening.add_competing(name);
  auto& relaxation = *screening.mutable_relaxation();
  relaxation.set_model(options.model);
  relaxation.set_force_tolerance(options.fmax);
  relaxation.set_max_steps(options.steps);
  relaxation.set_optimizer(options.optimizer == "lbfgs" ? v1::Relaxation::OPTIMIZER_LBFGS : v1::Relaxation::OPTIMIZER_FIRE);
  relaxation.set_fixed_cell(options.fixed_cell);
  relaxation.set_break_symmetry(options.break_symmetry);
  relaxation.set_symmetry_tolerance(options.symmetry_tolerance);
  relaxation.set_pressure_gpa(options.pressure);
  relaxation.set_max_seconds(options.seconds);
  return request;
}

void run(Global& global, const RelaxOptions& options) {
  check_input_file(options.input.file);
  if (!options.output.empty()) check_relaxed_folder(options.output, options.input.file);
  Connection connection = connect(global.server);
  v1::Screening screening = submit(connection, global, request_of(options), options.input);
  if (options.no_wait) return say_that_it_runs(global, screening);
  screening = follow(connection, screening.name(), global.json);
  const Screened screened = describe_screening(connection, screening);
  report_relaxed(global, screened, options.output, write_relaxed_folder(connection, screened, options.output, options.trajectories));
}

}  // namespace

void add_relax(CLI::App& app, Global& global) {
  const auto options = std::make_shared<RelaxOptions>();
  options->input.format = "auto";
  CLI::App* relax = app.add_subcommand("relax", "Relax crystals: positions and cell to where a model's forces vanish");
  relax->add_option("FILE", options->input.file, "Crystals: a file, or a folder, tar or ZIP of files")->required();
  relax->add_option("-o,--output", options->output, "Folder for the final structures as CIF, and relaxed.csv");
  relax->add_option("-m,--model", options->model, "Model whose forces and stress relax")->capture_default_str();
  relax->add_option("--fmax", options->fmax, "Largest force at which a crystal has converged, in eV/angstrom")->check(CLI::Range(1e-5, 10.0))->capture_default_str();
  relax->add_option("--steps", options->steps, "Steps at most")->check(CLI::Range(0, 100'000))->capture_default_str();
  relax->add_option("--optimizer", options->optimizer, "fire or lbfgs")->check(CLI::IsMember({"fire", "lbfgs"}))->capture_default_str();
  relax->add_flag("--fixed-cell", options->fixed_cell, "Move atoms only; the cell stays");
  relax->add_option("--pressure", options->pressure, "Hydrostatic pressure from outside, in GPa")->check(CLI::Range(-1000.0, 1000.0))->capture_default_str();
  relax->add_flag("--break-symmetry", options->break_symmetry, "Do not keep the space group of the start");
  relax->add_option("--symmetry-tolerance", options->symmetry_tolerance,
                    "Distance within which atoms count as equivalent, in angstrom; above 1e-5 the structure is made exactly symmetric first")->check(CLI::Range(1e-8, 0.5))->capture_default_str();
  relax->add_option("--seconds", options->seconds, "Computing time for one crystal at most")->check(CLI::Range(1.0, 604'800.0))->capture_default_str();
  relax->add_option("--standardize", options->standardize, "primitive (the primitive cell) or none")->check(CLI::IsMember({"none", "primitive"}))->capture_default_str();
  relax->add_flag("--stability", options->stability, "Also formation energies, and energies above the hull of all that is relaxed");
  relax->add_option("--competing", options->competing, "Screening whose relaxed crystals compete in that hull, too; may be repeated")->allow_extra_args(false);
  relax->add_flag("--trajectories", options->trajectories, "Also write trajectories.csv: energy, largest force and volume of each step");
  relax->add_option("--format", options->input.format, "auto, cif, poscar, extxyz, json or archive")->check(CLI::IsMember({"auto", "cif", "poscar", "extxyz", "json", "archive"}))->capture_default_str();
  relax->add_option("--name", options->name, "Name of the screening: a-z, 0-9 and '-' (default: chosen)");
  relax->add_option("--title", options->title, "Title for people (default: the file's name)");
  relax->add_flag("--no-wait", options->no_wait, "Return once the file is stored; the relaxation goes on");
  relax->footer(
      "Columns of relaxed.csv: the input's own (file; block, where a file has several), then\n"
      "  status           CONVERGED, NOT_CONVERGED (the steps ran out), TIMEOUT, EXPLODED (no final structure), REJECTED\n"
      "  steps            taken\n"
      "  energy_per_atom  eV, of the final structure\n"
      "  volume_per_atom  cubic angstrom\n"
      "  max_force        eV/angstrom: the longest row of the forces on atoms and cell, as fmax counts\n"
      "  formula, space_group   of the structure at the start\n"
      "  cif, structure_sha256  the final structure\n"
      "  with --stability: formation_energy_per_atom, energy_above_hull in eV/atom, and decomposition\n"
      "  reason, detail   why there is none, or why it did not converge\n"
      "Options of every command (--json, --server, …): furui --help");
  relax->callback([&global, options] { run(global, *options); });
}

}  // namespace furui::cli
