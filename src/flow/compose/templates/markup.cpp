#include "flow/compose/templates/markup.h"

#include "platform/xml/reader.h"

#include <fmt/format.h>

#include <algorithm>

namespace bw::templates {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == ':';
}

// Where each line of a text begins.
std::vector<std::size_t> line_starts(std::string_view text) {
    std::vector<std::size_t> starts = {0};
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string_view::npos;)
        starts.push_back(++at);
    return starts;
}

std::string squeezed(std::string_view words) {
    std::string out;
    bool is_gap = false;
    for (const char c : words) {
        if (kBlanks.find(c) != std::string_view::npos) {
            is_gap = !out.empty();
            continue;
        }
        if (is_gap) out += ' ';
        is_gap = false;
        out += c;
    }
    return out;
}

class Builder final : public xml::Events {
public:
    Builder(std::string_view text, std::string_view file)
        : text_(text), file_(file), lines_(line_starts(text)) {}

    void follow(const xml::Reader& reader) { reader_ = &reader; }

    Result<void> start(const xml::Name& name,
                       std::span<const xml::ReadAttribute> attributes) override {
        const int line = static_cast<int>(reader_->line());
        if (++count_ > kMostElements)
            return fail(Code::Limit, fmt::format("more than {} elements", kMostElements),
                        place(line));
        if (!name.space.empty())
            return fail(Code::Invalid, "templates have no namespaces", place(line));
        Element element;
        element.name = name.local;
        element.line = line;
        for (const auto& attribute : attributes)
            element.attributes.push_back({std::string(attribute.name.local),
                                          std::string(attribute.value),
                                          line_of(attribute.name.local, line)});
        open_.push_back(std::move(element));
        return {};
    }

    Result<void> text(std::string_view piece) override {
        if (open_.empty()) return {};
        auto& element = open_.back();
        if (element.words_line == 0 && piece.find_first_not_of(kBlanks) != std::string_view::npos)
            element.words_line = static_cast<int>(reader_->line());
        element.words += piece;
        return {};
    }

    Result<void> end(const xml::Name&) override {
        Element element = std::move(open_.back());
        open_.pop_back();
        element.words = squeezed(element.words);
        if (open_.empty()) root_ = std::move(element);
        else open_.back().children.push_back(std::move(element));
        return {};
    }

    Element take() && { return std::move(root_); }

private:
    [[nodiscard]] std::string place(int line) const { return fmt::format("{}:{}", file_, line); }

    // The reader tells where a tag begins; its attributes may stand on lines below.
    [[nodiscard]] int line_of(std::string_view attribute, int line) const {
        auto at = lines_[std::min(lines_.size(), static_cast<std::size_t>(line)) - 1];
        while ((at = text_.find(attribute, at)) != std::string_view::npos) {
            const auto end = at + attribute.size();
            const bool is_whole = (at == 0 || !is_name_character(text_[at - 1])) &&
                                  end < text_.size() &&
                                  text_.find_first_not_of(kBlanks, end) == text_.find('=', end);
            if (is_whole) break;
            at = end;
        }
        if (at == std::string_view::npos) return line;
        return static_cast<int>(std::ranges::upper_bound(lines_, at) - lines_.begin());
    }

    std::string_view text_, file_;
    std::vector<std::size_t> lines_;
    const xml::Reader* reader_ = nullptr;
    std::vector<Element> open_;
    Element root_;
    std::size_t count_ = 0;
};

}  // namespace

const MarkupAttribute* Element::find(std::string_view name_of_it) const {
    const auto found = std::ranges::find(attributes, name_of_it, &MarkupAttribute::name);
    return found == attributes.end() ? nullptr : &*found;
}

Result<Element> read_markup(std::string_view text, std::string_view file) {
    if (text.size() > kMostTemplateBytes)
        return fail(Code::Limit, fmt::format("larger than {} bytes", kMostTemplateBytes),
                    std::string(file));
    Builder builder(text, file);
    xml::Reader reader(builder);
    builder.follow(reader);
    auto read = reader.feed(text);
    if (read) read = reader.finish();
    if (!read) {
        Error error = std::move(read).error();
        // "line 7" of the reader becomes "FILE:7".
        constexpr std::string_view kLine = "line ";
        if (error.subject.starts_with(kLine))
            error.subject = fmt::format("{}:{}", file, error.subject.substr(kLine.size()));
        return std::unexpected(std::move(error));
    }
    return std::move(builder).take();
}

}  // namespace bw::templates
