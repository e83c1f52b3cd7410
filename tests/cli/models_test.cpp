#include "didv/combine.hpp"
#include "didv/model.hpp"
#include "program.hpp"

namespace didv::test {

class ModelsCommand : public Program {};

TEST_F(ModelsCommand, lists_the_whole_catalogue_as_json) {
  const nlohmann::json listed = didv("models --json").json();
  ASSERT_EQ(listed.size(), catalogue().size());
  for (std::size_t m = 0; m < listed.size(); ++m) {
    const Model& model = catalogue()[m];
    EXPECT_EQ(listed[m]["name"], model.name());
    EXPECT_EQ(listed[m]["title"], model.card().title);
    EXPECT_EQ(listed[m]["reference"], model.card().reference);
    ASSERT_EQ(listed[m]["parameters"].size(), model.parameters().size());
    EXPECT_EQ(listed[m]["parameters"].back()["name"], "T");
    EXPECT_EQ(listed[m]["parameters"].back()["unit"], "K");
    for (const auto& parameter : listed[m]["parameters"]) {
      for (const char* key : {"name", "symbol", "unit", "default", "lower", "upper", "meaning"}) {
        EXPECT_TRUE(parameter.contains(key)) << model.name() << " " << key;
      }
    }
  }
}

TEST_F(ModelsCommand, prints_every_model_with_every_parameter_for_people) {
  const Outcome outcome = didv("models");
  EXPECT_EQ(outcome.exit_code, 0);
  for (const Combinator& combinator : combinators())
    EXPECT_NE(outcome.out.find("+" + combinator.name), std::string::npos) << outcome.out;
  for (const Model& model : catalogue()) {
    EXPECT_NE(outcome.out.find(model.card().title), std::string::npos);
    for (const ParameterInfo& parameter : model.parameters()) {
      EXPECT_NE(outcome.out.find(parameter.meaning), std::string::npos) << model.name() << " " << parameter.name;
    }
  }
}

}  // namespace didv::test
