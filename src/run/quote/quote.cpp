#include "run/quote/quote.h"

#include "books/catalog/asked.h"
#include "books/catalog/check.h"
#include "books/catalog/print.h"
#include "books/catalog/store.h"
#include "platform/store/batch.h"
#include "run/explain_words.h"
#include "run/input_file.h"
#include "run/quote/quoted_account.h"
#include "run/quote/quoted_days.h"
#include "run/quote/scratch_workspace.h"
#include "run/tariff_texts.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace bw::run {
namespace {

using catalog::Catalog;
using customers::AccountRow;

constexpr std::string_view kUntaxed = "UNTAXED";
constexpr std::string_view kAnyCountry = "DE";  // an address wants one, and nobody sees it

// What a customer is by his contract, and no attribute says.
constexpr std::array<std::string_view, 4> kOfCustomer{"bundle.services", "contract.months",
                                                      "contract.years", "customer.years"};

std::string name_of(const std::filesystem::path& file) { return file.filename().string(); }

// Of taxes that nobody told us: nothing is added to the net amounts.
std::string untaxed_text(const std::set<std::string>& categories) {
    std::string text = fmt::format("taxes: {}\ncountry: {}\ncategories:\n", kUntaxed, kAnyCountry);
    for (const auto& key : categories)
        text += fmt::format("  {}: {{code: O, from: 1900-01-01, reason: no tax table is given}}\n",
                            key);
    return text;
}

std::string issuer_text(const std::string& code, const catalog::Taxes& taxes) {
    return fmt::format("issuer: {}\nname: Quote\nvat_id: {}123456789\nstreet: \"-\"\n"
                       "postcode: \"-\"\ncity: \"-\"\ncountry: {}\nseries: Q\ntaxes: {}\n"
                       "from: 1900-01-01\n",
                       code, taxes.country, taxes.country, taxes.name);
}

template <typename Names>
std::string listed(const Names& names) {
    return fmt::format("{}", fmt::join(names, ", "));
}

class Quoter {
public:
    Quoter(ScratchWorkspace& scratch, const QuoteRequest& request)
        : scratch_(scratch), request_(request), facts_(request.facts) {}

    Result<Quote> run() {
        TRY_VOID(bring_in_texts());
        quote_.tariff = TRY(choose_tariff(texts_.all, {request_.tariff, files_text(), "--plan"}));
        TRY_VOID(find_who_and_when());
        TRY_VOID(put_in_force());
        TRY_VOID(bring_in_issuer());
        TRY_VOID(check_names());
        TRY_VOID(check_facts());
        TRY_VOID(bring_in_account());
        for (const auto& file : later_) TRY_VOID(bring_in({file, {}, {}}));
        TRY_VOID(bring_in_usage());
        TRY_VOID(bill());
        return std::move(quote_);
    }

private:
    // --- texts -------------------------------------------------------------------------------

    // What names a service point waits for the account; the issuer for his tax table.
    Result<void> bring_in_texts() {
        for (const std::filesystem::path file : request_.tariffs) {
            const ImportRequest in{file, {}, {}};
            const InputKind kind = TRY(input_kind_of(in));
            if (kind == InputKind::Usage || kind == InputKind::Accounts)
                return fail(Code::Invalid,
                            fmt::format("it is a file of kind {}: name it with {}",
                                        input_kind_name(kind),
                                        kind == InputKind::Usage ? "--usage" : "--account"),
                            name_of(file));
            has_attributes_ |= kind == InputKind::Attributes;
            if (kind == InputKind::Issuer) issuer_file_ = file;
            else if (kind == InputKind::Meters || kind == InputKind::Attributes)
                later_.push_back(file);
            else TRY_VOID(bring_in(in));
        }
        return load_texts();
    }

    // The same file twice is one file. Half a table would be another quote.
    Result<void> bring_in(const ImportRequest& in) {
        const auto taken = import_any(*scratch_, in, {});
        if (!taken && taken.error().code == Code::Duplicate) return {};
        if (!taken) return std::unexpected(taken.error());
        if (taken->rejects.empty()) return {};
        const auto& reject = taken->rejects.front();
        return fail(Code::Refused, reject.reason,
                    fmt::format("{}:{}", name_of(in.file), reject.line));
    }

    Result<void> bring_in_text(std::string_view name, const std::string& text) {
        TRY_VOID(bring_in({scratch_.write(name, text), {}, {}}));
        return load_texts();
    }

    Result<void> load_texts() {
        const auto tx = scratch_->database->begin(store::Access::Read);
        texts_ = TRY(
            catalog::load(*tx, scratch_->tenant, AsOf{store::current_cut(*tx, scratch_->tenant)}));
        return {};
    }

    std::string files_text() const {
        std::vector<std::string> names;
        names.reserve(request_.tariffs.size());
        for (const auto& file : request_.tariffs) names.push_back(name_of(file));
        return listed(names);
    }

    // The tariff alone, its plan made where there is none.
    catalog::Document tariff() const {
        auto all = texts_.all;
        append(all, added_for(texts_.all, quote_.tariff, LocalDate::of(2999, 1, 1)));
        return only(all, quote_.tariff);
    }

    // A tariff that is still to begin is quoted for days before it, too.
    Result<void> put_in_force() {
        const LocalDate first = std::min(begin_, quote_.days.from).first_of_month();
        LocalDate begins = first;
        const auto look = [&](const auto& versions) {
            std::map<std::string, LocalDate> firsts;
            for (const auto& version : versions) {
                const auto [at, is_new] = firsts.try_emplace(version.head.name, version.head.from);
                at->second = std::min(at->second, version.head.from);
            }
            for (const auto& [name, from] : firsts) begins = std::max(begins, from);
        };
        const auto given = tariff();
        look(given.plans);
        look(given.schedules);
        if (quote_.days.from < begins)
            quote_.notes.push_back(
                fmt::format("{} begins on {}: quoted as if its first prices had held before",
                            quote_.tariff, begins.to_string()));
        const auto added = added_for(texts_.all, quote_.tariff, first);
        if (added == catalog::Document{}) return {};
        return bring_in_text("tariff.yaml", catalog::print(added));
    }

    // --- issuer and taxes --------------------------------------------------------------------

    Result<void> bring_in_issuer() {
        if (!issuer_file_.empty()) {
            const std::string text = TRY(read_text(issuer_file_));
            const auto issuer = TRY(customers::parse_issuer(text, name_of(issuer_file_)));
            issuer_ = issuer.code;
            country_ = issuer.address.country;
            if (texts_.find_taxes(issuer.taxes) == nullptr)
                return fail(Code::NotFound,
                            fmt::format("its tax table {} is in none of the files: add it with "
                                        "--tariff",
                                        issuer.taxes),
                            name_of(issuer_file_));
            return bring_in({issuer_file_, {}, {}});
        }
        const auto* taxes = TRY(tax_table());
        issuer_ = rows_.empty() ? std::string(kQuotedIssuer) : rows_.front().issuer;
        country_ = taxes->country;
        return bring_in({scratch_.write("issuer.yaml", issuer_text(issuer_, *taxes)), {}, {}});
    }

    Result<const catalog::Taxes*> tax_table() {
        std::set<std::string> names;
        for (const auto& taxes : texts_.all.taxes) names.insert(taxes.name);
        if (names.empty()) {
            quote_.untaxed = tax_categories(tariff());
            TRY_VOID(bring_in_text("taxes.yaml", untaxed_text(quote_.untaxed)));
            return texts_.find_taxes(kUntaxed);
        }
        const std::string& wanted = request_.taxes.empty() ? *names.begin() : request_.taxes;
        if (request_.taxes.empty() && names.size() > 1)
            return fail(
                Code::Conflict,
                fmt::format("there are the tax tables {}: name one with --taxes", listed(names)),
                files_text());
        if (const auto* taxes = texts_.find_taxes(wanted)) return taxes;
        return fail(Code::NotFound,
                    fmt::format("there is no tax table {}, only {}", wanted, listed(names)),
                    files_text());
    }

    // What the tariff names and no file holds.
    Result<void> check_names() const {
        auto texts = tariff();
        texts.calendars = texts_.all.calendars;
        texts.taxes = texts_.all.taxes;
        const auto checked = TRY(Catalog::make(std::move(texts), texts_.decks));
        for (const auto& finding : catalog::check(checked))
            if (finding.severity == catalog::Severity::Error)
                return fail(Code::NotFound,
                            finding.text + ": add the file that holds it with --tariff",
                            finding.where);
        return {};
    }

    // --- the account -------------------------------------------------------------------------

    Result<void> find_who_and_when() {
        std::vector<meter::Surveyed> points;
        for (const auto& in : request_.usage)
            std::ranges::move(TRY(survey(in)), std::back_inserter(points));
        points = join(std::move(points));
        if (!request_.load.empty() && !(request_.usage.empty() && request_.accounts.empty()))
            return fail(Code::Conflict,
                        "a load is stated instead of usage and accounts: leave one");
        if (request_.accounts.empty()) {
            made_up_point_ = TRY(service_point_of(points));
            std::erase_if(points, [&](const auto& p) { return p.code != made_up_point_; });
            quote_.zone = TRY(zone_of_tariff());
        } else {
            rows_ = TRY(read_account(request_.accounts));
            quote_.zone = rows_.front().zone;
        }
        const Zone zone = TRY(Zone::find(quote_.zone));
        if (request_.days) quote_.days = *request_.days;
        else if (request_.load.empty()) quote_.days = TRY(days_of(points, zone));
        else quote_.days = first_whole_month();
        TRY_VOID(check_days(quote_.days));
        const auto begin = TRY(begin_of(facts_, quote_.days));
        begin_ = begin.value_or(quote_.days.from);
        if (!begin || rows_.empty()) return {};
        return fail(Code::Conflict,
                    "the accounts file says since when somebody is a customer: leave the fact out",
                    name_of(request_.accounts));
    }

    Period first_whole_month() const {
        LocalDate from;
        const auto own = tariff();
        for (const auto& plan : own.plans) from = std::max(from, plan.head.from);
        return month_of(from.first_of_month() == from ? from : from.plus_months(1));
    }

    Result<std::string> service_point_of(std::span<const meter::Surveyed> points) const {
        const auto& wanted = request_.service_point;
        std::vector<std::string> codes;
        for (const auto& point : points) codes.push_back(point.code);
        if (codes.empty()) return wanted.empty() ? std::string(kQuotedIssuer) : wanted;
        if (wanted.empty() && codes.size() == 1) return codes.front();
        if (!wanted.empty() && std::ranges::find(codes, wanted) != codes.end()) return wanted;
        constexpr std::size_t kShown = 8;
        const bool is_cut = codes.size() > kShown;
        if (is_cut) codes.resize(kShown);
        return fail(wanted.empty() ? Code::Conflict : Code::NotFound,
                    fmt::format("the usage is of the service points {}{}: name one with "
                                "--service-point",
                                listed(codes), is_cut ? " .." : ""),
                    wanted);
    }

    Result<std::string> zone_of_tariff() const {
        if (!request_.zone.empty()) return request_.zone;
        const auto own = tariff();
        for (const auto& plan : own.plans)
            if (!plan.head.zone.empty()) return plan.head.zone;
        for (const auto& schedule : own.schedules)
            if (!schedule.head.zone.empty()) return schedule.head.zone;
        return fail(Code::NotFound,
                    "it names no zone, and a day begins when its zone says: add --zone, such as "
                    "Europe/Berlin",
                    quote_.tariff);
    }

    // What the tariff asks for and nobody told would hold the account.
    Result<void> check_facts() {
        std::set<std::string> asked;
        const auto own = tariff();
        for (const auto& schedule : own.schedules)
            for (const auto& name : catalog::facts_asked(schedule).all) asked.insert(name);
        const auto is_of_customer = [](const std::string& name) {
            return std::ranges::find(kOfCustomer, name) != kOfCustomer.end();
        };
        for (const auto& [name, value] : facts_) {
            if (is_of_customer(name))
                return fail(Code::Unsupported,
                            "how many services there are says an accounts file: --account FILE",
                            "fact " + name);
            if (!asked.contains(name))
                quote_.notes.push_back(
                    fmt::format("{} does not ask for {}: it changes nothing", quote_.tariff, name));
        }
        for (const auto& name : asked) {
            const bool is_told = facts_.contains(name) || request_.facts.contains(name);
            if (!is_told && is_of_customer(name) && rows_.empty())
                quote_.notes.push_back(fmt::format(
                    "the customer is a new one; {} says otherwise",
                    name == "bundle.services" ? "--account FILE" : "--fact " + name + "=2"));
            if (is_told || is_of_customer(name) || has_attributes_) continue;
            return fail(Code::NotFound,
                        fmt::format("it reckons with {}: add --fact {}=VALUE", name, name),
                        quote_.tariff);
        }
        return {};
    }

    std::vector<AccountRow> account_rows() const {
        if (!rows_.empty()) return cut_to(rows_, quote_.days);
        const auto own = tariff();
        return cut_to({make_up({made_up_point_, quote_.zone, &own.plans.front(), issuer_, country_,
                                request_.language},
                               begin_)},
                      quote_.days);
    }

    Result<void> bring_in_account() {
        const auto rows = account_rows();
        if (rows.empty())
            return fail(Code::NotFound, "the account has no plan on the days that are quoted",
                        name_of(request_.accounts));
        account_ = rows.front().account;
        const auto tx = scratch_->database->begin(store::Access::Write);
        const auto count = static_cast<std::int64_t>(rows.size());
        const Batch batch = TRY(store::record_batch(*tx, scratch_->tenant,
                                                    {"accounts",
                                                     "quote",
                                                     crypto::sha256(account_),
                                                     scratch_->clock->now(),
                                                     {count, count, 0, 0}}));
        customers::AccountWriter writer(*tx, scratch_->tenant, batch);
        std::set<std::string> points;
        for (const auto& row : rows) {
            TRY_VOID(writer.add(row));
            points.insert(row.service_point);
        }
        writer.finish();
        for (const auto& point : points)
            for (const auto& [name, value] : facts_)
                TRY_VOID(customers::save_attribute(*tx, scratch_->tenant, batch,
                                                   {point, {name, rows.front().from, value}}));
        tx->commit();
        return {};
    }

    // --- usage and the bill ------------------------------------------------------------------

    Result<void> bring_in_load() {
        const LoadPlace place{made_up_point_, TRY(Zone::find(quote_.zone)), quote_.days};
        for (std::size_t i = 0; i < request_.load.size(); ++i) {
            const auto& part = request_.load[i];
            const std::string text = TRY(load_file(part, tariff(), place));
            TRY_VOID(bring_in({scratch_.write(fmt::format("load-{}.csv", i), text), {}, {}}));
            quote_.notes.push_back(
                fmt::format("the load is stated: {} {}{}{} per {}, the same at every minute",
                            part.amount.to_string(), part.unit, part.channel.empty() ? "" : " ",
                            part.channel, catalog::time_unit_name(part.per)));
        }
        return {};
    }

    Result<void> bring_in_usage() {
        TRY_VOID(bring_in_load());
        for (const auto& in : request_.usage) {
            auto taken = import_any(*scratch_, in, {});
            if (!taken && taken.error().code == Code::Duplicate) continue;
            quote_.usage.push_back({name_of(in.file), TRY(std::move(taken))});
        }
        return {};
    }

    Result<void> bill() {
        const LocalDate until = month_of(quote_.days.to.plus_days(-1)).to;
        quote_.preview = TRY(preview(*scratch_, account_, until, until, request_.released));
        // Usage beside the days is not what was asked for.
        std::erase_if(quote_.preview.outcome.exceptions, [](const bill::Exception& e) {
            return e.cause == bill::Cause::UnclaimedUsage;
        });
        for (const auto& statement : quote_.preview.outcome.statements)
            quote_.sentences.push_back(sentences_of(statement));
        return {};
    }

    std::vector<std::vector<std::string>> sentences_of(const bill::Invoice& statement) const {
        std::vector<std::vector<std::string>> all;
        for (const auto& line : statement.lines) {
            bill::Item item;
            item.stream = line.stream;
            item.nominal = line.nominal;
            item.piece = line.piece;
            item.piece.quantity = line.quantity;
            item.tax_code = line.tax_code;
            item.tax_percent = line.tax_percent;
            item.name = line.name;
            item.amount = line.amount();
            item.is_gross = line.gross.has_value();
            all.push_back(line_sentences(item, {texts_, request_.language}));
        }
        return all;
    }

    ScratchWorkspace& scratch_;
    const QuoteRequest& request_;
    std::map<std::string, std::string> facts_;  // those that no row of the account says
    std::vector<std::filesystem::path> later_;
    std::filesystem::path issuer_file_;
    bool has_attributes_ = false;
    std::string issuer_, country_, account_;
    std::string made_up_point_;  // where no accounts file is given
    LocalDate begin_;            // of a made-up customer
    std::vector<AccountRow> rows_;
    Catalog texts_;
    Quote quote_;
};

}  // namespace

Result<Quote> quote(const Surroundings& around, const QuoteRequest& request) {
    auto scratch = TRY(ScratchWorkspace::make(around));
    return Quoter(scratch, request).run();
}

}  // namespace bw::run
