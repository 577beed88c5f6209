// What a worker is told: its database and state folder, what readers may cost, and how long it is patient.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include "molecule/read_molecule.h"   // for MoleculeLimits
#include "pipeline/child_programs.h"  // for ChildOptions
#include "predict/predictor.h"        // for DeviceOptions
#include "store/database.h"           // for DatabaseOptions

namespace furui {

struct WorkerOptions {
  DatabaseOptions database;
  std::filesystem::path state_folder;       ///< holds cache/models and, without names, files while they are split
  std::filesystem::path descriptor_tables;  ///< sa_fragments.bin; empty: models of descriptors cannot be computed
  std::string name;                         ///< as `work.worker` shows it; empty: host:pid

  DeviceOptions device;
  MoleculeLimits molecule;
  ChildOptions children;
  int readers = 0;  ///< reader processes; 0: one a core

  std::chrono::seconds lease{12};           ///< a dead worker's work is free after this
  std::chrono::milliseconds heartbeat{3000};  ///< cancel and loss are noticed within two of them
  std::chrono::milliseconds checkpoint{5000};  ///< of relaxation that a killed worker loses at most, but for one step
  std::chrono::milliseconds turn{10'000};      ///< of relaxation, after which other screenings that wait go first
  std::chrono::milliseconds poll{1000};     ///< how often it looks for work that nobody announced
  std::chrono::milliseconds drain{30'000};  ///< for the work in hand after it is told to stop
  int max_attempts = 3;                     ///< of one piece of work, then it fails for good
  int leases_in_flight = 2;                 ///< one is read while another is predicted and stored
  std::int32_t chunk_rows = 4096;           ///< candidates a chunk of what it splits
  std::size_t cached_models = 8;            ///< loaded model versions that are kept
};

}  // namespace furui
