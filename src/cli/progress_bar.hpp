#pragma once

#include <cstddef>

namespace didv::cli {

/// A bar on standard error while it lives, where that is a terminal; nothing in a pipe.
class ProgressBar {
 public:
  ProgressBar();
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void show(std::size_t done, std::size_t of) const;

 private:
  bool terminal_;
};

}  // namespace didv::cli
