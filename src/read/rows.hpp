#pragma once
// Files that hold many curves one behind the other: which rows are the one that is meant.

#include <string>
#include <utility>
#include <vector>

#include "didv/read.hpp"

namespace didv::read {

/// Keeps the rows in which each named column has the value nearest to the one asked for; says in words which. Throws
/// DataError for an unknown column, for one with a cell that is no number, and where no row is left.
std::vector<std::string> keep_rows(Table& table, const std::vector<std::pair<std::string, double>>& where);

/// Throws DataError where a column other than these two takes several values, one behind the other, and the bias runs
/// over the whole range in each: these are several curves.
void refuse_several_curves(const Table& table, const std::string& bias_header, const std::vector<double>& bias,
                           const std::string& data_header);

}  // namespace didv::read
