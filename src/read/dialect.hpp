#pragma once
// File formats, one file of this folder each: a dialect recognises its bytes and turns them into a Table. It knows
// nothing of what the columns mean.

#include <string>
#include <string_view>

#include "didv/read.hpp"

namespace didv::read {

/// The text of a file, for messages and for its reader.
struct Source {
  std::string_view text;
  std::string name;
};

struct Dialect {
  bool (*recognises)(std::string_view text);
  Table (*parse)(const Source& source);
};

/// "# key: value", one header row, rows; comma, semicolon, tab or blanks. Takes whatever no other dialect recognises.
extern const Dialect delimited;

}  // namespace didv::read
