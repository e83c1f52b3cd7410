#pragma once
// Data -> files that read.hpp reads back bit by bit. A file appears whole or not at all.

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "didv/spectrum.hpp"

namespace didv {

/// Writes the text into a new file beside `file`, flushes it to the disk and renames it: whoever looks sees the old
/// file or the whole new one, and after an error nothing has changed. A device or pipe (/dev/stdout) is written
/// directly; a symbolic link stays and its target is replaced; the permissions of a replaced file are kept. Throws
/// DataError "file: cannot write: reason" (no such directory, is a directory, permission denied, no space left …).
void write_file(const std::filesystem::path& file, std::string_view text);

/// A file that is written but not there yet: for several that shall appear together or not at all. Construct all, then
/// let each appear; what never appears leaves nothing behind. The rules and errors are those of write_file.
class PreparedFile {
 public:
  PreparedFile(std::filesystem::path file, std::string text);
  PreparedFile(PreparedFile&& other) noexcept;
  PreparedFile& operator=(PreparedFile&&) = delete;
  ~PreparedFile();
  /// Once.
  void appear();

 private:
  std::filesystem::path file_;
  std::string text_, target_, temporary_;  ///< no temporary: a device or pipe, written directly
};

/// One column of a table to be written.
struct CsvColumn {
  std::string header;  ///< "bias_mV"
  std::span<const double> values;
};

/// A table in the CSV dialect of docs/conventions.md: "# key: value" lines, the header row, rows with the shortest
/// decimals that read back as the same double. NaN stands for a cell without number and is written as an empty cell.
/// Throws InvalidArgument if the columns differ in length.
std::string to_csv(std::span<const std::pair<std::string, std::string>> metadata, std::span<const CsvColumn> columns);

/// A spectrum: bias_mV, conductance (_S, _arbitrary), and sigma if it has one; everything that read_spectrum
/// understands.
std::string to_csv(const Spectrum& spectrum);

/// A current–voltage curve: voltage_mV, current_mA.
std::string to_csv(const CurrentVoltage& curve);

}  // namespace didv
