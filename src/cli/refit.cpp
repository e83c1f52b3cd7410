// didv refit: runs what a result file records again, and says whether it comes out the same.

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "command.hpp"
#include "didv/error.hpp"
#include "didv/read.hpp"
#include "didv/units.hpp"
#include "output.hpp"
#include "quantities.hpp"

namespace didv::cli {

namespace {

struct Options {
  std::string file, json;
};

constexpr double tolerance = 1e-10;

/// A number of the record beside the one that came out now, and how far they are apart, relative.
struct Pair {
  std::string name;
  std::optional<double> recorded, now;
  double difference = 0;
};

std::optional<double> number(const Json& json) {
  return json.is_number() ? std::optional(json.get<double>()) : std::nullopt;
}

/// Relative to `size` where that is larger than either. A number against none is as far apart as can be.
double difference(const std::optional<double>& one, const std::optional<double>& other, double size) {
  if (!one && !other) return 0;
  if (!one || !other) return infinity;
  const double largest = std::max({std::abs(*one), std::abs(*other), size});
  return *one == *other ? 0 : std::abs(*one - *other) / largest;
}

/// What stands beside the estimates and has to come out the same.
constexpr std::string_view told_beside[]{"chi_squared", "degrees_of_freedom", "usable", "aic",     "aicc",
                                         "bic",         "evidence_ratio",     "F",      "p_value", "distinguishable"};

std::optional<double> number_or_word(const Json& json) {
  return json.is_boolean() ? std::optional(json.get<bool>() ? 1.0 : 0.0) : number(json);
}

/// Of two lists of points: the largest difference of a coordinate, relative to the largest of its kind.
double difference_of_points(const Json& one, const Json& other) {
  if (!one.is_array() || !other.is_array() || one.size() != other.size()) return infinity;
  double largest = 0;
  for (const std::size_t axis : {0, 1}) {
    const auto at = [&](const Json& list, std::size_t i) -> std::optional<double> {
      return list[i].is_array() && list[i].size() == 2 ? number(list[i][axis]) : std::nullopt;
    };
    double size = 0;
    for (std::size_t i = 0; i < one.size(); ++i) size = std::max(size, std::abs(at(one, i).value_or(0)));
    for (std::size_t i = 0; i < one.size(); ++i)
      largest = std::max(largest, difference(at(one, i), at(other, i), size));
  }
  return largest;
}

bool is_estimate(const Json& json) { return json.is_object() && json.contains("value") && json.contains("unit"); }

/// Of a record; no result of didv is nested that deep.
constexpr int deepest = 20;

/// Every estimate of the record, beside what stands at its place now.
void pair_up(const Json& recorded, const Json& now, const std::string& name, std::vector<Pair>& pairs, int depth = 0) {
  static const Json nothing;
  if (is_estimate(recorded)) {
    const auto of = [](const Json& json, const char* key) {
      return is_estimate(json) && json.contains(key) ? number(json[key]) : std::nullopt;
    };
    Pair pair{name, of(recorded, "value"), of(now, "value")};
    const std::optional<double> error = of(recorded, "standard_error");
    pair.difference = std::max(difference(pair.recorded, pair.now, error.value_or(0)),
                               difference(error, of(now, "standard_error"), 0));
    for (const char* key : {"interval_68", "interval_95"})
      for (const std::size_t end : {0, 1}) {
        const auto end_of = [&](const Json& json) -> std::optional<double> {
          if (!is_estimate(json) || !json.contains(key) || !json[key].is_array() || json[key].size() != 2) return {};
          return number(json[key][end]);
        };
        pair.difference = std::max(pair.difference, difference(end_of(recorded), end_of(now), error.value_or(0)));
      }
    pairs.push_back(std::move(pair));
  }
  if (!recorded.is_structured() || depth == deepest) return;
  if (recorded.is_object())
    for (const std::string_view key : told_beside) {
      const std::string at(key);
      if (!recorded.contains(at) && !(now.is_object() && now.contains(at))) continue;
      const auto of = [&](const Json& json) {
        return json.is_object() && json.contains(at) ? number_or_word(json[at]) : std::nullopt;
      };
      Pair pair{name.empty() ? at : name + "." + at, of(recorded), of(now)};
      pair.difference = difference(pair.recorded, pair.now, 0);
      pairs.push_back(std::move(pair));
    }
  if (recorded.is_object())
    for (const char* points : {"points_68", "points_95"})
      if (recorded.contains(points))
        pairs.push_back(
            {name + "." + points,
             {},
             {},
             difference_of_points(recorded[points], now.is_object() && now.contains(points) ? now[points] : nothing)});
  if (depth == 0 && recorded.is_object() && recorded.contains("best"))
    pairs.push_back({"best", {}, {}, now.contains("best") && now["best"] == recorded["best"] ? 0 : infinity});
  for (const auto& [key, value] : recorded.items()) {
    if (key == "data" && recorded.contains("chi_squared")) continue;  // of one data set it is the same
    const Json* there = &nothing;
    if (recorded.is_object() && now.is_object() && now.contains(key)) there = &now[key];
    if (recorded.is_array() && now.is_array() && std::stoul(key) < now.size()) there = &now[std::stoul(key)];
    // "spectra[1].Delta": the list of parameters is no part of a name.
    const std::string place = recorded.is_array()                   ? name + "[" + key + "]"
                              : key == "parameters" || name.empty() ? name + (key == "parameters" ? "" : key)
                                                                    : name + "." + key;
    pair_up(value, *there, place, pairs, depth + 1);
  }
}

/// The recorded command line, but for where it wrote its result.
std::vector<std::string> arguments_of(const Provenance& recorded) {
  std::vector<std::string> arguments, files;
  for (const GivenOption& option : recorded.options) {
    if (option.name == "json" || option.name == "output") continue;
    if (option.name == "FILE") {
      files = option.values;
    } else if (option.values.empty()) {
      arguments.push_back("--" + option.name);
    }
    for (const std::string& value : option.values)
      if (option.name != "FILE") arguments.push_back("--" + option.name + "=" + value);
  }
  arguments.insert(arguments.end(), {"--json=-", "--"});
  arguments.insert(arguments.end(), files.begin(), files.end());
  return arguments;
}

/// Throws DataError for a file that is not what it was.
void check_inputs(const Json& recorded, const std::string& file) {
  const auto check = [&](const Json& input) {
    if (!input.is_object() || !input.contains("sha256") || !input.contains("file")) return;
    if (!input["file"].is_string() || !input["sha256"].is_string())
      throw DataError(file, 0, 0, "has a file or a sha256 that is no text");
    const std::string name = input["file"], before = input["sha256"], now = sha256(read_bytes(name));
    if (now != before)
      throw DataError(name, 0, 0,
                      "is not the file that " + file + " was made from: sha256 " + now + ", expected " + before);
  };
  check(recorded);
  if (recorded.contains("data")) check(recorded["data"]);
  for (const char* several : {"spectra", "inputs"})
    if (recorded.contains(several))
      for (const Json& input : recorded[several]) check(input);
}

Json run_again(const Provenance& recorded, const std::string& file) {
  CLI::App program;
  const std::string name = recorded.command_name();
  for (const Command& command : commands(program)) {
    if (command.app->get_name() != name || name == "refit" || !command.answer) continue;
    try {
      std::vector<std::string> arguments = arguments_of(recorded);
      std::reverse(arguments.begin(), arguments.end());
      command.app->parse(arguments);
    } catch (const CLI::ParseError& error) {
      throw DataError(file, 0, 0, "has options that didv " + name + " does not take: " + error.what());
    }
    return Json::parse(command.answer(recorded).json);
  }
  throw DataError(file, 0, 0, "was not made by a command of didv that reads a measurement: '" + recorded.command + "'");
}

/// A result of the past: the whole, and what made it.
struct Record {
  Json json;
  Provenance made_by;
  std::string sha256;
};

Record read_record(const std::string& file) {
  const std::string text = read_bytes(file);
  try {
    // What is not compared is left out: copying a value recurses, and a file of brackets would end the stack.
    Json json = Json::parse(text, [](int depth, Json::parse_event_t, Json&) { return depth <= deepest; });
    return {std::move(json), Provenance::parse(text), sha256(text)};
  } catch (const Json::parse_error&) {
    throw DataError(file, 0, 0, "is no JSON, expected a result of didv");
  } catch (const InvalidArgument& error) {
    throw DataError(file, 0, 0, error.what());
  }
}

Answer compare_with_record(const Options& options, const Provenance& made_by) {
  refuse_to_overwrite("--json", options.json, options.file);
  const auto& [recorded, maker, checksum] = read_record(options.file);
  check_inputs(recorded, options.file);
  std::vector<Pair> pairs;
  pair_up(recorded, run_again(maker, options.file), "", pairs);
  if (pairs.empty()) throw DataError(options.file, 0, 0, "has no parameters to compare");

  double largest = 0;
  for (const Pair& pair : pairs) largest = std::max(largest, pair.difference);
  Answer answer;
  answer.is_usable = largest <= tolerance;
  answer.json_file = options.json;
  const std::string verdict =
      answer.is_usable ? "every parameter agrees to 1e-10 (largest difference " + readable(largest) + ")"
                       : "not the same: the largest difference is " + readable(largest) + ", expected 1e-10 or less";
  answer.complaint = options.file + ": " + verdict;

  Json json = json_head(made_by);
  json["file"] = options.file;
  json["sha256"] = checksum;
  json["agrees"] = answer.is_usable;
  json["tolerance"] = tolerance;
  json["largest_difference"] = std::isfinite(largest) ? Json(largest) : Json(nullptr);
  json["recorded"] = {{"didv", maker.didv}, {"git", maker.git}, {"command", maker.command}};
  std::vector<std::vector<std::string>> rows{{"", "recorded", "now", "difference"}};
  const auto told = [](const std::optional<double>& value) { return value ? shortest(*value) : "-"; };
  for (const Pair& pair : pairs) {
    Json& entry = json["parameters"][pair.name] = {{"recorded", nullptr}, {"now", nullptr}, {"difference", nullptr}};
    if (pair.recorded) entry["recorded"] = *pair.recorded;
    if (pair.now) entry["now"] = *pair.now;
    if (std::isfinite(pair.difference)) entry["difference"] = pair.difference;
    rows.push_back({pair.name, told(pair.recorded), told(pair.now), readable(pair.difference)});
  }
  answer.json = as_text(json);
  answer.report = options.file + ": " + verdict + "\n" + as_table(rows) + "  recorded by " + maker.text() +
                  "\n  run again by " + made_by.text() + "\n";
  return answer;
}

}  // namespace

Command refit(CLI::App& program) {
  CLI::App* app = program.add_subcommand("refit", "Run what a result file records again: does it come out the same?");
  auto options = std::make_shared<Options>();
  app->add_option("RESULT", options->file, "JSON of a command that reads a measurement")->required()->option_text(" ");
  add_json_file_option(*app, options->json);
  return with_answer(app, [options](const Provenance& made_by) { return compare_with_record(*options, made_by); });
}

}  // namespace didv::cli
