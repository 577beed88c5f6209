// The transforms' formulas, each with the check of its parameters.
#include "rank/desirability.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.h"         // for Error
#include "core/lower_case.h"  // for lower
#include "core/nearest_name.h"  // for did_you_mean
#include "core/number_text.h"   // for shortest

namespace furui {
namespace {

using Names = std::vector<std::string>;
using Knots = std::vector<std::pair<double, double>>;

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr double kLn10 = 2.302585092994045684;

/// Parameters of one transform, read strictly.
class Parameters {
 public:
  Parameters(const Transform& transform, const std::string& where) : transform_(transform), where_(where) {}

  [[noreturn]] void complain(const std::string& what) const {
    throw Error(ErrorCode::kInvalidArgument, where_ + ": transform '" + transform_.type + "': " + what);
  }

  void only(const Names& known) const {
    for (const auto& [name, value] : transform_.parameters) {
      if (std::find(known.begin(), known.end(), name) == known.end())
        complain("unknown parameter '" + name + "'" + did_you_mean(name, known) + known_text(known));
      if (!std::isfinite(value)) complain("'" + name + "' is not finite");
    }
    if (!transform_.knots.empty()) complain("it takes no knots and no mapping" + known_text(known));
  }

  bool has(const char* name) const { return transform_.parameters.count(name) != 0; }

  double get(const char* name) const {
    const auto found = transform_.parameters.find(name);
    if (found == transform_.parameters.end()) complain("the parameter '" + std::string(name) + "' is missing");
    return found->second;
  }
  double get(const char* name, double otherwise) const { return has(name) ? get(name) : otherwise; }

  double positive(const char* name) const { return positive(name, get(name)); }
  double positive(const char* name, double value) const {
    if (!(value > 0)) complain("'" + std::string(name) + "' is " + shortest(value) + "; expected a number above 0");
    return value;
  }
  double not_negative(const char* name, double value) const {
    if (value < 0) complain("'" + std::string(name) + "' is " + shortest(value) + "; expected 0 or more");
    return value;
  }

  /// Requires first < second (or <=).
  void ordered(const char* first, const char* second, bool or_equal = false) const {
    const double a = get(first), b = get(second);
    if (a < b || (or_equal && a == b)) return;
    complain("'" + std::string(first) + "' is " + shortest(a) + " and '" + second + "' " + shortest(b) +
             "; expected '" + first + "' below '" + second + "'");
  }

  /// A slope derived from the parameters.
  double usable(double slope) const {
    if (!std::isfinite(slope)) complain("its limits lie too close together for a slope");
    return slope;
  }

  const Knots& knots(std::size_t least, const char* key) const {
    for (const auto& [name, value] : transform_.parameters) complain("unknown parameter '" + name + "' (known: " + key + ")");
    if (transform_.knots.size() < least)
      complain("'" + std::string(key) + "' has " + std::to_string(transform_.knots.size()) + " entries; expected " +
               std::to_string(least) + " or more");
    for (const auto& [value, desirability] : transform_.knots) {
      if (!std::isfinite(value)) complain("'" + std::string(key) + "' has a value that is not finite");
      if (!(desirability >= 0 && desirability <= 1))
        complain("'" + std::string(key) + "' gives " + shortest(value) + " the desirability " + shortest(desirability) +
                 "; expected a number from 0 to 1");
    }
    return transform_.knots;
  }

 private:
  static std::string known_text(const Names& known) {
    std::string text;
    for (const std::string& name : known) text += (text.empty() ? "" : ", ") + name;
    return " (known: " + text + ")";
  }

  const Transform& transform_;
  const std::string& where_;
};

double expit(double h) { return h >= 0 ? 1 / (1 + std::exp(-h)) : std::exp(h) / (1 + std::exp(h)); }

/// A limit as the values are: float32. It is kept as a float, since GCC 12 at -O2 loses the rounding of a pair of
/// doubles to float and back (`step` compiled without it).
float as_float(double value) { return static_cast<float>(value); }

/// Bends of 1 / (1 + exp(-h)) and its like; the far ones for its small powers in a geometric mean.
std::vector<double> bends_of_expit(double slope, double middle) {
  std::vector<double> bends;
  for (const double h : {-120.0, -40.0, -12.0, -4.0, 0.0, 4.0, 12.0, 40.0, 120.0}) bends.push_back(middle + h / std::abs(slope));
  return bends;
}

Desirability expit_curve(double slope, double middle) {
  return {[=](double x) { return expit(slope * (x - middle)); }, bends_of_expit(slope, middle), {}, Expit{slope, middle}, {}, false};
}

/// Lines between knots, each wider than nothing; `at` decides what holds at a jump.
Desirability line_curve(std::function<double(double)> at, Knots line) {
  std::vector<double> bends;
  for (const auto& [x, d] : line) {
    if (bends.empty() || bends.back() < x) bends.push_back(x);
  }
  return {std::move(at), std::move(bends), std::move(line), {}, {}, false};
}

Desirability logistic(const Parameters& p) {
  p.only({"bad", "good"});
  const double bad = p.get("bad"), good = p.get("good");
  if (bad == good) p.complain("'bad' and 'good' are both " + shortest(good) + "; expected two values");
  const double middle = bad / 2 + good / 2;
  const double slope = p.usable(2 * std::log(4.0) / (good - bad));
  return expit_curve(slope, middle);
}

Desirability linear(const Parameters& p) {
  const Knots knots = p.knots(2, "knots");
  for (std::size_t i = 1; i < knots.size(); ++i) {
    if (!(knots[i - 1].first < knots[i].first))
      p.complain("'knots' has the value " + shortest(knots[i].first) + " after " + shortest(knots[i - 1].first) +
                 "; expected rising values");
    p.usable(1 / (knots[i].first - knots[i - 1].first));
    if (!std::isfinite(knots[i].first - knots[i - 1].first))
      p.complain("'knots' " + shortest(knots[i - 1].first) + " and " + shortest(knots[i].first) + " lie too far apart for a line");
  }
  const auto at = [knots](double x) {
    const auto right = std::upper_bound(knots.begin(), knots.end(), x,
                                        [](double value, const auto& knot) { return value < knot.first; });
    if (right == knots.begin()) return knots.front().second;
    if (right == knots.end()) return knots.back().second;
    const auto left = right - 1;
    const double share = (x - left->first) / (right->first - left->first);
    return left->second + share * (right->second - left->second);
  };
  return line_curve(at, knots);
}

Desirability sigmoid_of(const Parameters& p, bool reverse) {
  p.only({"low", "high", "k"});
  p.ordered("low", "high", true);
  const double low = p.get("low"), high = p.get("high"), k = p.positive("k");
  const double middle = (high + low) / 2;
  const double sign = reverse ? -1 : 1;
  if (low == high) {
    const float limit = as_float(low);
    const double before = reverse ? 1 : 0;
    return line_curve([=](double x) { return (x > limit) != reverse ? 1.0 : 0.0; }, {{limit, before}, {limit, 1 - before}});
  }
  const double slope = p.usable(10 * k / (high - low) * kLn10);
  return expit_curve(sign * slope, middle);
}

Desirability sigmoid(const Parameters& p) { return sigmoid_of(p, false); }
Desirability reverse_sigmoid(const Parameters& p) { return sigmoid_of(p, true); }

Desirability double_sigmoid(const Parameters& p) {
  p.only({"low", "high", "coef_div", "coef_si", "coef_se"});
  p.ordered("low", "high", true);
  const double low = p.get("low"), high = p.get("high"), center = (high - low) / 2 + low;
  const double div = p.not_negative("coef_div", p.get("coef_div", 100));
  const double rise = p.positive("coef_si", p.get("coef_si", 150));
  const double fall = p.positive("coef_se", p.get("coef_se", 150));
  if (div == 0) {
    const float above = as_float(low), up_to = as_float(high);
    return line_curve([=](double x) { return x < center ? (x > above ? 1.0 : 0.0) : (x > up_to ? 0.0 : 1.0); },
                      {{above, 0}, {above, 1}, {up_to, 1}, {up_to, 0}});
  }
  const double left = p.usable(rise / div * kLn10), right = p.usable(fall / div * kLn10);
  Desirability curve;
  curve.at = [=](double x) { return x < center ? expit(left * (x - low)) : expit(-right * (x - high)); };
  for (const double bend : bends_of_expit(left, low)) {
    if (bend < center) curve.bends.push_back(bend);
  }
  curve.bends.push_back(center);
  for (const double bend : bends_of_expit(right, high)) {
    if (bend > center) curve.bends.push_back(bend);
  }
  return curve;
}

Desirability step(const Parameters& p) {
  p.only({"low", "high"});
  p.ordered("low", "high", true);
  const float low = as_float(p.get("low")), high = as_float(p.get("high"));
  return line_curve([=](double x) { return x >= low && x <= high ? 1.0 : 0.0; }, {{low, 0}, {low, 1}, {high, 1}, {high, 0}});
}

Desirability right_step(const Parameters& p) {
  p.only({"high", "low"});  // REINVENT's parameters have both for each of its steps
  const float high = as_float(p.get("high"));
  return line_curve([=](double x) { return x >= high ? 1.0 : 0.0; }, {{high, 0}, {high, 1}});
}

Desirability left_step(const Parameters& p) {
  p.only({"low", "high"});
  const float low = as_float(p.get("low"));
  return line_curve([=](double x) { return x <= low ? 1.0 : 0.0; }, {{low, 1}, {low, 0}});
}

Desirability value_mapping(const Parameters& p) {
  std::vector<std::pair<float, double>> mapping;
  for (const auto& [value, desirability] : p.knots(1, "mapping")) mapping.emplace_back(as_float(value), desirability);
  std::sort(mapping.begin(), mapping.end());
  for (std::size_t i = 1; i < mapping.size(); ++i) {
    if (mapping[i - 1].first == mapping[i].first) p.complain("'mapping' has the value " + shortest(mapping[i].first) + " twice");
  }
  Desirability curve;
  curve.of_exact_values = true;
  curve.at = [mapping](double x) {
    const auto found = std::lower_bound(mapping.begin(), mapping.end(), x,
                                        [](const auto& entry, double value) { return entry.first < value; });
    return found != mapping.end() && found->first == x ? found->second : kMissing;
  };
  return curve;
}

Desirability derringer(const Parameters& p) {
  p.only({"low", "target", "high", "s", "t"});
  const bool rises = p.has("low"), falls = p.has("high");
  if (!rises && !falls) p.complain("expected 'low' (larger is better), 'high' (smaller is better) or both, and 'target'");
  if (rises) p.ordered("low", "target");
  if (falls) p.ordered("target", "high");
  if (p.has("s") && !rises) p.complain("'s' shapes the rise from 'low', which is missing");
  if (p.has("t") && !falls) p.complain("'t' shapes the fall to 'high', which is missing");
  const double target = p.get("target"), low = p.get("low", target), high = p.get("high", target);
  const double s = p.positive("s", p.get("s", 1)), t = p.positive("t", p.get("t", 1));
  Desirability curve;
  if (rises) curve.bends.push_back(low);
  curve.bends.push_back(target);
  if (falls) curve.bends.push_back(high);
  if (s == 1 && t == 1) {
    if (rises) curve.line.emplace_back(low, 0);
    curve.line.emplace_back(target, 1);
    if (falls) curve.line.emplace_back(high, 0);
  }
  curve.at = [=](double x) {
    if (x < target) return !rises ? 1.0 : x <= low ? 0.0 : std::pow((x - low) / (target - low), s);
    return !falls ? 1.0 : x >= high ? 0.0 : std::pow((high - x) / (high - target), t);
  };
  return curve;
}

Desirability harrington(const Parameters& p) {
  if (p.has("b0") || p.has("b1")) {
    p.only({"b0", "b1"});
    const double b0 = p.get("b0"), b1 = p.get("b1");
    if (b1 == 0) p.complain("'b1' is 0: every value would be as good; expected another number");
    // exp(-exp(-h)) changes between h = -5 and 40.
    Desirability curve;
    curve.at = [=](double x) { return std::exp(-std::exp(-(b0 + b1 * x))); };
    for (const double h : {-5.0, -2.0, 0.0, 3.0, 10.0, 40.0}) curve.bends.push_back((h - b0) / b1);
    std::sort(curve.bends.begin(), curve.bends.end());
    return curve;
  }
  p.only({"low", "high", "n", "b0", "b1"});
  p.ordered("low", "high");
  const double low = p.get("low"), high = p.get("high"), n = p.positive("n");
  Desirability curve;
  curve.at = [=](double x) { return std::exp(-std::pow(std::abs((2 * x - (high + low)) / (high - low)), n)); };
  // At |y| = 0, and where y^n is 0.01, 1, 5 and 40.
  const double middle = (high + low) / 2, half = (high - low) / 2;
  for (const double depth : {40.0, 5.0, 1.0, 0.01}) curve.bends.push_back(middle - half * std::pow(depth, 1 / n));
  curve.bends.push_back(middle);
  for (const double depth : {0.01, 1.0, 5.0, 40.0}) curve.bends.push_back(middle + half * std::pow(depth, 1 / n));
  return curve;
}

Desirability gaussian(const Parameters& p) {
  p.only({"target", "sigma"});
  const double target = p.get("target"), sigma = p.positive("sigma");
  Desirability curve;
  curve.at = [=](double x) { return std::exp(-0.5 * (x - target) / sigma * ((x - target) / sigma)); };
  for (const double z : {-30.0, -14.0, -8.0, -3.5, -1.2, 0.0, 1.2, 3.5, 8.0, 14.0, 30.0}) curve.bends.push_back(target + z * sigma);
  curve.bell = Bell{target, sigma};
  return curve;
}

Desirability exponential_decay(const Parameters& p) {
  p.only({"k"});
  const double k = p.positive("k");
  Desirability curve;
  curve.at = [=](double x) { return x < 0 ? 1.0 : std::exp(-k * x); };
  for (const double h : {0.0, 1.5, 4.0, 12.0, 40.0, 120.0, 400.0}) curve.bends.push_back(h / k);
  return curve;
}

struct TransformType {
  const char* name;
  Desirability (*make)(const Parameters&);
};

constexpr TransformType kTypes[] = {
    {"derringer", derringer}, {"double_sigmoid", double_sigmoid}, {"exponential_decay", exponential_decay},
    {"gaussian", gaussian}, {"harrington", harrington},
    {"left_step", left_step}, {"linear", linear}, {"logistic", logistic}, {"reverse_sigmoid", reverse_sigmoid},
    {"right_step", right_step}, {"sigmoid", sigmoid}, {"step", step}, {"value_mapping", value_mapping},
};

/// REINVENT 4 finds a transform whatever the case of its name, with underscores or without.
std::string plain(std::string_view name) {
  std::string letters;
  for (const char c : name) {
    if (c != '_') letters += lower(c);
  }
  return letters;
}

}  // namespace

const std::vector<std::string>& transform_types() {
  static const Names names = [] {
    Names result;
    for (const TransformType& type : kTypes) result.push_back(type.name);
    return result;
  }();
  return names;
}

Desirability make_desirability(const Transform& transform, const std::string& where) {
  for (const TransformType& type : kTypes) {
    if (plain(transform.type) == plain(type.name)) return type.make(Parameters(transform, where));
  }
  std::string known;
  for (const std::string& name : transform_types()) known += (known.empty() ? "" : ", ") + name;
  throw Error(ErrorCode::kInvalidArgument, where + ": unknown transform '" + transform.type + "'" +
                                               did_you_mean(transform.type, transform_types()) + " (known: " + known + ")");
}

}  // namespace furui
