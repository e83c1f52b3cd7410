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

/// What the record holds at one place (null for a list: too long to show), what stands there now, and how far apart
/// they are, relative.
struct Pair {
  std::string name;
  Json recorded, now;
  double difference = 0;
};

struct Comparison {
  std::vector<Pair> pairs;
  std::vector<std::string> reworded;  ///< places whose sentences differ
};

/// Numbers relative to the larger of them, or to `size` where that is larger still. All else is the same or is as far
/// apart as can be.
double difference(const Json& one, const Json& other, double size) {
  if (one == other) return 0;
  if (!one.is_number() || !other.is_number()) return infinity;
  const double a = one, b = other;
  return std::abs(a - b) / std::max({std::abs(a), std::abs(b), size});
}

const Json& cell(const Json& row, std::size_t column) { return row.is_array() ? row[column] : row; }

std::size_t columns(const Json& table) {
  return table.empty() ? 0 : table.front().is_array() ? table.front().size() : 1;
}

/// A list of numbers, or of points that are such lists.
bool is_table(const Json& json) {
  const auto is_cell = [](const Json& one) { return one.is_number() || one.is_null(); };
  const auto is_row = [&](const Json& row) {
    return row.is_array() ? row.size() == columns(json) && std::ranges::all_of(row, is_cell) : is_cell(row);
  };
  return json.is_array() && std::ranges::all_of(json, is_row);
}

/// The largest of all cells: each relative to the largest number of its column, or to `size`.
double difference_of_tables(const Json& one, const Json& other, double size) {
  if (one.size() != other.size() || columns(one) != columns(other)) return infinity;
  double largest = 0;
  for (std::size_t k = 0; k < columns(one); ++k) {
    double largest_number = size;
    for (const Json& row : one)
      if (cell(row, k).is_number()) largest_number = std::max(largest_number, std::abs(cell(row, k).get<double>()));
    for (std::size_t i = 0; i < one.size(); ++i)
      largest = std::max(largest, difference(cell(one[i], k), cell(other[i], k), largest_number));
  }
  return largest;
}

/// A name is a value; a sentence is not, another version may put the same in other words.
bool is_sentence(const Json& json) {
  return json.is_string() && json.get_ref<const std::string&>().find(' ') != std::string::npos;
}

/// "spectra[1].Delta.standard_error": the list of parameters and the value of an estimate are no part of a name.
std::string place(const std::string& parent, const std::string& key) {
  if (key == "parameters" || (key == "value" && !parent.empty())) return parent;
  return parent.empty() ? key : parent + "." + key;
}

/// All that one of the two holds, as deep as both go. `size` is the error of what stands here, 0 where it has none.
void compare_all(const Json& recorded, const Json& now, const std::string& name, double size, Comparison& found) {
  static const Json nothing;
  if (recorded.is_object() && now.is_object()) {
    const auto of = [](const Json& json, const std::string& key) -> const Json& {
      const auto at = json.find(key);
      return at == json.end() ? nothing : *at;
    };
    const Json& error = of(recorded, "standard_error");
    for (const auto& [key, value] : recorded.items()) {
      const bool has_error = error.is_number() && (key == "value" || key.starts_with("interval_"));
      compare_all(value, of(now, key), place(name, key), has_error ? error.get<double>() : 0, found);
    }
    for (const auto& [key, value] : now.items())
      if (!recorded.contains(key)) compare_all(nothing, value, place(name, key), 0, found);
  } else if (is_table(recorded) && is_table(now)) {
    if (recorded.empty() && now.empty()) return;
    found.pairs.push_back({name, nullptr, nullptr, difference_of_tables(recorded, now, size)});
  } else if (recorded.is_array() && now.is_array()) {
    for (std::size_t i = 0; i < std::max(recorded.size(), now.size()); ++i)
      compare_all(i < recorded.size() ? recorded[i] : nothing, i < now.size() ? now[i] : nothing,
                  name + "[" + std::to_string(i) + "]", 0, found);
  } else if (is_sentence(recorded) || is_sentence(now)) {
    if (recorded != now) found.reworded.push_back(name);
  } else if (recorded.is_structured() || now.is_structured()) {
    found.pairs.push_back({name, nullptr, nullptr, infinity});
  } else if (recorded != now || !recorded.is_string()) {
    if (recorded.is_null() && now.is_null()) return;
    found.pairs.push_back({name, recorded, now, difference(recorded, now, size)});
  }
}

/// How the two were made is no result, and a file that is read beside the measurement is checked by its SHA-256.
void leave_out_head(Json& json) {
  for (const char* key : {"didv", "git", "command", "options", "inputs"}) json.erase(key);
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
  if (!Json::accept(text)) throw DataError(file, 0, 0, "is no JSON, expected a result of didv");
  try {
    Provenance made_by = Provenance::parse(text);  // refuses what is nested too deep to be handled
    return {Json::parse(text), std::move(made_by), sha256(text)};
  } catch (const InvalidArgument& error) {
    throw DataError(file, 0, 0, error.what());
  }
}

std::string told(const Json& value) {
  return value.is_null() ? "-" : value.is_string() ? value.get<std::string>() : value.dump();
}

Answer compare_with_record(const Options& options, const Provenance& made_by) {
  refuse_to_overwrite("--json", options.json, options.file);
  auto [recorded, maker, checksum] = read_record(options.file);
  check_inputs(recorded, options.file);
  Json now = run_again(maker, options.file);
  leave_out_head(recorded);
  leave_out_head(now);
  Comparison found;
  compare_all(recorded, now, "", 0, found);

  const Pair& worst = *std::ranges::max_element(found.pairs, {}, &Pair::difference);
  const double largest = worst.difference;
  Answer answer;
  answer.is_usable = largest <= tolerance;
  answer.json_file = options.json;
  const std::string verdict = answer.is_usable
                                  ? "every number agrees to 1e-10 (largest difference " + readable(largest) + ")"
                                  : "not the same: the largest difference is " + readable(largest) + ", of " +
                                        worst.name + ", expected 1e-10 or less";
  answer.complaint = options.file + ": " + verdict;

  Json json = json_head(made_by);
  json["file"] = options.file;
  json["sha256"] = checksum;
  json["agrees"] = answer.is_usable;
  json["tolerance"] = tolerance;
  json["largest_difference"] = std::isfinite(largest) ? Json(largest) : Json(nullptr);
  json["recorded"] = {{"didv", maker.didv}, {"git", maker.git}, {"command", maker.command}};
  json["reworded"] = found.reworded;
  std::vector<std::vector<std::string>> rows{{"", "recorded", "now", "difference"}};
  for (const Pair& pair : found.pairs) {
    Json& entry = json["parameters"][pair.name] = {{"recorded", pair.recorded}, {"now", pair.now}};
    entry["difference"] = std::isfinite(pair.difference) ? Json(pair.difference) : Json(nullptr);
    rows.push_back({pair.name, told(pair.recorded), told(pair.now), readable(pair.difference)});
  }
  std::vector<std::string> notes;
  for (const std::string& name : found.reworded) notes.push_back(name + " is worded differently now");
  answer.json = as_text(json);
  answer.report = options.file + ": " + verdict + "\n" + as_table(rows) + as_notes(notes) + "  recorded by " +
                  maker.text() + "\n  run again by " + made_by.text() + "\n";
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
