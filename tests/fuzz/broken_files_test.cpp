// Every file broken by hand gets its one line, at once and within its share of memory.

#include "broken_files.hpp"

#include <gtest/gtest.h>

#include "cost.hpp"
#include "didv/error.hpp"
#include "didv/heat_capacity.hpp"
#include "didv/read_series.hpp"

namespace didv::attack {
namespace {

void read(const BrokenFile& file) {
  Table table = parse_table(file.text, "f");
  switch (file.read_as) {
    case ReadAs::spectrum:
      to_spectrum(std::move(table));
      return;
    case ReadAs::current_voltage:
      to_current_voltage(std::move(table));
      return;
    case ReadAs::resistance_curves:
      to_resistance_curves(std::move(table));
      return;
    case ReadAs::current_voltage_series:
      to_current_voltage_series(std::move(table));
      return;
    case ReadAs::heat_capacity:
      to_heat_capacity(table);
  }
}

std::string refusal(const BrokenFile& file) {
  try {
    read(file);
  } catch (const DataError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(BrokenFiles, each_of_more_than_200_gets_its_own_line) {
  const auto files = broken_files();
  EXPECT_GE(files.size(), 200u);
  for (const BrokenFile& file : files) {
    const HeapPeak heap;
    const double begin = processor_seconds();
    EXPECT_EQ(refusal(file), file.message) << file.broken << '\n' << file.text.substr(0, 200);
    EXPECT_LT(processor_seconds() - begin, 5) << file.broken;
    EXPECT_LE(heap.bytes(), memory_allowed(file.text.size())) << file.broken;
  }
}

}  // namespace
}  // namespace didv::attack
