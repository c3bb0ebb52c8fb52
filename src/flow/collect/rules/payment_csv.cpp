#include "flow/collect/rules/payment_csv.h"

#include "flow/collect/rules/limits.h"
#include "flow/meter/formats/parts/csv.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace bw::collect {
namespace {

// Places of the names below.
constexpr std::size_t kKey = 0;
constexpr std::size_t kAccount = 1;
constexpr std::size_t kReference = 2;
constexpr std::size_t kAmount = 3;
constexpr std::size_t kCurrency = 4;
constexpr std::size_t kBookedOn = 5;
constexpr std::size_t kText = 6;
constexpr std::array<std::string_view, 7> kNames = {"key",      "account",   "reference", "amount",
                                                    "currency", "booked_on", "text"};

class Lines {
public:
    Result<void> header(const meter::CsvRecord& record) {
        position_.fill(-1);
        for (std::size_t i = 0; i < record.fields.size(); ++i) {
            const auto name = std::ranges::find(kNames, record.fields[i]);
            const auto column = static_cast<std::size_t>(name - kNames.begin());
            if (name == kNames.end() || position_[column] >= 0)
                return fail(Code::Refused,
                            fmt::format("a payments file has {} column '{}'; it has: {}",
                                        name == kNames.end() ? "no" : "only one",
                                        printable(record, i), fmt::join(kNames, ", ")),
                            "line 1");
            position_[column] = static_cast<int>(i);
        }
        for (const std::size_t column : {kKey, kAmount, kCurrency, kBookedOn})
            if (position_[column] < 0)
                return fail(Code::Refused,
                            fmt::format("the column '{}' is missing", kNames[column]), "line 1");
        if (position_[kAccount] < 0 && position_[kReference] < 0)
            return fail(Code::Refused,
                        "neither 'account' nor 'reference' is a column: nobody could tell whose "
                        "payments these are",
                        "line 1");
        width_ = record.fields.size();
        return {};
    }

    [[nodiscard]] bool is_whole(const meter::CsvRecord& record) const {
        return record.is_well_formed && record.fields.size() == width_;
    }

    [[nodiscard]] Result<Payment> payment(const meter::CsvRecord& record) const {
        if (!record.is_clean) return fail(Code::Invalid, "the line is not clean UTF-8 text");
        if (!is_whole(record))
            return fail(Code::Invalid, fmt::format("{} fields are expected, {} are there", width_,
                                                   record.fields.size()));
        Payment payment;
        payment.key = at(record, kKey);
        payment.claim = {at(record, kAccount), at(record, kReference), at(record, kText)};
        TRY_VOID(check_payment(payment));
        const Currency currency = TRY(Currency::parse(at(record, kCurrency)));
        payment.amount = TRY(parse_amount(at(record, kAmount), currency));
        payment.booked_on = TRY(LocalDate::parse(at(record, kBookedOn)));
        return payment;
    }

private:
    [[nodiscard]] std::string at(const meter::CsvRecord& record, std::size_t column) const {
        const int position = position_[column];
        return position < 0 ? std::string()
                            : std::string(record.fields[static_cast<std::size_t>(position)]);
    }
    static std::string printable(const meter::CsvRecord& record, std::size_t i) {
        return record.is_clean ? std::string(record.fields[i].substr(0, 40)) : "?";
    }

    std::array<int, kNames.size()> position_{};
    std::size_t width_ = 0;
};

class Reading {
public:
    explicit Reading(const PaymentSink& sink) : sink_(sink) {}

    Result<void> take(const meter::CsvRecord& record) {
        if (!is_header_read_) {
            is_header_read_ = true;
            return lines_.header(record);
        }
        if (++count_ > kLinesMax)
            return fail(Code::Limit,
                        fmt::format("a payments file has at most {} lines; split it", kLinesMax));
        const auto payment = lines_.payment(record);
        return payment ? sink_.payment(record.line, *payment)
                       : sink_.reject(record.line, payment.error().message());
    }
    // The record behind the last line break.
    Result<void> take_last(const meter::CsvRecord& record) {
        if (is_header_read_ && !lines_.is_whole(record))
            return fail(Code::Refused, "the file ends inside this line: it was cut off",
                        fmt::format("line {}", record.line));
        return take(record);
    }
    [[nodiscard]] Result<void> finish() const {
        if (!is_header_read_) return fail(Code::Refused, "the file is empty");
        if (count_ == 0) return fail(Code::Refused, "the file has a header and nothing else");
        return {};
    }

private:
    const PaymentSink& sink_;
    Lines lines_;
    bool is_header_read_ = false;
    std::int64_t count_ = 0;
};

}  // namespace

Result<void> read_payments(std::istream& in, const PaymentSink& sink) {
    meter::CsvReader csv;
    Reading reading(sink);
    std::array<char, 1 << 16> buffer{};
    meter::CsvRecord record;
    while (in.read(buffer.data(), buffer.size()), in.gcount() > 0) {
        std::string_view chunk(buffer.data(), static_cast<std::size_t>(in.gcount()));
        while (TRY(csv.next(chunk, record))) TRY_VOID(reading.take(record));
    }
    if (in.bad()) return fail(Code::Refused, "the file cannot be read to its end");
    if (TRY(csv.rest(record))) TRY_VOID(reading.take_last(record));
    return reading.finish();
}

}  // namespace bw::collect
