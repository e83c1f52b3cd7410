#include "syntax.hpp"

#include <charconv>
#include <cmath>
#include <optional>
#include <system_error>

#include "didv/error.hpp"

namespace didv::cli {

namespace {

constexpr int most_grid_points = 10'000'000;

[[noreturn]] void refuse(std::string_view option, std::string_view text, const std::string& expected) {
  throw InvalidArgument(std::string(option) + ": '" + std::string(text) + "': expected " + expected);
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// The number that fills the whole text, infinities included.
template <class Number>
std::optional<Number> whole_text_as(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto end = text.find(separator);
    parts.push_back(trimmed(text.substr(0, end)));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

/// "NAME=rest" for every item of every list; what the rest is, the caller knows.
std::vector<std::pair<std::string, std::string_view>> named_items(std::string_view option,
                                                                  const std::vector<std::string>& given,
                                                                  const std::string& expected) {
  std::vector<std::pair<std::string, std::string_view>> items;
  for (const std::string& list : given) {
    for (const std::string_view item : split(list, ',')) {
      const auto equals = item.find('=');
      if (equals == std::string_view::npos || equals == 0) refuse(option, item, expected);
      const std::string name(trimmed(item.substr(0, equals)));
      for (const auto& [earlier, rest] : items) {
        if (earlier == name) throw InvalidArgument(std::string(option) + ": " + name + " is given twice");
      }
      items.emplace_back(name, item.substr(equals + 1));
    }
  }
  return items;
}

/// The nearest number of fifteen digits: 0.02:1:50 then has 0.98 and not 0.9800000000000001, and ±V stay mirror images.
double fifteen_digits(double value) {
  char digits[32];
  const char* end = std::to_chars(digits, digits + sizeof digits, value, std::chars_format::general, 15).ptr;
  std::from_chars(digits, end, value);
  return value;
}

}  // namespace

double number(std::string_view option, std::string_view text) {
  const auto value = whole_text_as<double>(text);
  if (!value || !std::isfinite(*value)) refuse(option, text, "a number");
  return *value;
}

int whole_number(std::string_view option, std::string_view text, int lowest) {
  const auto value = whole_text_as<int>(text);
  if (!value || *value < lowest) refuse(option, text, "a whole number of at least " + std::to_string(lowest));
  return *value;
}

std::vector<std::string> items(const std::vector<std::string>& given) {
  std::vector<std::string> all;
  for (const std::string& list : given)
    for (const std::string_view item : split(list, ',')) all.emplace_back(item);
  return all;
}

std::vector<std::string> names(std::string_view option, const std::vector<std::string>& given) {
  std::vector<std::string> all;
  for (const std::string& list : given) {
    for (const std::string_view name : split(list, ',')) {
      if (name.empty() || name.find('=') != std::string_view::npos) refuse(option, list, "names separated by commas");
      all.emplace_back(name);
    }
  }
  return all;
}

std::vector<std::pair<std::string, std::string>> named_words(std::string_view option,
                                                             const std::vector<std::string>& given) {
  std::vector<std::pair<std::string, std::string>> words;
  for (const auto& [name, text] : named_items(option, given, "NAME=WORD")) words.emplace_back(name, trimmed(text));
  return words;
}

ParameterValues assignments(std::string_view option, const std::vector<std::string>& given) {
  ParameterValues values;
  for (const auto& [name, text] : named_items(option, given, "NAME=VALUE")) {
    const auto value = whole_text_as<double>(text);
    if (!value || !std::isfinite(*value)) refuse(option, name + "=" + std::string(text), "a number");
    values[name] = *value;
  }
  return values;
}

std::pair<double, double> range(std::string_view option, std::string_view text) {
  const auto parts = split(text, ':');
  if (parts.size() == 2) {
    const auto lower = whole_text_as<double>(parts[0]);
    const auto upper = whole_text_as<double>(parts[1]);
    if (lower && upper && *lower < *upper) return {*lower, *upper};
  }
  refuse(option, text, "LOWER:UPPER, two numbers in ascending order");
}

std::vector<std::pair<std::string, std::pair<double, double>>> named_ranges(std::string_view option,
                                                                            const std::vector<std::string>& given) {
  std::vector<std::pair<std::string, std::pair<double, double>>> ranges;
  for (const auto& [name, text] : named_items(option, given, "NAME=LOWER:UPPER")) {
    ranges.emplace_back(name, range(std::string(option) + " " + name, text));
  }
  return ranges;
}

std::vector<double> grid(std::string_view option, std::string_view text) {
  std::vector<double> values;
  for (const std::string_view item : split(text, ',')) {
    const auto parts = split(item, ':');
    if (parts.size() == 1) {
      values.push_back(number(option, item));
      continue;
    }
    const auto count = parts.size() == 3 ? whole_text_as<int>(parts[2]) : std::nullopt;
    if (!count || *count < 2 || *count > most_grid_points) {
      refuse(option, item, "a number or FROM:TO:COUNT with a COUNT from 2 to " + std::to_string(most_grid_points));
    }
    const double from = number(option, parts[0]);
    const double to = number(option, parts[1]);
    const double intervals = *count - 1;
    for (int i = 0; i < *count; ++i) values.push_back(fifteen_digits((from * (intervals - i) + to * i) / intervals));
  }
  return values;
}

}  // namespace didv::cli
