// Writing and reading of questions and answers; graphs travel in the form in which they are stored.
#include "pipeline/reader_wire.h"

#include <cstdint>
#include <stdexcept>
#include <utility>

#include "core/crystal.h"         // for serialize, parse_crystal
#include "core/molecule_graph.h"  // for serialize, parse_molecule_graph
#include "pipeline/wire.h"        // for WireWriter, WireReader

namespace furui {
namespace {

enum class Answer : std::uint8_t { kMolecule = 1, kRejection = 2, kCrystal = 3 };

void write_atoms(WireWriter& out, const std::vector<std::uint16_t>& atoms) {
  out.number(static_cast<std::uint32_t>(atoms.size()));
  for (const std::uint16_t atom : atoms) out.number(atom);
}

std::vector<std::uint16_t> read_atoms(WireReader& in) {
  std::vector<std::uint16_t> atoms(in.count(sizeof(std::uint16_t)));
  for (std::uint16_t& atom : atoms) atom = in.number<std::uint16_t>();
  return atoms;
}

void write_alert(WireWriter& out, const Alert& alert) {
  out.text(alert.catalogue);
  out.text(alert.rule);
  write_atoms(out, alert.atoms);
}

Alert read_alert(WireReader& in) {
  Alert alert;
  alert.catalogue = in.text();
  alert.rule = in.text();
  alert.atoms = read_atoms(in);
  return alert;
}

void write_reading(WireWriter& out, const MoleculeReading& reading) {
  out.number(static_cast<std::uint8_t>(Answer::kMolecule));
  out.text(serialize(reading.graph));
  out.texts(reading.changes);
  out.texts(reading.warnings);
  out.text(reading.standardized_smiles);
  out.number(static_cast<std::uint32_t>(reading.descriptors.size()));
  for (float value : reading.descriptors) out.number(value);
  out.number(static_cast<std::uint32_t>(reading.alerts.size()));
  for (const Alert& alert : reading.alerts) write_alert(out, alert);
  out.number(static_cast<std::uint32_t>(reading.matches.size()));
  for (const auto& atoms : reading.matches) write_atoms(out, atoms);
  out.text(reading.scaffold);
}

Reading read_reading(WireReader& in) {
  Reading reading;
  reading.content = in.text();
  reading.structure = sha256(reading.content);
  reading.molecule.graph = parse_molecule_graph(reading.content);
  reading.molecule.changes = in.texts();
  reading.molecule.warnings = in.texts();
  reading.molecule.standardized_smiles = in.text();
  reading.molecule.descriptors.resize(in.count(sizeof(float)));
  for (float& value : reading.molecule.descriptors) value = in.number<float>();
  const std::size_t alerts = in.count(3 * sizeof(std::uint32_t));
  reading.molecule.alerts.reserve(alerts);
  for (std::size_t i = 0; i < alerts; ++i) reading.molecule.alerts.push_back(read_alert(in));
  reading.molecule.matches.resize(in.count(sizeof(std::uint32_t)));
  for (auto& atoms : reading.molecule.matches) atoms = read_atoms(in);
  reading.molecule.scaffold = in.text();
  return reading;
}

void write_reading(WireWriter& out, const CrystalReading& reading) {
  out.number(static_cast<std::uint8_t>(Answer::kCrystal));
  out.text(serialize(reading.crystal));
  out.text(reading.formula);
  out.number(static_cast<std::int32_t>(reading.space_group));
  out.text(reading.space_group_symbol);
  out.texts(reading.changes);
  out.texts(reading.warnings);
}

Reading read_crystal_reading(WireReader& in) {
  Reading reading;
  reading.content = in.text();
  reading.structure = sha256(reading.content);
  CrystalReading& crystal = reading.crystal.emplace();
  crystal.crystal = parse_crystal(reading.content);
  crystal.formula = in.text();
  crystal.space_group = in.number<std::int32_t>();
  crystal.space_group_symbol = in.text();
  crystal.changes = in.texts();
  crystal.warnings = in.texts();
  return reading;
}

void write_rejection(WireWriter& out, const Rejection& rejection) {
  out.number(static_cast<std::uint8_t>(Answer::kRejection));
  out.number(static_cast<std::uint8_t>(rejection.stage));
  out.number(static_cast<std::uint8_t>(rejection.reason));
  out.text(rejection.detail);
}

Rejection read_rejection(WireReader& in) {
  Rejection rejection;
  rejection.stage = static_cast<Stage>(in.number<std::uint8_t>());
  rejection.reason = static_cast<Reason>(in.number<std::uint8_t>());
  rejection.detail = in.text();
  return rejection;
}

}  // namespace

void write_options(std::string& out, const ReadOptions& options) {
  WireWriter writer(out);
  writer.number(static_cast<std::uint8_t>(options.standardization));
  writer.number(static_cast<std::uint8_t>(options.describe));
  writer.number(static_cast<std::uint8_t>(options.alerts));
  writer.number(static_cast<std::uint64_t>(options.limits.max_smiles_bytes));
  writer.number(static_cast<std::uint64_t>(options.limits.max_record_bytes));
  writer.number(static_cast<std::uint64_t>(options.limits.max_heavy_atoms));
  writer.texts(options.patterns);
  writer.number(static_cast<std::uint8_t>(options.scaffold));
}

void write_question(std::string& out, Notation notation, std::string_view raw) {
  WireWriter writer(out);
  writer.number(static_cast<std::uint8_t>(notation));
  writer.text(raw);
}

QuestionReader::QuestionReader(std::string_view bytes) {
  WireReader in(bytes);
  options_.standardization = static_cast<Standardization>(in.number<std::uint8_t>());
  options_.describe = in.number<std::uint8_t>() != 0;
  options_.alerts = in.number<std::uint8_t>() != 0;
  options_.limits.max_smiles_bytes = in.number<std::uint64_t>();
  options_.limits.max_record_bytes = in.number<std::uint64_t>();
  options_.limits.max_heavy_atoms = in.number<std::uint64_t>();
  options_.patterns = in.texts();
  options_.scaffold = in.number<std::uint8_t>() != 0;
  rest_ = in.rest();
}

std::string_view QuestionReader::next() {
  WireReader in(rest_);
  options_.notation = static_cast<Notation>(in.number<std::uint8_t>());
  const std::string_view raw = in.text();
  rest_ = in.rest();
  return raw;
}

void write_answer(std::string& out, const ReadAnswer& answer) {
  const std::size_t start = out.size();
  WireWriter writer(out);
  writer.number(std::uint32_t{0});
  if (const auto* molecule = std::get_if<MoleculeReading>(&answer)) write_reading(writer, *molecule);
  if (const auto* crystal = std::get_if<CrystalReading>(&answer)) write_reading(writer, *crystal);
  if (const auto* rejection = std::get_if<Rejection>(&answer)) write_rejection(writer, *rejection);
  const auto length = static_cast<std::uint32_t>(out.size() - start - sizeof(std::uint32_t));
  out.replace(start, sizeof length, reinterpret_cast<const char*>(&length), sizeof length);
}

ReadOutcome read_answer(std::string_view& bytes) {
  WireReader framed(bytes);
  const std::string_view body = framed.text();
  bytes = framed.rest();
  WireReader in(body);
  switch (static_cast<Answer>(in.number<std::uint8_t>())) {
    case Answer::kMolecule: return read_reading(in);
    case Answer::kCrystal: return read_crystal_reading(in);
    case Answer::kRejection: return read_rejection(in);
  }
  throw std::runtime_error("an answer between processes is of no known kind");
}

}  // namespace furui
