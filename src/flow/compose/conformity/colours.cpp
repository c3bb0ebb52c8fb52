#include "flow/compose/conformity/colours.h"

#include "flow/compose/conformity/file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

namespace bw::conformity {
namespace {

constexpr std::size_t kProfileHeader = 128;
constexpr std::size_t kColourantsMost = 32;
constexpr int kDepthMost = 8;

// The header of an ICC profile (ICC.1, 7.2).
struct Profile {
    int major = 0;
    std::string device_class, space;
};
std::optional<Profile> profile_of(const Object& stream) {
    Object of = stream;
    if (!of.isStream()) return std::nullopt;
    const auto bytes = Document::unpacked(of);
    if (!bytes || bytes->size() < kProfileHeader) return std::nullopt;
    return Profile{static_cast<unsigned char>((*bytes)[8]), bytes->substr(12, 4),
                   bytes->substr(16, 4)};
}

// Are two objects the same values, wherever they lie and however they are packed? What was compared
// once is not compared again, and a file gets so many comparisons.
class Comparison {
public:
    bool are_alike(const Object& a, const Object& b, int depth = 0) {
        Object left = a, right = b;
        if (depth > kDepthMost || --left_ < 0) return true;
        if (left.isIndirect() && right.isIndirect()) {
            const QPDFObjGen mine = left.getObjGen(), other = right.getObjGen();
            const std::pair pair(std::min(mine, other), std::max(mine, other));
            if (mine == other || !compared_.insert(pair).second) return true;
        }
        if (left.isArray() && right.isArray()) {
            const auto some = left.getArrayAsVector(), others = right.getArrayAsVector();
            return some.size() == others.size() &&
                   std::equal(some.begin(), some.end(), others.begin(),
                              [&](const Object& x, const Object& y) {
                                  return are_alike(x, y, depth + 1);
                              });
        }
        if (left.isStream() && right.isStream())
            return Document::unpacked(left) == Document::unpacked(right);
        if (left.isDictionary() && right.isDictionary()) {
            const auto some = left.getDictAsMap(), others = right.getDictAsMap();
            return some.size() == others.size() &&
                   std::ranges::all_of(some, [&](const auto& member) {
                       const auto other = others.find(member.first);
                       return other != others.end() &&
                              are_alike(member.second, other->second, depth + 1);
                   });
        }
        return left.unparseResolved() == right.unparseResolved();
    }

private:
    int left_ = 100'000;
    std::set<std::pair<QPDFObjGen, QPDFObjGen>> compared_;
};

}  // namespace

Colours::Colours(const Document& document, Findings& findings)
    : document_(document), findings_(findings) {
    check_intents();
}

void Colours::check_intents() {
    std::set<QPDFObjGen> profiles;
    for (const auto& intent : each(get(document_.root(), "/OutputIntents"))) {
        const std::string type = name_in(intent, "/S");
        if (type == "/GTS_PDFX" && !get(intent, "/DestOutputProfileRef").isNull())
            findings_.a("6.2.3-3", "", "an output intent refers to a profile outside");
        Object stream = get(intent, "/DestOutputProfile");
        if (stream.isNull()) continue;
        profiles.insert(stream.getObjGen());
        const auto profile = profile_of(stream);
        const bool is_fit = profile && profile->major < 5 &&
                            is_one_of(profile->device_class, {"prtr", "mntr"}) &&
                            is_one_of(profile->space, {"RGB ", "CMYK", "GRAY"});
        if (!is_fit)
            findings_.a("6.2.3-1", place_of(stream),
                        "the profile of the output intent is of no "
                        "printer or screen, or of a later version");
        if (profile && type == "/GTS_PDFA1") output_space_ = profile->space;
    }
    if (profiles.size() > 1) findings_.a("6.2.3-2", "", "output intents have different profiles");
}

void Colours::use_device(const std::string& name, const ResourceOf& resource,
                         const std::string& where) {
    struct Device {
        std::string_view name, clause, space;
        const char* instead;
    };
    constexpr std::array kDevices{Device{"/DeviceRGB", "6.2.4.3-2", "RGB ", "DefaultRGB"},
                                  Device{"/DeviceCMYK", "6.2.4.3-3", "CMYK", "DefaultCMYK"},
                                  Device{"/DeviceGray", "6.2.4.3-4", "", "DefaultGray"}};
    const auto* device = std::ranges::find(kDevices, name, &Device::name);
    if (device == kDevices.end()) return;
    // What stands for a device may be made of devices itself, but they are not replaced again.
    Object instead = resource("/ColorSpace", std::string("/") + device->instead);
    if (!instead.isNull() && !is_replacing_) {
        is_replacing_ = true;
        if (instead.isArray()) use(instead, resource, where);
        is_replacing_ = false;
        return;
    }
    const bool is_known =
        device->space.empty() ? has_output_space() : output_space_ == device->space;
    if (!is_known)
        findings_.a(device->clause, where,
                    fmt::format("{} is used, and no output intent says what it looks like",
                                name.substr(1)));
}

bool Colours::is_icc_cmyk(const Object& space) {
    const auto parts = each(space);
    return parts.size() >= 2 && name_of(parts[0]) == "/ICCBased" &&
           integer_of(get(parts[1], "/N")) == 4;
}

void Colours::use_icc(const Object& space, const std::string& where) {
    Object of = space;
    const auto profile = profile_of(of);
    const bool is_fit = profile && profile->major < 5 &&
                        is_one_of(profile->device_class, {"prtr", "mntr", "scnr", "spac"}) &&
                        is_one_of(profile->space, {"RGB ", "CMYK", "GRAY", "Lab "});
    if (!is_fit)
        findings_.a("6.2.4.2-1", place_of(of, where),
                    "a colour's profile is none that PDF/A takes");
}

void Colours::use_device_n(const std::vector<Object>& parts, const ResourceOf& resource,
                           const std::string& where) {
    const auto names = each(parts[1]);
    if (names.size() > kColourantsMost) findings_.a("6.1.13-9", where, "more than 32 colourants");
    Object attributes = parts.size() > 4 ? parts[4] : Object::newNull();
    std::set<std::string> known{"/None", "/Cyan", "/Magenta", "/Yellow", "/Black"};
    for (const auto& name : each(get(get(attributes, "/Process"), "/Components")))
        known.insert(name_of(name));
    Object colourants = get(attributes, "/Colorants");
    if (colourants.isDictionary())
        for (auto& [name, space] : colourants.getDictAsMap()) {
            known.insert(name);
            use(space, resource, where);
        }
    const bool are_told =
        attributes.isDictionary() && std::ranges::all_of(names, [&](const Object& name) {
            return known.contains(name_of(name));
        });
    if (!are_told) findings_.a("6.2.4.4-1", where, "a colourant of DeviceN is described nowhere");
    use(get(get(attributes, "/Process"), "/ColorSpace"), resource, where);
}

void Colours::use(const Object& space, const ResourceOf& resource, const std::string& where) {
    Object of = space;
    if (of.isName()) return use_device(of.getName(), resource, where);
    if (!of.isArray() || depth_ >= kDepthMost) return;
    ++depth_;
    use_array(of.getArrayAsVector(), resource, where);
    --depth_;
}

void Colours::use_array(const std::vector<Object>& parts, const ResourceOf& resource,
                        const std::string& where) {
    if (parts.empty()) return;
    const std::string type = name_of(parts[0]);
    if (parts.size() == 1) return use_device(type, resource, where);
    if (type == "/ICCBased") {
        // A profile is the same wherever it is used.
        if (parts[1].isIndirect() && !profiles_.insert(parts[1].getObjGen()).second) return;
        use_icc(parts[1], where);
    } else if (type == "/Indexed" || type == "/Pattern") {
        use(parts[1], resource, where);
    } else if ((type == "/Separation" || type == "/DeviceN") && parts.size() >= 4) {
        if (type == "/DeviceN") use_device_n(parts, resource, where);
        use(parts[2], resource, where);
    }
}

void Colours::check_separations() {
    std::map<std::string, std::vector<Object>> first;
    Comparison comparison;
    each_array(document_, [&](const Object& array, const std::string& where) {
        const auto parts = each(array);
        if (parts.size() < 4 || name_of(parts[0]) != "/Separation") return;
        const auto [known, is_new] = first.try_emplace(name_of(parts[1]), parts);
        if (is_new) return;
        const auto& other = known->second;
        if (!comparison.are_alike(other[2], parts[2]) || !comparison.are_alike(other[3], parts[3]))
            findings_.a("6.2.4.4-2", where,
                        fmt::format("the separation {} is another elsewhere", known->first));
    });
}

}  // namespace bw::conformity
