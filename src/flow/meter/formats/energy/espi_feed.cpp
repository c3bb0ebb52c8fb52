#include "flow/meter/formats/energy/espi_feed.h"

#include "flow/meter/formats/parts/limits.h"
#include "flow/meter/formats/parts/number.h"

#include <fmt/format.h>

namespace bw::meter {

namespace {

constexpr std::size_t kTextMax = 512;  // of a link or field; longer ones are cut, and match nothing
constexpr std::size_t kFieldsMax = 128;
constexpr std::size_t kRelatedMax = 64;

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

}  // namespace

std::string_view EspiEntry::field(std::string_view path) const {
    for (const auto& [name, text] : fields) {
        if (name == path) return text;
    }
    return {};
}

Result<void> EspiFeed::start(const xml::Name& name,
                             std::span<const xml::ReadAttribute> attributes) {
    text_.clear();
    ++depth_;
    if (depth_ == 1 && name.local != "feed" && name.local != "entry") {
        return fail(Code::Refused, "not a Green Button feed: its first element is no feed");
    }
    if (entry_depth_ == 0) {
        if (name.local != "entry") return {};
        entry_ = {};
        entry_.line = reader_.line();
        entry_depth_ = depth_;
    } else if (kind_depth_ > 0) {
        path_ += path_.empty() ? "" : "/";
        path_ += name.local;
        if (path_ != "IntervalReading" || entry_.kind != "IntervalBlock") return {};
        if (entry_.readings.size() == kEspiReadingsMax) {
            return fail(Code::Refused, fmt::format("an entry has more than {} interval readings",
                                                   kEspiReadingsMax));
        }
        entry_.readings.emplace_back().line = reader_.line();
    } else if (name.local == "link") {
        on_link(attributes);
    } else if (depth_ == entry_depth_ + 2 && path_ == "content") {
        start_content(name.local);
    } else if (depth_ == entry_depth_ + 1) {
        path_ = name.local;
    }
    return {};
}

// An entry holds one element of ESPI, or interval blocks one after another.
void EspiFeed::start_content(std::string_view kind) {
    if (!entry_.kind.empty() && kind != "IntervalBlock") return;
    entry_.kind = kind.substr(0, kTextMax);
    entry_.fields.clear();
    block_begin_ = entry_.readings.size();
    kind_depth_ = depth_;
    path_.clear();
}

// A block's first reading begins with it, where it does not say when.
void EspiFeed::end_content() {
    if (block_begin_ < entry_.readings.size() && !entry_.readings[block_begin_].start) {
        entry_.readings[block_begin_].start = parse_whole(entry_.field("interval/start"));
    }
    kind_depth_ = 0;
    path_ = "content";
}

void EspiFeed::on_link(std::span<const xml::ReadAttribute> attributes) {
    std::string_view relation, target;
    for (const auto& [name, value] : attributes) {
        if (name.local == "rel") relation = value;
        if (name.local == "href") target = value.substr(0, kTextMax);
    }
    if (relation == "self") entry_.self = target;
    if (relation == "up") entry_.up = target;
    if (relation == "related" && entry_.related.size() < kRelatedMax) {
        entry_.related.emplace_back(target);
    }
}

Result<void> EspiFeed::text(std::string_view piece) {
    if (entry_depth_ > 0 && text_.size() < kTextMax) {
        text_.append(piece.substr(0, kTextMax - text_.size()));
    }
    return {};
}

Result<void> EspiFeed::end(const xml::Name& name) {
    const std::size_t depth = depth_--;
    if (entry_depth_ == 0) return {};
    if (kind_depth_ > 0 && depth > kind_depth_) {
        on_field(path_);
        const auto slash = path_.rfind('/');
        path_.resize(slash == std::string::npos ? 0 : slash);
    } else if (depth == kind_depth_) {
        end_content();
    } else if (depth == entry_depth_ + 1 && name.local == "id") {
        entry_.id = trimmed(text_);
    } else if (depth == entry_depth_) {
        entry_depth_ = 0;
        path_.clear();
        return entries_.on_entry(std::move(entry_));
    }
    text_.clear();
    return {};
}

void EspiFeed::on_field(const std::string& path) {
    constexpr std::string_view kReading = "IntervalReading/";
    if (entry_.kind == "IntervalBlock" && path.starts_with(kReading)) {
        return on_reading_field(std::string_view(path).substr(kReading.size()));
    }
    const auto text = trimmed(text_);
    if (!text.empty() && entry_.fields.size() < kFieldsMax) entry_.fields.emplace_back(path, text);
}

void EspiFeed::on_reading_field(std::string_view path) {
    EspiReading& reading = entry_.readings.back();
    const auto text = trimmed(text_);
    const auto number = [&]() -> std::optional<std::int64_t> {
        const auto value = parse_whole(text);
        reading.is_broken = reading.is_broken || !value;
        return value;
    };
    if (path == "value") {
        reading.value = text;
    } else if (path == "timePeriod/start") {
        reading.start = number();
    } else if (path == "timePeriod/duration") {
        reading.duration = number();
    } else if (path == "ReadingQuality/quality" && reading.qualities.size() < kRelatedMax) {
        reading.qualities.push_back(static_cast<int>(number().value_or(-1) % 1000));
    } else if (path == "cost") {
        reading.has_cost = !text.empty();
    } else if (path == "tou") {
        reading.tou = parse_whole(text).value_or(0);
    } else if (path == "consumptionTier") {
        reading.tier = parse_whole(text).value_or(0);
    }
}

}  // namespace bw::meter
