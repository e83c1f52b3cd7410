#pragma once
// What a command of the program is: an application of CLI11 with its options, and what runs once they are read.

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

namespace didv::cli {

/// What the program promises its caller.
enum ExitCode { usable = 0, not_usable = 1, bad_usage = 2 };

/// The run gets the command line as it was typed, for reports and files.
struct Command {
  CLI::App* app;
  std::function<ExitCode(const std::string& command_line)> run;
};

Command models(CLI::App& program);
Command simulate(CLI::App& program);
Command fit(CLI::App& program);
Command compare(CLI::App& program);
Command series(CLI::App& program);
Command derivative(CLI::App& program);
Command gap(CLI::App& program);
Command thermo(CLI::App& program);
Command peaks(CLI::App& program);
Command tc(CLI::App& program);
Command jc(CLI::App& program);
Command bkt(CLI::App& program);
Command heat_capacity(CLI::App& program);

}  // namespace didv::cli
