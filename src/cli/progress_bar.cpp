#include "progress_bar.hpp"

#include <unistd.h>

#include <iostream>
#include <string>

namespace didv::cli {

ProgressBar::ProgressBar() : terminal_(::isatty(STDERR_FILENO) == 1) {}

ProgressBar::~ProgressBar() {
  if (terminal_) std::cerr << "\r\x1b[K" << std::flush;
}

void ProgressBar::show(std::size_t done, std::size_t of) const {
  if (!terminal_) return;
  constexpr std::size_t width = 40;
  const std::size_t full = of > 0 ? width * done / of : width;
  std::cerr << "\r[" << std::string(full, '#') << std::string(width - full, ' ') << "] " << done << "/" << of
            << std::flush;
}

}  // namespace didv::cli
