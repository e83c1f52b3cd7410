#pragma once
// What the library throws. It prints nothing: each message is one clear line that says what, where, and what was
// expected.

#include <cstddef>
#include <stdexcept>
#include <string>

namespace didv {

/// Base of everything didv throws on purpose.
class Error : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The caller's mistake: names the argument, the value given (with unit) and the range or list allowed.
class InvalidArgument : public Error {
  using Error::Error;
};

/// A file that cannot be read or understood. what() reads "file:line:column: found …, expected …"; the parts are kept
/// too.
class DataError : public Error {
 public:
  /// line and column count from 1; 0 means "the whole file" or "the whole line" and is left out of what().
  DataError(std::string file, std::size_t line, std::size_t column, const std::string& message);

  const std::string& file() const { return file_; }
  std::size_t line() const { return line_; }
  std::size_t column() const { return column_; }

 private:
  std::string file_;
  std::size_t line_;
  std::size_t column_;
};

/// A computation that could not reach its stated accuracy says so instead of returning a number.
class AccuracyError : public Error {
  using Error::Error;
};

}  // namespace didv
