// Measures ranking on candidates that Python can make too, and prints one line of JSON.
//
//   furui_ranking_bench score|uncertain|top [--candidates N] [--objectives M] [--draws D] [--top K] [--threads T]
//                                           [--seed S]
//
// score      rank() of certain values, then ObjectiveParts of all of them, which whoever stores a ranking asks for ("parts")
// uncertain  rank() of values with a std: expected scores, spread, P(meets), ties, P(among the k best)
// top        top_probabilities() alone, over the candidates in order of their certain score
//
// The value of objective j of candidate i is (splitmix64(S + i * M + j) >> 40) / 2^24 in float32, uniform in [0, 1);
// splitmix64 as Steele et al. 2014 (OOPSLA, 453) finish a counter. Even objectives are better where higher (logistic,
// bad 0.25, good 0.75), odd ones where lower; weights are 1, 2, 3, 1, …; each std is 0.3 of the transform's width, 0.15.
// The digest of candidate i is splitmix64(S + 2^40 + 4 i + 0 … 3), each word with its low byte first. peer_numpy.py
// makes the same.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/thread_pool.h"       // for ThreadPool
#include "measured.h"               // for measure, splitmix64
#include "rank/candidate_scores.h"  // for CandidateScores
#include "rank/objective_parts.h"   // for ObjectiveParts
#include "rank/ranking.h"           // for rank
#include "rank/top_probability.h"   // for top_probabilities

namespace {

using furui::DrawnCandidate;
using furui::PropertyColumn;
using furui::bench::Measured;
using furui::bench::splitmix64;

constexpr float kStd = 0.15F;         // 0.3 of the width of a transform, 0.5
constexpr std::size_t kShown = 100;   // best candidates that the peer compares

struct Options {
  std::string mode;
  std::map<std::string, std::uint64_t> number{{"--candidates", 1'000'000}, {"--objectives", 10}, {"--draws", 2000},
                                              {"--top", 100},              {"--threads", 1},     {"--seed", 1}};
  std::uint64_t operator[](const std::string& name) const { return number.at(name); }
};

Options parse(int argc, char** argv) {
  Options options;
  if (argc < 2 || argc % 2 != 0) throw std::invalid_argument("expected a mode and pairs of option and number");
  options.mode = argv[1];
  if (options.mode != "score" && options.mode != "uncertain" && options.mode != "top")
    throw std::invalid_argument("unknown mode " + options.mode);
  for (int i = 2; i < argc; i += 2) {
    if (options.number.count(argv[i]) == 0) throw std::invalid_argument("unknown option " + std::string(argv[i]));
    options.number[argv[i]] = std::stoull(argv[i + 1]);
  }
  return options;
}

furui::Sha256 digest_of(std::uint64_t seed, std::uint64_t candidate) {
  furui::Sha256 digest{};
  for (std::size_t byte = 0; byte < digest.size(); ++byte) {
    const std::uint64_t word = splitmix64(seed + (std::uint64_t{1} << 40) + 4 * candidate + byte / 8);
    digest[byte] = static_cast<std::uint8_t>(word >> (8 * (byte % 8)));
  }
  return digest;
}

furui::Profile profile_of(const Options& options) {
  furui::Profile profile;
  profile.name = "bench";
  for (std::size_t j = 0; j < options["--objectives"]; ++j) {
    furui::Objective objective;
    objective.property = "p" + std::to_string(j);
    objective.transform.type = "logistic";
    objective.transform.parameters = {{"bad", j % 2 == 0 ? 0.25 : 0.75}, {"good", j % 2 == 0 ? 0.75 : 0.25}};
    objective.weight = static_cast<double>(1 + j % 3);
    profile.objectives.push_back(objective);
  }
  profile.uncertainty.top = options["--top"];
  profile.uncertainty.draws = options["--draws"];
  return profile;
}

furui::RankingInput input_of(const Options& options, bool certain) {
  furui::RankingInput input;
  const std::size_t n = options["--candidates"], m = options["--objectives"];
  const std::uint64_t seed = options["--seed"];
  input.candidates = n;
  input.rejected.assign(n, 0);
  for (std::size_t i = 0; i < n; ++i) input.structure.push_back(digest_of(seed, i));
  for (std::size_t j = 0; j < m; ++j) {
    PropertyColumn column{"p" + std::to_string(j), "", std::vector<float>(n), {}};
    for (std::size_t i = 0; i < n; ++i)
      column.value[i] = static_cast<float>(splitmix64(seed + i * m + j) >> 40) / 16777216.0F;
    if (!certain) column.std.assign(n, kStd);
    input.columns.push_back(std::move(column));
  }
  return input;
}

/// FNV-1a over the bits of a column: equal where every value is.
template <typename Value>
void add_bits(const std::vector<Value>& column, std::uint64_t& hash) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(column.data());
  for (std::size_t i = 0; i < column.size() * sizeof(Value); ++i) hash = (hash ^ bytes[i]) * 0x100000001b3U;
}

/// Desirabilities and contributions of all candidates, as tables.
struct Parts {
  std::vector<float> desirability, contribution;
};

Parts parts_of(const furui::Profile& profile, const furui::RankingInput& input, const furui::Ranking& ranking, furui::ThreadPool& threads) {
  constexpr std::size_t kRows = 1024;
  const std::size_t k = profile.objectives.size(), n = input.candidates;
  const furui::ObjectiveParts parts(profile, input, ranking);
  Parts all{std::vector<float>(n * k), std::vector<float>(n * k)};
  threads.for_each((n + kRows - 1) / kRows, [&](std::size_t block, int) {
    const std::size_t first = block * kRows, cells = std::min(kRows, n - first) * k;
    parts.of(first, std::span(all.desirability).subspan(first * k, cells), std::span(all.contribution).subspan(first * k, cells));
  });
  return all;
}

std::uint64_t hash_of(const furui::Ranking& ranking, const Parts& parts) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const auto* column : {&ranking.rank, &ranking.tie_group, &ranking.front}) add_bits(*column, hash);
  for (const auto* column : {&ranking.score, &ranking.expected, &ranking.std, &ranking.meets, &ranking.top, &parts.desirability, &parts.contribution})
    add_bits(*column, hash);
  add_bits(ranking.filter, hash);
  return hash;
}

std::vector<std::uint32_t> in_order(const std::vector<std::uint32_t>& rank) {
  std::vector<std::uint32_t> rows(rank.size());
  for (std::size_t row = 0; row < rank.size(); ++row) rows[rank[row] - 1] = static_cast<std::uint32_t>(row);
  return rows;
}

/// The best rows with their scores and shares, for the peer to compare.
void print_best(const std::vector<std::uint32_t>& rows, const std::vector<float>& score, const std::vector<float>& top) {
  const std::size_t shown = std::min(kShown, rows.size());
  std::fputs("\"best\": [", stdout);
  for (std::size_t place = 0; place < shown; ++place)
    std::printf("%s[%u, %.9g, %.9g]", place == 0 ? "" : ", ", rows[place], static_cast<double>(score[rows[place]]),
                static_cast<double>(top[rows[place]]));
  std::fputs("]", stdout);
}

void run(const Options& options) {
  furui::ThreadPool threads(static_cast<int>(options["--threads"]));
  const furui::Profile profile = profile_of(options);
  furui::RankingInput input = input_of(options, options.mode != "uncertain");
  furui::Ranking ranking;
  Measured measured, of_parts;
  std::uint64_t hash = 0;
  if (options.mode != "top") {
    measured = furui::bench::measure([&] { ranking = furui::rank(profile, input, threads); });
    Parts parts;
    of_parts = furui::bench::measure([&] { parts = parts_of(profile, input, ranking, threads); });
    hash = hash_of(ranking, parts);
  } else {
    furui::Ranking certain = furui::rank(profile, input, threads);
    ranking.rank = certain.rank;
    ranking.score = certain.score;
    certain = {};
    for (PropertyColumn& column : input.columns) column.std.assign(input.candidates, kStd);
    const std::vector<std::uint32_t> rows = in_order(ranking.rank);
    const furui::CandidateScores scores(profile, input.columns, input.structure);
    const auto candidate = [&](std::size_t index, DrawnCandidate& into) { scores.draw_from(rows[index], into); };
    std::vector<float> share;
    measured = furui::bench::measure([&] {
      share = furui::top_probabilities(scores.keys(), rows.size(), candidate, options["--top"], options["--draws"], threads);
    });
    ranking.top.resize(rows.size());
    for (std::size_t place = 0; place < rows.size(); ++place) ranking.top[rows[place]] = share[place];
    hash = 0xcbf29ce484222325U;
    add_bits(ranking.top, hash);
  }
  std::printf("{\"mode\": \"%s\", \"candidates\": %zu, \"objectives\": %zu, \"draws\": %llu, \"top\": %llu, \"threads\": %d, "
              "\"seed\": %llu, \"seconds\": %.6f, \"core_seconds\": %.6f, \"parts_seconds\": %.6f, \"parts_core_seconds\": %.6f, \"peak_bytes_per_candidate\": %.1f, \"hash\": \"%016llx\", ",
              options.mode.c_str(), input.candidates, profile.objectives.size(), static_cast<unsigned long long>(options["--draws"]),
              static_cast<unsigned long long>(options["--top"]), threads.threads(), static_cast<unsigned long long>(options["--seed"]),
              measured.seconds, measured.core_seconds, of_parts.seconds, of_parts.core_seconds, measured.peak_bytes / static_cast<double>(input.candidates),
              static_cast<unsigned long long>(hash));
  print_best(in_order(ranking.rank), ranking.score, ranking.top);
  std::puts("}");
}

}  // namespace

int main(int argc, char** argv) {
  try {
    run(parse(argc, argv));
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr,
                 "furui_ranking_bench: %s\nusage: furui_ranking_bench score|uncertain|top [--candidates N] [--objectives M] [--draws D] "
                 "[--top K] [--threads T] [--seed S]\n",
                 error.what());
    return 2;
  }
}
