// Parameters of a D-MPNN from JSON.
#include "predict/dmpnn_parameters.h"

#include "core/error.h"                // for Error
#include "predict/parameter_reader.h"  // for ParameterReader

namespace furui {
namespace {

using Json = nlohmann::json;

constexpr int kMaxDepth = 64;
constexpr std::int64_t kMaxWidth = 65'536;
constexpr std::size_t kMaxLayers = 64;

float activation_parameter(ParameterReader& reader, const std::string& key, const char* name) {
  const std::string expected = std::string("an object with the number '") + name + "'";
  const Json& object = reader.value(key, expected);
  if (!object.is_object() || object.size() != 1 || !object.contains(name) || !object[name].is_number())
    reader.complain(key, expected);
  return object[name].get<float>();
}

// An activation and, under KEY_parameters, what it needs.
Activation activation_of(ParameterReader& reader, const std::string& key) {
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

OutputKind output_of(ParameterReader& reader) {
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

void read_message_passing(ParameterReader& reader, DmpnnParameters& parameters) {
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

void read_aggregation(ParameterReader& reader, DmpnnParameters& parameters) {
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

void read_predictor(ParameterReader& reader, DmpnnParameters& parameters) {
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
  ParameterReader reader(json, network, "dmpnn");
  DmpnnParameters parameters;
  read_message_passing(reader, parameters);
  read_aggregation(reader, parameters);
  read_predictor(reader, parameters);
  reader.refuse_unread();
  return parameters;
}

}  // namespace furui
