#include "quantities.hpp"

#include <algorithm>
#include <charconv>

namespace didv::cli {

Json as_json(const Quantity& quantity) {
  Json json{{"value", nullptr}, {"standard_error", nullptr}, {"unit", quantity.unit}, {"reason", nullptr}};
  if (quantity.value) json["value"] = *quantity.value;
  if (quantity.standard_error) json["standard_error"] = *quantity.standard_error;
  if (!quantity.reason.empty()) json["reason"] = quantity.reason;
  return json;
}

std::string readable(double value) {
  char digits[32];
  return {digits, std::to_chars(digits, digits + sizeof digits, value, std::chars_format::general, 6).ptr};
}

std::string cell(const Quantity& quantity) {
  if (!quantity.value) return "-";
  Quantity number = quantity;
  number.unit = "1";
  number.reason.clear();
  return to_string(number);
}

std::string as_table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t k = 0; k < row.size(); ++k) {
      const auto starts_a_character = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; };
      const auto used = static_cast<std::size_t>(std::count_if(row[k].begin(), row[k].end(), starts_a_character));
      widths[k] = std::max(widths[k], used + 2);
    }
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line = "  ";
    for (std::size_t k = 0; k < row.size(); ++k) line += padded(row[k], widths[k]);
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

std::string as_line(const std::string& title, const Quantity& quantity) {
  return "  " + padded(title, 24) + to_string(quantity) + "\n";
}

std::string as_steps(const std::vector<std::string>& history) {
  std::string text;
  for (const std::string& step : history) text += "    " + step + "\n";
  return text;
}

std::string as_notes(const std::vector<std::string>& notes) {
  std::string text;
  for (const std::string& note : notes) text += "  note: " + note + "\n";
  return text;
}

}  // namespace didv::cli
