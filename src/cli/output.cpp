#include "output.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <iostream>

#include "didv/error.hpp"
#include "didv/write.hpp"

namespace didv::cli {

void deliver(const std::string& text, const std::string& file) {
  if (file.empty() || file == "-") {
    std::cout << text;
  } else {
    write_file(file, text);
  }
}

std::string as_text(const Json& json) {
  // A file name need not be UTF-8, JSON has to be.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

void deliver(const Json& json, const std::string& file) { deliver(as_text(json), file); }

void deliver(const std::vector<Delivery>& all) {
  std::vector<PreparedFile> files;
  for (const Delivery& one : all) {
    if (one.file != "-") files.emplace_back(one.file, one.text);
  }
  for (const Delivery& one : all) {
    if (one.file == "-") std::cout << one.text;
  }
  if (!std::cout.flush()) throw DataError("standard output", 0, 0, "cannot write");
  for (PreparedFile& file : files) file.appear();
}

void refuse_same_file(std::string_view option, const std::string& output, std::string_view other_option,
                      const std::string& other_output) {
  namespace fs = std::filesystem;
  if (output.empty() || other_output.empty() || output == "-" || other_output == "-") return;
  std::error_code ignored;
  const bool device = fs::exists(output, ignored) && !fs::is_regular_file(output, ignored);
  const bool same =
      fs::equivalent(output, other_output, ignored) ||
      fs::weakly_canonical(fs::absolute(output), ignored) == fs::weakly_canonical(fs::absolute(other_output), ignored);
  if (same && !device) {
    throw InvalidArgument(std::string(option) + " and " + std::string(other_option) + ": both name " + output +
                          "; give each its own file");
  }
}

void deliver_result(const std::string& report, const std::string& json, const std::string& json_file,
                    std::vector<Delivery> beside) {
  if (!json_file.empty()) beside.push_back({json, json_file});
  if (json_file != "-") beside.push_back({report, "-"});
  deliver(beside);
}

Json json_head(const Provenance& made_by) { return Json::parse(made_by.json()); }

std::string report_tail(const Provenance& made_by, const std::string& file, const std::string& sha256) {
  return "  sha256 " + sha256 + "  " + file + "\n  " + made_by.text() + "\n";
}

std::pair<std::string, std::string> source_line(const Provenance& made_by) { return {"source", made_by.text()}; }

std::pair<std::string, std::string> sha256_line(const std::string& file, const std::string& sha256) {
  return {"sha256", sha256 + "  " + file};
}

std::string joined(const std::vector<std::string>& reasons) {
  std::string all;
  for (const std::string& reason : reasons) all += (all.empty() ? "" : "; ") + reason;
  return all;
}

void refuse_to_overwrite(std::string_view option, const std::string& output, const std::string& input) {
  std::error_code not_there;
  if (!output.empty() && output != "-" && std::filesystem::equivalent(output, input, not_there)) {
    throw InvalidArgument(std::string(option) + ": " + output + " is the file that is read; give another name");
  }
}

CLI::Option* add_json_option(CLI::App& app, std::string& file) {
  return app.add_option("--json", file, "JSON in place of text; into FILE where one is named")
      ->expected(0, 1)
      ->option_text("[FILE]");
}

void ResultOptions::add_to(CLI::App& app) {
  json_ = add_json_option(app, json_file_);
  add_output_option(app, output_);
}

std::string ResultOptions::file() const {
  if (!json_file_.empty() && !output_.empty()) {
    throw InvalidArgument("--json " + json_file_ + " and --output " + output_ +
                          ": JSON is all that is written; give one");
  }
  return json_file_.empty() ? output_ : json_file_;
}

CLI::Option* add_json_file_option(CLI::App& app, std::string& file) {
  return app.add_option("--json", file, "JSON into FILE; - prints JSON alone")->option_text("FILE|-");
}

CLI::Option* add_output_option(CLI::App& app, std::string& file) {
  return app.add_option("-o,--output", file, "write there in place of standard output")->option_text("FILE");
}

std::string shortest(double value) {
  char digits[32];
  return {digits, std::to_chars(digits, digits + sizeof digits, value).ptr};
}

std::string padded(std::string_view text, std::size_t width) {
  const auto starts_a_character = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; };
  const auto used = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts_a_character));
  return std::string(text) + std::string(used < width ? width - used : 1, ' ');
}

Json quantity(double value, std::optional<double> standard_error, std::string_view unit) {
  Json json{{"value", value}, {"standard_error", nullptr}, {"unit", unit}};
  if (standard_error) json["standard_error"] = *standard_error;
  return json;
}

}  // namespace didv::cli
