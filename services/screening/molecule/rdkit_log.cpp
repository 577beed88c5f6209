// Redirection of RDKit's global log channels.
#include "molecule/rdkit_log.h"

#include <RDGeneral/RDLog.h>

#include <sstream>
#include <utility>

namespace furui {

void silence_rdkit() {
  // A null channel is the quietest: RDKit's macros test the pointer before they build a message.
  for (RDLogger* channel : {&rdAppLog, &rdDebugLog, &rdInfoLog, &rdErrorLog, &rdWarningLog, &rdStatusLog})
    channel->reset();
}

struct RdkitLogCapture::State {
  RDLogger* channel;
  RDLogger previous;
  std::ostringstream text;
};

RdkitLogCapture::RdkitLogCapture(RdkitChannel channel) : state_(std::make_unique<State>()) {
  state_->channel = channel == RdkitChannel::kError ? &rdErrorLog : &rdInfoLog;
  state_->previous =
      std::exchange(*state_->channel, std::make_shared<boost::logging::rdLogger>(&state_->text));
}

RdkitLogCapture::~RdkitLogCapture() {
  *state_->channel = state_->previous;
}

std::string RdkitLogCapture::text() const {
  return state_->text.str();
}

}  // namespace furui
