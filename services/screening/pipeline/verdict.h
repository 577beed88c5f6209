// What the end of a reader says about the candidate that it was reading.
#pragma once

#include <optional>

#include "core/rejection.h"           // for Rejection
#include "pipeline/reader_process.h"  // for ReaderLimits
#include "pipeline/spawner.h"         // for ChildEnd

namespace furui {

/// Why the worker ended a reader itself; kNone where it ended on its own.
enum class WatchdogReason { kNone, kCpuTime, kWallTime };

/// The candidate's rejection; nothing where the evidence is not enough and it is to be tried alone.
///
/// alone   the reader had read nothing but this candidate: no other can have caused its end
/// stage   that the candidate was in
/// An end that nobody saw (its spawner died too) blames nobody.
std::optional<Rejection> judge(const ChildEnd& end, WatchdogReason watchdog, bool alone, Stage stage,
                               const ReaderLimits& limits);

}  // namespace furui
