#pragma once
// What leaves the program: text on standard output or files that appear whole or not at all, and how numbers look in
// them.

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "didv/provenance.hpp"

namespace didv::cli {

/// Keys in the order they were put in, as people read them.
using Json = nlohmann::ordered_json;

/// Writes to the file, or to standard output where the name is empty or "-". Throws DataError where it cannot.
void deliver(const std::string& text, const std::string& file = "-");
void deliver(const Json& json, const std::string& file);

/// As it stands in a file.
std::string as_text(const Json& json);

/// A text, and the file it goes to; "-": standard output.
struct Delivery {
  std::string text, file;
};

/// All of them or none: every file is written beside its target before the first one appears, and standard output has
/// taken its part by then.
void deliver(const std::vector<Delivery>& all);

/// A result: the files beside it, the JSON where --json names a file, and the report on standard output unless the JSON
/// goes there.
void deliver_result(const std::string& report, const std::string& json, const std::string& json_file,
                    std::vector<Delivery> beside = {});

/// How every JSON begins: didv, git, command, options.
Json json_head(const Provenance& made_by);

/// How every report ends: the file that was read, and what read it.
std::string report_tail(const Provenance& made_by, const std::string& file, const std::string& sha256);

/// The metadatum of a table that says what wrote it.
std::pair<std::string, std::string> source_line(const Provenance& made_by);
/// The one that says what was read: "HASH  FILE", as sha256sum prints it.
std::pair<std::string, std::string> sha256_line(const std::string& file, const std::string& sha256);

/// "one; two; three".
std::string joined(const std::vector<std::string>& reasons);

/// Throws InvalidArgument if the option would overwrite the file that is read.
void refuse_to_overwrite(std::string_view option, const std::string& output, const std::string& input);

/// Throws InvalidArgument if both options name one file.
void refuse_same_file(std::string_view option, const std::string& output, std::string_view other_option,
                      const std::string& other_output);

/// "--json [FILE]", standard output by default: for commands that read no file, where the value cannot be mistaken for
/// it.
CLI::Option* add_json_option(CLI::App& app, std::string& file);

/// Where a command that reads no file puts its result, and in which form.
class ResultOptions {
 public:
  void add_to(CLI::App& app);
  bool as_json() const { return json_->count() > 0; }
  /// Throws InvalidArgument if --json and -o each name one.
  std::string file() const;

 private:
  CLI::Option* json_ = nullptr;
  std::string json_file_, output_;
};

/// "--json FILE|-" for commands that read a file.
CLI::Option* add_json_file_option(CLI::App& app, std::string& file);

/// "-o FILE", standard output by default.
CLI::Option* add_output_option(CLI::App& app, std::string& file);

/// The shortest decimal that reads back as the same double; independent of the locale.
std::string shortest(double value);

/// Fills up with blanks, at least one, to a width counted in characters, not bytes.
std::string padded(std::string_view text, std::size_t width);

/// {"value":…,"standard_error":…|null,"unit":…}
Json quantity(double value, std::optional<double> standard_error, std::string_view unit);

}  // namespace didv::cli
