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

/// Nanonis spectroscopy `.dat`: "key<tab>value" lines, a line [DATA], columns like "Current [bwd] (A) [filt]". Its
/// header holds settings of the electronics, not what reached the sample: no temperature and no modulation is taken
/// from it.
extern const Dialect nanonis;

/// WSxM curves `.cur` (text): "key: value" lines up to [Header end], then a pair of columns x, y for each line of the
/// plot.
extern const Dialect wsxm;

}  // namespace didv::read
