// Keeps the log that all of furuid's processes write to from growing without end.
#pragma once

#include <cstdint>
#include <filesystem>

namespace furui::daemon {

/// Where standard error is the file `folder`/furuid.log and has grown beyond the limit: its content becomes
/// furuid.log.1 (.1 becomes .2, …; the oldest of `kept` goes), and the file begins anew.
///
/// All processes write to the one file in append mode, so it is copied and emptied in place, as logrotate's
/// copytruncate does; a line written between the two may be lost. Does nothing where standard error is anything else,
/// such as a journal's pipe, and nothing where the copy fails: a full disk costs no log.
/// returns  whether it did
bool rotate_log(const std::filesystem::path& folder, std::int64_t limit_bytes, int kept);

}  // namespace furui::daemon
