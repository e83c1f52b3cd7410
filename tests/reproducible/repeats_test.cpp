// The same bytes from every repeat and from any number of threads that fit at once.

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "reproducible/handful.hpp"

namespace didv::reproducible {
namespace {

std::string bytes() {
  std::string all;
  for (const FitResult& fit : handful_of_fits()) all += fit.json() + fit.report();
  return all;
}

std::vector<std::string> from_threads(std::size_t count) {
  std::vector<std::string> results(count);
  std::vector<std::thread> threads;
  for (std::string& result : results) threads.emplace_back([&result] { result = bytes(); });
  for (std::thread& thread : threads) thread.join();
  return results;
}

TEST(Reproducible, twenty_repeats_from_one_two_and_eight_threads_give_the_same_bytes) {
  const std::string first = bytes();
  EXPECT_NE(first.find("\"usable\": true"), std::string::npos);
  for (int repeat = 0; repeat < 10; ++repeat) EXPECT_EQ(bytes(), first);
  for (const std::size_t threads : {2, 8}) {
    for (const std::string& result : from_threads(threads)) EXPECT_EQ(result, first);
  }
}

}  // namespace
}  // namespace didv::reproducible
