#include "didv/error.hpp"

#include <utility>

namespace didv {

namespace {

/// A message quotes the file, and a file may hold anything: no character of it steers a terminal or begins a line, and
/// a mile of text is cut.
std::string one_line(std::string text) {
  constexpr std::size_t longest = 2000;
  if (text.size() > longest) text.replace(longest, std::string::npos, "...");
  for (char& letter : text) {
    if (static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F) letter = '?';
  }
  return text;
}

std::string located(const std::string& file, std::size_t line, std::size_t column, const std::string& message) {
  std::string text = file;
  if (line != 0) text += ":" + std::to_string(line);
  if (line != 0 && column != 0) text += ":" + std::to_string(column);
  return text + ": " + one_line(message);
}

}  // namespace

DataError::DataError(std::string file, std::size_t line, std::size_t column, const std::string& message)
    : Error(located(file, line, column, message)), file_(std::move(file)), line_(line), column_(column) {}

}  // namespace didv
