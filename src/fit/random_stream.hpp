#pragma once
// Random numbers that are the same on every platform and for any number of threads: one stream for each pair of keys.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>

namespace didv::fitting {

/// A permutation of 64 bits of which each depends on all. Source: G. L. Steele, D. Lea, C. H. Flood, OOPSLA (2014),
/// SplitMix64.
constexpr std::uint64_t mixed(std::uint64_t bits) {
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
  return bits ^ (bits >> 31);
}

/// Another key that no other pair shares, as good as certainly.
constexpr std::uint64_t key_of(std::uint64_t first, std::uint64_t second) {
  return mixed(mixed(first) + 0x9e3779b97f4a7c15 * (second + 1));
}

class RandomStream {
 public:
  explicit RandomStream(std::uint64_t key) : state_(key) {}

  /// Uniform in (0, 1), to 52 bits: with one more the half would be rounded, up to 1.
  double uniform() { return (static_cast<double>(next() >> 12) + 0.5) * 0x1p-52; }
  /// Uniform in 0 … below − 1.
  std::size_t index(std::size_t below) { return static_cast<std::size_t>(uniform() * static_cast<double>(below)); }
  /// Standard deviation 1, by Box and Muller; std::normal_distribution differs from library to library.
  double normal() {
    const double radius = std::sqrt(-2 * std::log(uniform()));
    return radius * std::cos(2 * std::numbers::pi * uniform());
  }

 private:
  std::uint64_t next() { return mixed(state_ += 0x9e3779b97f4a7c15); }
  std::uint64_t state_;
};

}  // namespace didv::fitting
