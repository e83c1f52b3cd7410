#include "didv/error.hpp"

#include <utility>

namespace didv {

namespace {

std::string located(const std::string& file, std::size_t line, std::size_t column, const std::string& message) {
  std::string text = file;
  if (line != 0) text += ":" + std::to_string(line);
  if (line != 0 && column != 0) text += ":" + std::to_string(column);
  return text + ": " + message;
}

}  // namespace

DataError::DataError(std::string file, std::size_t line, std::size_t column, const std::string& message)
    : Error(located(file, line, column, message)), file_(std::move(file)), line_(line), column_(column) {}

}  // namespace didv
