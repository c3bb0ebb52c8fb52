#include "documents/data_set.h"

#include "base/random.h"
#include "flow/compose/samples/sample_bills.h"
#include "platform/json/json.h"

#include <fmt/format.h>

#include <array>
#include <fstream>
#include <iterator>
#include <string_view>

namespace bw::bench {
namespace {

using json::Value;

Result<Decimal> decimal(const Value& from, std::string_view name) {
    const std::string text = TRY(from.text(name));
    return Decimal::parse(text);
}

// Empty where it is not there.
Result<std::string> text_or_nothing(const Value& from, std::string_view name) {
    const Value* found = from.find(name);
    if (found == nullptr) return std::string();
    return found->as_text();
}

Result<int> whole_number(const Value& from, std::string_view name) {
    const Value* found = TRY(from.member(name));
    const std::int64_t number = TRY(found->as_integer());
    return static_cast<int>(number);
}

Result<std::vector<std::string>> texts(const Value& from, std::string_view name) {
    const Value* list = TRY(from.array(name));
    std::vector<std::string> all;
    all.reserve(list->items().size());
    for (const auto& item : list->items()) all.push_back(TRY(item.as_text()));
    if (all.empty()) return fail(Code::Invalid, list->place() + " is empty");
    return all;
}

Result<bill::Seller> read_seller(const Value& root) {
    const Value* from = TRY(root.member("seller"));
    bill::Seller seller;
    seller.name = TRY(from->text("name"));
    seller.brand = TRY(from->text("brand"));
    seller.address.street = TRY(from->text("street"));
    seller.address.postcode = TRY(from->text("postcode"));
    seller.address.city = TRY(from->text("city"));
    seller.address.country = TRY(from->text("country"));
    seller.vat_id = TRY(from->text("vat_id"));
    seller.registration = TRY(from->text("registration"));
    seller.email = TRY(from->text("email"));
    seller.phone = TRY(from->text("phone"));
    seller.web = TRY(from->text("web"));
    seller.iban = TRY(from->text("iban"));
    seller.bic = TRY(from->text("bic"));
    seller.bank_account_name = seller.name;
    return seller;
}

Result<bill::Invoice> read_frame(const Value& root) {
    bill::Invoice frame;
    frame.language = TRY(root.text("language"));
    const std::string code = TRY(root.text("currency"));
    frame.currency = TRY(Currency::parse(code));
    frame.prepaid = {0, frame.currency};
    const std::string issued = TRY(root.text("issued_on"));
    frame.issued_on = TRY(LocalDate::parse(issued));
    const std::string month = TRY(root.text("month"));
    const LocalDate first = TRY(LocalDate::parse(month));
    frame.period = month_of(first);
    frame.seller = TRY(read_seller(root));
    const Value* supply = TRY(root.member("supply"));
    bill::SupplyPoint& point = frame.supplies.emplace_back();
    point.kind = TRY(supply->text("kind"));
    point.plan = TRY(supply->text("plan"));
    point.plan_until = TRY(supply->text("until"));
    return frame;
}

Result<std::vector<ModelLine>> read_lines(const Value& root) {
    const Value* list = TRY(root.array("lines"));
    std::vector<ModelLine> lines;
    for (const auto& item : list->items()) {
        ModelLine line;
        line.name = TRY(item.text("name"));
        line.unit = TRY(item.text("unit"));
        line.charge = TRY(item.text("charge"));
        line.price = TRY(decimal(item, "price"));
        line.sums = TRY(text_or_nothing(item, "sums"));
        if (line.sums.empty()) line.quantity = TRY(decimal(item, "quantity"));
        if (item.find("week") != nullptr) line.week = TRY(whole_number(item, "week"));
        constexpr int kWeeks = 4;
        if (line.week < 0 || line.week > kWeeks)
            return fail(Code::Invalid, item.place() + ": a week is 1 to 4");
        lines.push_back(std::move(line));
    }
    return lines;
}

Result<std::vector<ModelMonth>> read_months(const Value& root) {
    const Value* list = TRY(root.array("months"));
    std::vector<ModelMonth> months;
    for (const auto& item : list->items()) {
        ModelMonth month;
        month.quantity = TRY(decimal(item, "quantity"));
        month.year_before = TRY(decimal(item, "year_before"));
        if (const Value* flag = item.find("estimated")) month.estimated = TRY(flag->as_bool());
        months.push_back(month);
    }
    constexpr std::size_t kFewest = 2;  // one to compare with
    if (months.size() < kFewest) return fail(Code::Invalid, list->place() + ": two or more");
    return months;
}

Result<Model> read_model(const Value& root) {
    Model model;
    model.frame = TRY(read_frame(root));
    model.days_to_pay = TRY(whole_number(root, "days_to_pay"));
    const Value* tax = TRY(root.member("tax"));
    model.tax_code = TRY(tax->text("code"));
    model.tax_name = TRY(tax->text("name"));
    model.tax_percent = TRY(decimal(*tax, "percent"));
    model.last_bill = TRY(decimal(root, "last_bill"));
    model.given_names = TRY(texts(root, "given_names"));
    model.family_names = TRY(texts(root, "family_names"));
    model.streets = TRY(texts(root, "streets"));
    const Value* places = TRY(root.array("places"));
    for (const auto& place : places->items()) {
        const Value* pair = TRY(place.as_array());
        constexpr std::size_t kPair = 2;  // postcode and town
        if (pair->items().size() != kPair)
            return fail(Code::Invalid, place.place() + ": a postcode and a town");
        auto postcode = TRY(pair->items()[0].as_text());
        auto town = TRY(pair->items()[1].as_text());
        model.places.emplace_back(std::move(postcode), std::move(town));
    }
    if (model.places.empty()) return fail(Code::Invalid, places->place() + " is empty");
    model.lines = TRY(read_lines(root));
    model.months = TRY(read_months(root));
    return model;
}

// One bill of the model.
class Maker {
public:
    Maker(const Model& model, int n)
        : model_(model), n_(n), random_(static_cast<std::uint64_t>(n) + 1), bill_(model.frame) {}

    Result<bill::Invoice> make() {
        set_dates();
        set_parties();
        for (auto& factor : week_factors_) factor = random_.between(600, 1400);
        for (const auto& line : model_.lines) TRY_VOID(add_line(line));
        compose::samples::total_up(bill_);
        set_months();
        TRY_VOID(set_why());
        return std::move(bill_);
    }

private:
    static constexpr std::int64_t kMille = 1000;

    void set_dates() {
        constexpr int kMonths = 12, kDays = 18;
        const int back = n_ % kMonths;
        bill_.period = month_of(model_.frame.period.from.plus_months(-back));
        bill_.issued_on = model_.frame.issued_on.plus_months(-back).plus_days(n_ / kMonths % kDays);
        bill_.due_on = bill_.issued_on.plus_days(model_.days_to_pay);
    }

    const std::string& one_of(const std::vector<std::string>& all) {
        return all[random_.below(all.size())];
    }

    void set_parties() {
        bill_.id = {n_ + 1};
        bill_.number = fmt::format("A-{}-{:06}", bill_.issued_on.year(), n_);
        bill_.account_number = fmt::format("70 {:04} {:04}", random_.between(0, 9999), n_ % 10'000);
        bill_.payment_reference = compose::samples::rf_reference(fmt::format("700421{:09}", n_));
        auto& buyer = bill_.buyer;
        buyer.name = one_of(model_.given_names);
        buyer.name.append(" ").append(one_of(model_.family_names));
        buyer.number = fmt::format("K-{:06}", n_);
        buyer.address.street = one_of(model_.streets);
        buyer.address.street.append(fmt::format(" {}", random_.between(1, 240)));
        const auto& [postcode, town] = model_.places[random_.below(model_.places.size())];
        buyer.address.postcode = postcode;
        buyer.address.city = town;
        buyer.address.country = bill_.seller.address.country;
        auto& supply = bill_.supplies.front();
        supply.code = fmt::format("DE00042128195{:020}", n_ + 10'000'000);
        supply.address = buyer.address;
    }

    [[nodiscard]] Period days_of(int week) const {
        constexpr std::array kStarts = {0, 7, 15, 23};
        if (week == 0) return bill_.period;
        const auto at = static_cast<std::size_t>(week - 1);
        const LocalDate first = bill_.period.from;
        return {first.plus_days(kStarts[at]),
                at + 1 < kStarts.size() ? first.plus_days(kStarts[at + 1]) : bill_.period.to};
    }

    [[nodiscard]] Decimal sum_of(const ModelLine& model) const {
        const Period days = days_of(model.week);
        Decimal sum;
        for (const auto& line : bill_.lines)
            if (line.piece.charge == model.sums && days.from <= line.days.from &&
                line.days.to <= days.to)
                sum += line.quantity;
        return sum;
    }

    [[nodiscard]] static Result<Decimal> scaled(Decimal quantity, std::int64_t factor) {
        const Decimal exact = TRY(quantity.times(Ratio{factor, kMille}, Rounding::HalfUp));
        return exact.rounded(1, Rounding::HalfUp);
    }

    // What is counted by the day or the month is not more or less.
    Result<Decimal> quantity_of(const ModelLine& model) {
        if (!model.sums.empty()) return sum_of(model);
        if (model.unit == "day") return Decimal(days_in(bill_.period));
        if (model.week == 0) return model.quantity;
        // A charge of a week goes with the household's, and a little by itself.
        const auto factor = week_factors_[static_cast<std::size_t>(model.week - 1)];
        return scaled(model.quantity, factor + random_.between(-90, 90));
    }

    Result<void> add_line(const ModelLine& model) {
        bill::InvoiceLine line;
        line.number = static_cast<int>(bill_.lines.size()) + 1;
        line.supply = 0;
        line.name = model.name;
        line.days = days_of(model.week);
        line.nominal = bill_.period;
        line.quantity = TRY(quantity_of(model));
        line.unit = model.unit;
        line.price = model.price;
        const Product amount = TRY(multiply(line.quantity, line.price));
        line.net = TRY(round_to_money(amount, Ratio{}, bill_.currency, Rounding::HalfUp));
        line.tax_code = model_.tax_code;
        line.tax_percent = model_.tax_percent;
        line.tax = model_.tax_name;
        line.piece.charge = model.charge;
        line.piece.price = line.price;
        bill_.lines.push_back(std::move(line));
        return {};
    }

    [[nodiscard]] Decimal measured() const {
        Decimal sum;
        for (const auto& line : bill_.lines)
            if (line.piece.charge == bill_.lines.front().piece.charge) sum += line.quantity;
        return sum;
    }

    // The month of the bill is the last one.
    void set_months() {
        bill_.months_unit = bill_.lines.front().unit;
        const auto count = static_cast<int>(model_.months.size());
        LocalDate first = bill_.period.from.plus_months(1 - count);
        for (const auto& model : model_.months) {
            const auto vary = [&](Decimal value) {
                return value + Decimal::scaled(random_.between(-900, 900), 1);
            };
            bill_.months.push_back(
                {month_of(first), vary(model.quantity), model.estimated, vary(model.year_before)});
            first = first.plus_months(1);
        }
        bill_.months.back().quantity = measured();
    }

    // So that the steps add up: tax by what the last bill paid, use what is left.
    Result<void> set_why() {
        using enum bill::WhyKind;
        const Decimal last = TRY(scaled(model_.last_bill, random_.between(700, 1300)));
        const Money before = TRY(round_to_money(last, bill_.currency, Rounding::HalfUp));
        constexpr int128 kHundred = int128{100} * Decimal::kScale;
        const auto net_before = static_cast<std::int64_t>(divide_rounded(
            before.minor * kHundred, kHundred + model_.tax_percent.nano(), Rounding::HalfUp));
        const std::int64_t tax = bill_.tax.minor - (before.minor - net_before);
        const std::int64_t price = random_.between(-300, 300);
        const std::int64_t fixed = random_.between(1, 90);
        const std::int64_t usage = bill_.gross.minor - before.minor - tax - price - fixed;
        const auto add = [&](bill::WhyKind kind, std::int64_t minor) -> bill::WhyStep& {
            bill::WhyStep& step = bill_.why.emplace_back();
            step.kind = kind;
            step.amount = {minor, bill_.currency};
            step.unit = bill_.months_unit;
            return step;
        };
        add(LastBill, before.minor).period = month_of(bill_.period.from.plus_days(-1));
        const auto& months = bill_.months;
        add(Usage, usage).quantity = months.back().quantity - months[months.size() - 2].quantity;
        add(Price, price);
        add(Fixed, fixed);
        add(Tax, tax);
        add(ThisBill, bill_.gross.minor).period = bill_.period;
        return {};
    }

    const Model& model_;
    int n_;
    Random random_;
    std::array<std::int64_t, 4> week_factors_{};
    bill::Invoice bill_;
};

}  // namespace

Result<DataSet> DataSet::read(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return fail(Code::NotFound, file.string() + " cannot be read");
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    const Value root = TRY(json::parse(text, file.string()));
    auto model = TRY(read_model(root));
    return DataSet(std::move(model));
}

Result<bill::Invoice> DataSet::bill(int n) const { return Maker(model_, n).make(); }

}  // namespace bw::bench
