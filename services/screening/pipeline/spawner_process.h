// The loop of the spawner process itself: take a request, fork, say who was born and how it ended.
#pragma once

#include <cstdint>
#include <vector>

#include "pipeline/file_descriptor.h"  // for FileDescriptor
#include "pipeline/spawner.h"          // for ChildProgram

namespace furui {

/// A request to a spawner. Attached descriptors: the new child's status socket, then what the child is given.
struct SpawnRequest {
  std::uint32_t program = 0;
};
/// Asks for another spawner instead of a child; attached: status socket, control socket.
inline constexpr std::uint32_t kSpawnAnotherSpawner = 0xffffffff;

/// First message on a status socket; a pidfd is attached where the kernel has them. pid −1: fork failed.
struct BirthNotice {
  std::int32_t pid = 0;
};
/// Last message on a status socket, as waitpid() gave it.
struct DeathNotice {
  std::int32_t status = 0;
};

/// Serves requests until the control socket closes, then ends every child and returns.
void run_spawner(const FileDescriptor& control, const std::vector<ChildProgram>& programs);

/// What every process of ours without the worker's privileges does first: /dev/null as standard streams, no core
/// dumps, not traceable, deaf to SIGINT, SIGTERM, SIGHUP and SIGQUIT (its owner decides), nothing open but `keep`.
void confine_process(const char* name, const std::vector<int>& keep);

}  // namespace furui
