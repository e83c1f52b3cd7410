#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <system_error>

#include "didv/error.hpp"
#include "didv/read.hpp"
#include "read/cells.hpp"
#include "read/dialect.hpp"
#include "text/parse.hpp"
#include "units_of_measure.hpp"

namespace didv {

namespace {

/// In the order they are asked; the last one takes everything.
constexpr std::array dialects{&read::nanonis, &read::wsxm, &read::delimited};

void refuse_what_is_no_text(std::string_view text, const std::string& name) {
  if (text.empty()) throw DataError(name, 0, 0, "is empty (0 bytes)");
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    throw DataError(name, 0, 0, "is UTF-16 text, expected UTF-8 or ASCII");
  }
  if (const std::size_t zero = text.find('\0'); zero != std::string_view::npos) {
    throw DataError(name, 0, 0, "is binary (a zero at byte " + std::to_string(zero + 1) + "), expected text");
  }
}

}  // namespace

std::string read_bytes(const std::filesystem::path& file) {
  const auto refuse = [&](const char* what, int code) {
    return DataError(file.string(), 0, 0, std::string(what) + ": " + std::generic_category().message(code));
  };
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream(std::fopen(file.c_str(), "rb"), &std::fclose);
  if (!stream) throw refuse("cannot open", errno);
  std::error_code none;
  if (std::filesystem::is_directory(file, none)) throw refuse("cannot open", EISDIR);

  constexpr std::size_t most_of_a_device = std::size_t(1) << 28;  // those that hold more do not end
  const bool is_device = std::filesystem::is_character_file(file, none);
  std::string bytes;  // pipes have no size, so the size of the file is no more than a first guess
  const auto size = std::filesystem::file_size(file, none);
  bytes.resize(none ? 0 : static_cast<std::size_t>(size) + 1);
  std::size_t filled = 0;
  while (true) {
    if (filled == bytes.size()) bytes.resize(filled + std::max<std::size_t>(filled, 4096));
    const std::size_t count = std::fread(bytes.data() + filled, 1, bytes.size() - filled, stream.get());
    filled += count;
    if (count == 0) break;
    if (is_device && filled > most_of_a_device)
      throw DataError(file.string(), 0, 0, "is a device without an end, expected a file or a pipe");
  }
  if (std::ferror(stream.get())) throw refuse("cannot read", errno);
  bytes.resize(filled);
  return bytes;
}

Table read_table(const std::filesystem::path& file) { return parse_table(read_bytes(file), file.string()); }

Table parse_table(std::string_view text, const std::string& name) {
  refuse_what_is_no_text(text, name);
  const auto dialect = std::ranges::find_if(dialects, [&](const read::Dialect* d) { return d->recognises(text); });
  Table table = (*dialect)->parse({text, name});
  table.sha256 = sha256(text);
  return table;
}

const Column* Table::find_column(std::string_view header_or_name) const {
  const auto header = std::ranges::find(columns, header_or_name, &Column::header);
  if (header != columns.end()) return &*header;
  const auto name = std::ranges::find(columns, header_or_name, &Column::name);
  const bool unique = std::ranges::count(columns, header_or_name, &Column::name) == 1;
  return unique ? &*name : nullptr;
}

const Column& Table::column(std::string_view header_or_name) const {
  const Column* found = find_column(header_or_name);
  if (!found) {
    throw DataError(
        file, 0, 0,
        "has no column '" + std::string(header_or_name) + "', columns: " + read::list_of(read::headers_of(*this)));
  }
  if (found->fault) {
    const auto& [line, text] = *found->fault;
    throw DataError(file, line, static_cast<std::size_t>(found - columns.data()) + 1,
                    (text.empty() ? "found an empty cell" : "found '" + text + "'") + ", expected a number (" +
                        found->header + ")");
  }
  return *found;
}

std::optional<Metadatum> Table::metadatum(std::string_view key) const {
  const std::string wanted = text::lower_case(key);
  const auto matches = [&](const Metadatum& datum) { return text::lower_case(datum.key) == wanted; };
  const auto first = std::ranges::find_if(metadata, matches);
  if (first == metadata.end()) return std::nullopt;
  const auto second = std::find_if(first + 1, metadata.end(), matches);
  if (second != metadata.end()) {
    throw DataError(
        file, second->line, 0,
        second->key + " is stated twice, expected it once (line " + std::to_string(first->line) + " has it already)");
  }
  return *first;
}

}  // namespace didv
