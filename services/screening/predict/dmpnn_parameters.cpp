// Parameters of a D-MPNN from JSON; a key that nothing reads is an error, so that no option is ignored in silence.
#include "predict/dmpnn_parameters.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "core/error.h"  // for Error

namespace furui {
namespace {

using Json = nlohmann::json;

constexpr int kMaxDepth = 64;
constexpr std::int64_t kMaxWidth = 65'536;
constexpr std::size_t kMaxLayers = 64;

class Reader {
 public:
  Reader(std::string_view json, std::string network) : network_(std::move(network)) {
    object_ = Json::parse(json, nullptr, false);
    if (!object_.is_object()) complain("parameters", "an object");
  }

  [[noreturn]] void complain(const std::string& key, const std::string& expected) const {
    std::string came;
    if (const auto found = object_.find(key); found != object_.end()) came = ", not " + found->dump().substr(0, 80);
    throw Error(ErrorCode::kInvalidArgument, "network '" + network_ + "' of architecture dmpnn: parameter '" + key +
                                                 "': expected " + expected + came + "; see models/README.md")
        .with_field("networks." + network_ + ".parameters." + key);
  }

  bool has(const std::string& key) const { return object_.contains(key); }
  const Json& value(const std::string& key, const std::string& expected) {
    const auto found = object_.find(key);
    if (found == object_.end()) complain(key, expected + ", but it is absent");
    read_.insert(key);
    return *found;
  }
  std::string text(const std::string& key, const std::string& expected) {
    const Json& found = value(key, expected);
    if (!found.is_string()) complain(key, expected);
    return found.get<std::string>();
  }
  bool boolean(const std::string& key) {
    const Json& found = value(key, "true or false");
    if (!found.is_boolean()) complain(key, "true or false");
    return found.get<bool>();
  }
  std::int64_t whole(const std::string& key, std::int64_t low, std::int64_t high) {
    const std::string expected = "a whole number from " + std::to_string(low) + " to " + std::to_string(high);
    const Json& found = value(key, expected);
    if (!found.is_number_integer() || found < low || found > high) complain(key, expected);
    return found.get<std::int64_t>();
  }
  double positive(const std::string& key) {
    const Json& found = value(key, "a number above 0");
    if (!found.is_number() || !(found.get<double>() > 0) || !std::isfinite(found.get<double>()))
      complain(key, "a number above 0");
    return found.get<double>();
  }
  void refuse_unread() const {
    for (const auto& [key, unused] : object_.items()) {
      if (read_.count(key) == 0) complain(key, "no such parameter here");
    }
  }

 private:
  std::string network_;
  Json object_;
  std::set<std::string> read_;
};

float activation_parameter(Reader& reader, const std::string& key, const char* name) {
  const std::string expected = std::string("an object with the number '") + name + "'";
  const Json& object = reader.value(key, expected);
  if (!object.is_object() || object.size() != 1 || !object.contains(name) || !object[name].is_number())
    reader.complain(key, expected);
  return object[name].get<float>();
}

// An activation and, under KEY_parameters, what it needs.
Activation activation_of(Reader& reader, const std::string& key) {
  const std::string parameters = key + "_parameters";
  const std::string known = "relu, leaky_relu, prelu, tanh, selu, elu, gelu, silu, sigmoid or softplus";
  const std::string name = reader.text(key, known);
  if (name == "leaky_relu") return {ActivationKind::kLeakyRelu, activation_parameter(reader, parameters, "negative_slope")};
  if (name == "elu") {
    return {ActivationKind::kElu, reader.has(parameters) ? activation_parameter(reader, parameters, "alpha") : 1};
  }
  if (name == "softplus") {
    const float beta = reader.has(parameters) ? activation_parameter(reader, parameters, "beta") : 1;
    if (!(beta > 0)) reader.complain(parameters, "beta above 0");
    return {ActivationKind::kSoftplus, beta};
  }
  if (name == "gelu") {
    if (!reader.has(parameters)) return {ActivationKind::kGelu};
    const Json& object = reader.value(parameters, "an object");
    if (object == Json{{"approximate", "none"}}) return {ActivationKind::kGelu};
    if (object == Json{{"approximate", "tanh"}}) return {ActivationKind::kGeluTanh};
    reader.complain(parameters, "approximate: \"none\" or \"tanh\"");
  }
  if (reader.has(parameters) && reader.value(parameters, "no parameters") != Json::object())
    reader.complain(parameters, "no parameters for activation '" + name + "'");
  if (name == "relu") return {ActivationKind::kRelu};
  if (name == "prelu") return {ActivationKind::kPrelu};
  if (name == "tanh") return {ActivationKind::kTanh};
  if (name == "selu") return {ActivationKind::kSelu};
  if (name == "silu") return {ActivationKind::kSilu};
  if (name == "sigmoid") return {ActivationKind::kSigmoid};
  reader.complain(key, known);
}

OutputKind output_of(Reader& reader) {
  const std::string known =
      "regression, binary, multiclass, mve, evidential, quantile, binary_dirichlet or multiclass_dirichlet";
  const std::string name = reader.text("output", known);
  if (name == "regression") return OutputKind::kRegression;
  if (name == "binary") return OutputKind::kBinary;
  if (name == "multiclass") return OutputKind::kMulticlass;
  if (name == "mve") return OutputKind::kMve;
  if (name == "evidential") return OutputKind::kEvidential;
  if (name == "quantile") return OutputKind::kQuantile;
  if (name == "binary_dirichlet") return OutputKind::kBinaryDirichlet;
  if (name == "multiclass_dirichlet") return OutputKind::kMulticlassDirichlet;
  reader.complain("output", known);
}

void read_message_passing(Reader& reader, DmpnnParameters& parameters) {
  const std::string messages = reader.text("messages", "bond or atom");
  if (messages != "bond" && messages != "atom") reader.complain("messages", "bond or atom");
  parameters.plan.atom_messages = messages == "atom";
  const std::string featurizer = reader.text("featurizer", "v1, v2, organic or rigr");
  try {
    parameters.plan.featurizer = featurizer_from_string(featurizer);
  } catch (const Error&) {
    reader.complain("featurizer", "v1, v2, organic or rigr");
  }
  const auto check_width = [&](const std::string& key, std::size_t width) {
    if (reader.has(key) && reader.whole(key, 1, kMaxWidth) != static_cast<std::int64_t>(width))
      reader.complain(key, std::to_string(width) + " for featurizer '" + featurizer + "'");
  };
  check_width("atom_features", atom_feature_width(parameters.plan.featurizer));
  check_width("bond_features", bond_feature_width(parameters.plan.featurizer));
  parameters.plan.depth = static_cast<int>(reader.whole("depth", 1, kMaxDepth));
  parameters.plan.undirected = reader.boolean("undirected");
  parameters.hidden = static_cast<std::size_t>(reader.whole("hidden", 1, kMaxWidth));
  parameters.bias = reader.boolean("bias");
  parameters.activation = activation_of(reader, "activation");
}

void read_aggregation(Reader& reader, DmpnnParameters& parameters) {
  const std::string known = "mean, sum, norm or attentive";
  const std::string name = reader.text("aggregation", known);
  if (name == "mean") {
    parameters.aggregation = Aggregation::kMean;
  } else if (name == "sum") {
    parameters.aggregation = Aggregation::kSum;
  } else if (name == "norm") {
    parameters.aggregation = Aggregation::kNorm;
    parameters.aggregation_norm = static_cast<float>(reader.positive("aggregation_norm"));
  } else if (name == "attentive") {
    parameters.aggregation = Aggregation::kAttentive;
  } else {
    reader.complain("aggregation", known);
  }
  parameters.batch_norm = reader.boolean("batch_norm");
  if (parameters.batch_norm) parameters.batch_norm_epsilon = reader.positive("batch_norm_epsilon");
}

void read_predictor(Reader& reader, DmpnnParameters& parameters) {
  const auto layers = static_cast<std::size_t>(reader.whole("ffn_layers", 0, kMaxLayers));
  const std::string expected = "a width from 1 to 65536, or a list of " + std::to_string(layers) + " of them";
  if (layers > 0 || reader.has("ffn_hidden")) {
    const Json& hidden = reader.value("ffn_hidden", expected);
    const auto width = [&](const Json& number) {
      if (!number.is_number_integer() || number < 1 || number > kMaxWidth) reader.complain("ffn_hidden", expected);
      return number.get<std::size_t>();
    };
    if (hidden.is_array()) {
      if (hidden.size() != layers) reader.complain("ffn_hidden", expected);
      for (const Json& number : hidden) parameters.ffn_hidden.push_back(width(number));
    } else {
      parameters.ffn_hidden.assign(layers, width(hidden));
    }
  }
  parameters.ffn_activation = activation_of(reader, "ffn_activation");
  parameters.output = output_of(reader);
  if (parameters.output == OutputKind::kMulticlass || parameters.output == OutputKind::kMulticlassDirichlet)
    parameters.classes = static_cast<std::size_t>(reader.whole("classes", 2, kMaxWidth));
  parameters.unscaled = reader.boolean("unscaled");
}

}  // namespace

DmpnnParameters parse_dmpnn_parameters(std::string_view json, const std::string& network) {
  Reader reader(json, network);
  DmpnnParameters parameters;
  read_message_passing(reader, parameters);
  read_aggregation(reader, parameters);
  read_predictor(reader, parameters);
  reader.refuse_unread();
  return parameters;
}

}  // namespace furui
