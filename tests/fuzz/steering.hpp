#pragma once
// Bytes that steer: each call takes a few off the front; when none are left it answers 0.

#include <array>
#include <cstdint>
#include <limits>
#include <string_view>

namespace didv::attack {

class Steering {
 public:
  explicit Steering(std::string_view bytes) : rest_(bytes) {}

  bool empty() const { return rest_.empty(); }

  unsigned byte() {
    if (rest_.empty()) return 0;
    const auto value = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    return value;
  }

  std::size_t below(std::size_t count) { return byte() % count; }
  bool one_in(unsigned count) { return byte() % count == count - 1; }

  /// −span … span in steps of span/32768, which is what a sane file has.
  double within(double span) {
    const int word = static_cast<int>(byte() << 8 | byte()) - 32768;
    return span * word / 32768;
  }

  /// A number that breaks things, where the byte says so; else a sane one.
  double wild(double span) {
    constexpr double inf = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
    constexpr std::array strange{0.0,   -0.0,   inf,    -inf, nan,   5e-324, 2.3e-308, -1e-310, 1.7e308, -1e300,
                                 1e150, -1e150, 1e-150, 1e16, 1e-16, 1e-9,   1.0,      -1.0,    1e5};
    if (!one_in(8)) return within(span);
    return strange[below(strange.size())];
  }

 private:
  std::string_view rest_;
};

}  // namespace didv::attack
