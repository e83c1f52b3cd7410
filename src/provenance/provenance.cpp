#include "didv/provenance.hpp"

#include <nlohmann/json.hpp>
#include <sstream>

#include "didv/error.hpp"
#include "text/json_from_outside.hpp"

namespace didv {

std::string Provenance::json() const {
  nlohmann::ordered_json out{{"didv", didv}, {"git", git}, {"command", command}};
  for (const GivenOption& option : options) {
    nlohmann::ordered_json& given = out["options"][option.name];
    if (option.values.empty()) {
      given = true;
    } else if (option.values.size() == 1) {
      given = option.values.front();
    } else {
      given = option.values;
    }
  }
  for (const InputFile& input : inputs) out["inputs"].push_back({{"file", input.file}, {"sha256", input.sha256}});
  // A file name may hold any bytes: what is not UTF-8 is replaced rather than refused.
  return out.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

Provenance Provenance::parse(std::string_view text) {
  try {
    const auto json = text::json_from_outside(text);
    Provenance made_by{json.at("didv").get<std::string>(),
                       json.at("git").get<std::string>(),
                       json.at("command").get<std::string>(),
                       {}};
    if (json.contains("inputs"))
      for (const auto& input : json["inputs"])
        made_by.inputs.push_back({input.at("file").get<std::string>(), input.at("sha256").get<std::string>()});
    if (!json.contains("options")) return made_by;
    for (const auto& [name, given] : json["options"].items()) {
      GivenOption option{name};
      if (given.is_array()) option.values = given.get<std::vector<std::string>>();
      if (!given.is_array() && !given.is_boolean()) option.values = {given.get<std::string>()};
      made_by.options.push_back(std::move(option));
    }
    return made_by;
  } catch (const nlohmann::ordered_json::exception&) {
    throw InvalidArgument("this is nothing that didv wrote: expected JSON with didv, git and command");
  }
}

std::string Provenance::command_name() const {
  std::istringstream words(command);
  std::string program, name;
  words >> program >> name;
  return program == "didv" ? name : "";
}

std::string Provenance::text() const {
  std::string text = "didv " + didv + ", git " + git + (command.empty() ? "" : ": " + command);
  for (const InputFile& input : inputs) text += "; " + input.file + ", sha256 " + input.sha256;
  return text;
}

}  // namespace didv
