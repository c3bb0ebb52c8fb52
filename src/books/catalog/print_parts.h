// Indented YAML, line by line; and the parts of a text that live in files of their own. Internal to
// the catalog.
#pragma once

#include "books/catalog/model.h"
#include "platform/text/yaml.h"

#include <string>
#include <string_view>
#include <vector>

namespace bw::catalog {

class YamlWriter {
public:
    void line(int depth, std::string_view key, std::string_view value) {
        raw(depth, key, text::yaml_scalar(value));
    }
    void raw(int depth, std::string_view key, std::string_view value) {
        begin(depth, key);
        out_.append(": ").append(value).append("\n");
    }
    void head(int depth, std::string_view key) {
        begin(depth, key);
        out_ += ":\n";
    }
    void item(int depth, std::string_view value) {
        out_.append(static_cast<std::size_t>(depth) * 2, ' ')
            .append("- ")
            .append(value)
            .append("\n");
    }
    std::string take() { return std::move(out_); }

private:
    void begin(int depth, std::string_view key) {
        out_.append(static_cast<std::size_t>(depth) * 2, ' ').append(text::yaml_scalar(key));
    }
    std::string out_;
};

std::string inline_names(const Names& names);                // "{de: Energie, en: Energy}"
std::string key_list(const std::vector<std::string>& keys);  // "[energy, grid]"; empty: "all"
// `depth` of the key itself. Surcharges behind discounts.
void print_discounts(YamlWriter& out, const std::vector<Discount>& all, int depth = 0);
void print_maximum(YamlWriter& out, const Maximum& maximum, int depth = 0);
void print_minimum(YamlWriter& out, const Minimum& minimum, const std::string& default_tax,
                   int depth = 0);
void print_together(YamlWriter& out, const Together& together, const std::string& default_tax);
void print_telecom(YamlWriter& out, const Telecom& telecom, const std::string& default_tax);
void print_allowance(YamlWriter& out, const Allowance& allowance);

// "12 months", "30 days".
std::string lasts_words(const Plan& plan);

void print_conditions(YamlWriter& out, const std::vector<Condition>& conditions,
                      int depth = 2);  // of "if"

}  // namespace bw::catalog
