// Follows a screening until it ends, with a bar on a terminal and plain lines elsewhere.
#pragma once

#include <functional>
#include <string>

#include "connection.h"  // for Connection

namespace furui::cli {

/// Follows until a final state. Ctrl-C detaches: the screening goes on, and Failure (exit code 130) says how to
/// watch or cancel it. A stream that breaks is taken up again.
///
/// quiet  no progress (with --json)
/// each   called with every state seen
/// throws Failure where the screening failed or was cancelled
v1::Screening follow(Connection& connection, const std::string& screening, bool quiet,
                     const std::function<void(const v1::Screening&)>& each = {});

/// "2026-05-04 12:30", in UTC.
std::string time_text(const google::protobuf::Timestamp& time);

/// "RUNNING" for STATE_RUNNING.
std::string state_name(v1::Screening::State state);

}  // namespace furui::cli
