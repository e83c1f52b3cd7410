#pragma once
// Which program made a result, and what it was asked: enough to make it again.

#include <string>
#include <string_view>
#include <vector>

#include "didv/version.hpp"

namespace didv {

/// An option of the command line, or FILE for what stands without a name. Without values it is a flag.
struct GivenOption {
  std::string name;
  std::vector<std::string> values = {};

  bool operator==(const GivenOption&) const = default;
};

/// A file that was read.
struct InputFile {
  std::string file, sha256;

  bool operator==(const InputFile&) const = default;
};

/// The didv that this program is linked with, and the command, if a command line asked.
struct Provenance {
  std::string didv = std::string(version());
  std::string git = std::string(revision());
  std::string command = {};               ///< as it was typed; a program may say here what it is
  std::vector<GivenOption> options = {};  ///< all that were given; the others have their defaults
  std::vector<InputFile> inputs = {};     ///< what was read beside the measurements

  /// From any JSON that didv wrote. Throws InvalidArgument for JSON that does not begin like that.
  static Provenance parse(std::string_view json);

  /// "fit" of "didv fit contact.csv"; empty where no command line was.
  std::string command_name() const;
  /// {"didv":…,"git":…,"command":…,"options":{…},"inputs":[{"file":…,"sha256":…}]}: the options only where there is a
  /// command line, a flag as true, one value as text, several as a list; the inputs only where there are any.
  std::string json() const;
  /// "didv VERSION, git COMMIT: didv fit contact.csv --model btk", and the inputs with their SHA-256.
  std::string text() const;
};

}  // namespace didv
