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

void deliver(const Json& json, const std::string& file) {
  // A file name need not be UTF-8, JSON has to be.
  deliver(json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n", file);
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
