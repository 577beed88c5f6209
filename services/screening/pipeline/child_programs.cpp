// Readers and splitters by name; the spawner reads one molecule first, so that children start with RDKit's tables filled.
#include "pipeline/child_programs.h"

#include <exception>
#include <utility>
#include <vector>

namespace furui {

std::unique_ptr<Spawner> start_spawner(const ChildOptions& options) {
  std::vector<ChildProgram> programs(2);
  programs[kReaderProgram] = {"furui-reader", [limits = options.reader, read = options.read](auto descriptors) {
                                return run_reader(std::move(descriptors), limits, read);
                              }};
  programs[kSplitterProgram] = {"furui-splitter", [limits = options.splitter, split = options.split](auto descriptors) {
                                  return run_splitter(std::move(descriptors), limits, split);
                                }};
  if (!options.warm) return Spawner::start(std::move(programs), options.prepare);
  return Spawner::start(std::move(programs), [prepare = options.prepare, read = options.read] {
    try {
      if (prepare) prepare();
      ReadOptions all;
      all.standardization = Standardization::kParent;
      all.alerts = true;
      read("CC(=O)Oc1ccccc1C(=O)O", all);
      all.describe = prepare != nullptr;
      read("CC(=O)Oc1ccccc1C(=O)O", all);
    } catch (const std::exception&) {
      // What is missing shows, with its reason, in the first reader that needs it.
    }
  });
}

}  // namespace furui
