#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>
#include <utility>

#include "didv/error.hpp"
#include "didv/write.hpp"

namespace didv {

namespace {

DataError refusal(const std::filesystem::path& file, int code) {
  return DataError(file.string(), 0, 0, "cannot write: " + std::generic_category().message(code));
}

/// 0, or the error code of the write that failed.
int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return 0;
}

void write_directly(const std::filesystem::path& file, std::string_view text) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) throw refusal(file, errno);
  int error = write_all(descriptor, text);
  if (::close(descriptor) != 0 && error == 0) error = errno;
  if (error != 0) throw refusal(file, error);
}

/// A name that no other process and no other thread of this one uses.
std::string temporary_name(const std::string& target) {
  static std::atomic<unsigned> count = 0;
  return target + "." + std::to_string(::getpid()) + "." + std::to_string(count++) + ".part";
}

}  // namespace

PreparedFile::PreparedFile(std::filesystem::path file, std::string text)
    : file_(std::move(file)), text_(std::move(text)) {
  struct stat existing = {};
  const bool exists = ::stat(file_.c_str(), &existing) == 0;
  if (exists && S_ISDIR(existing.st_mode)) throw refusal(file_, EISDIR);
  if (exists && ::access(file_.c_str(), W_OK) != 0) throw refusal(file_, errno);
  if (exists && !S_ISREG(existing.st_mode)) return;

  target_ = exists ? std::filesystem::canonical(file_).string() : file_.string();
  temporary_ = temporary_name(target_);
  const int descriptor = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (descriptor < 0) {
    const int error = errno;
    temporary_.clear();
    throw refusal(file_, error);
  }
  int error = write_all(descriptor, text_);
  if (error == 0 && exists && ::fchmod(descriptor, existing.st_mode & 07777) != 0) error = errno;
  if (error == 0 && ::fsync(descriptor) != 0) error = errno;
  if (::close(descriptor) != 0 && error == 0) error = errno;
  if (error != 0) {
    ::unlink(temporary_.c_str());
    throw refusal(file_, error);
  }
}

PreparedFile::PreparedFile(PreparedFile&& other) noexcept
    : file_(std::move(other.file_)),
      text_(std::move(other.text_)),
      target_(std::move(other.target_)),
      temporary_(std::exchange(other.temporary_, {})) {}

PreparedFile::~PreparedFile() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void PreparedFile::appear() {
  if (temporary_.empty()) return write_directly(file_, text_);
  if (std::rename(temporary_.c_str(), target_.c_str()) != 0) throw refusal(file_, errno);
  temporary_.clear();
}

void write_file(const std::filesystem::path& file, std::string_view text) {
  PreparedFile(file, std::string(text)).appear();
}

}  // namespace didv
