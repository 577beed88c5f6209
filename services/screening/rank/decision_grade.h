// Whether a ranking rests on what its profile demands of the models.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/manifest.h"  // for Manifest
#include "core/profile.h"   // for QualityDemands

namespace furui {

/// What a model states of one property that a ranking uses.
struct StatedQuality {
  std::string property;  ///< as the profile names it
  std::string model;     ///< name and version, for messages
  bool regression = true;
  bool computed = false;  ///< a descriptor: by definition, not by learning; it needs no published quality
  std::map<std::string, double> published;  ///< "R2", "AUROC", …; empty where nothing is published
  std::string licence;  ///< of the weights, SPDX
};

/// What a manifest states of one of its properties.
///
/// property  index into the manifest's properties
/// as_named  how the profile names it
StatedQuality stated_quality(const Manifest& model, std::size_t property, const std::string& as_named);

/// Every demand that is not met, one sentence each without its full stop, in the order of `used`; empty: decision-grade.
///
/// used                 each property once
/// out_of_domain_share  of the ranked candidates, those outside the domain of a model used; in [0, 1]
std::vector<std::string> shortcomings(const QualityDemands& demands, std::span<const StatedQuality> used, double out_of_domain_share);

}  // namespace furui
