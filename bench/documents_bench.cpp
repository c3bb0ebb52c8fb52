// What a bill's documents cost, each bill another one of the data set in bench/documents: tagged
// PDF/A-3 files of two pages with chart, payment code, 40 lines and the e-invoice inside; mails,
// pages and short messages. CPU time, one thread, median of the rounds.
//   documents_bench [--documents 10000] [--rounds 3] [--checked 20] [--folder bench/documents]
//       [--least-per-second 300] [--least-mails 20000] [--least-messages 200000]
//       [--most-mb 200] [--most-kb 40] [--only bills|mails]    those rates, and no more
//   documents_bench --write-fo FOLDER --documents N    the same bills for bench/fop, and no more
//   documents_bench --write-pdf FOLDER --documents N   ours, to be looked at
// Exit code 1 when a bound is not held or a file is not what it declares. Memory: above the peak of
// the first fifth of the bills comes no more than the words that are kept shaped (pdf/shaper.cpp:
// four styles of 5 MB). The line "figures:" is for programs.
#include "cost.h"
#include "documents/workbench.h"
#include "documents/xsl_fo.h"
#include "flow/compose/brands/brand.h"
#include "flow/compose/cii.h"
#include "flow/compose/conformity/conformity.h"
#include "flow/compose/documents/composer.h"
#include "flow/compose/pdf/objects.h"
#include "flow/compose/pdf/qr.h"
#include "flow/compose/pdf/writer.h"
#include "platform/pdf/document.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace bw::bench {
namespace {

namespace fs = std::filesystem;

struct Options {
    int documents = 10'000, rounds = 3, checked = 20;
    std::string_view only;
    fs::path folder = "bench/documents", fo, pdf;
    double least_per_second = 300, least_mails = 20'000, least_messages = 200'000;
    double most_mb = 200, most_kb = 40;
};

constexpr int kHeld = 200;  // bills in memory at once
constexpr int kEarly = 5;   // the part of the bills after which memory no longer grows
constexpr double kWordsMb = 20;
constexpr std::string_view kLink = "https://aurora.example/b/4711";

// What is measured, with the bills that are made for it.
class Bench {
public:
    static Result<Bench> open(const Options& options) {
        auto data = TRY(DataSet::read(options.folder / "bill-40-lines.json"));
        auto plan = TRY(read_template(options.folder / "template/bill.xml"));
        auto two_pages = TRY(documents::Composer::create(plan));
        auto shipped = TRY(documents::Composer::create());
        return Bench{options, std::move(data), std::move(plan), std::move(two_pages),
                     std::move(shipped)};
    }

    Result<bool> measure() {
        if (options_.only != "mails") TRY_VOID(measure_documents());
        if (options_.only.empty()) {
            TRY_VOID(check_some());
            TRY_VOID(measure_parts());
        }
        if (options_.only != "bills") TRY_VOID(measure_others());
        say("figures: bills_per_cpu_s={:.1f}\n", per_second_);
        return is_kept_;
    }

    Result<void> write() {
        Desk desk(plan_);
        const auto one = [&](const bill::Invoice& invoice, int n) -> Result<void> {
            if (!options_.pdf.empty()) {
                const std::string bytes = TRY(documents::pdf(invoice, two_pages_));
                return put(options_.pdf / fmt::format("bill-{:05}.pdf", n), bytes);
            }
            TRY_VOID(desk.take(invoice));
            const auto* document = TRY(desk.fill());
            const auto& brand = brands::find_brand(invoice.seller.brand);
            const std::string text = TRY(xsl_fo(*document, brand, desk.facts().format()));
            return put(options_.fo / fmt::format("bill-{:05}.fo", n), text);
        };
        return each(options_.documents, one);
    }

private:
    Bench(const Options& options, DataSet data, templates::Plan plan, documents::Composer two_pages,
          documents::Composer shipped)
        : options_(options), data_(std::move(data)), plan_(std::move(plan)),
          two_pages_(std::move(two_pages)), shipped_(std::move(shipped)) {}

    static Result<void> put(const fs::path& file, std::string_view bytes) {
        std::ofstream out(file, std::ios::binary);
        out << bytes;
        if (!out.flush()) return fail(Code::Invalid, file.string() + " cannot be written");
        return {};
    }

    using Bills = std::vector<bill::Invoice>;

    // The first bills, some of them in memory at once: work(bills, number of the first).
    template <typename Work>
    Result<void> batches(int count, Work work) {
        Bills held;
        for (int first = 0; first < count; first += kHeld) {
            held.clear();
            for (int n = first; n < std::min(count, first + kHeld); ++n)
                held.push_back(TRY(data_.bill(n)));
            TRY_VOID(work(held, first));
        }
        return {};
    }

    template <typename Work>
    static Result<void> each_of(const Bills& bills, int first, Work& work) {
        for (const auto& invoice : bills) TRY_VOID(work(invoice, first++));
        return {};
    }
    template <typename Work>
    Result<void> each(int count, Work work) {
        return batches(count,
                       [&](const Bills& bills, int first) { return each_of(bills, first, work); });
    }

    // CPU seconds of `work` for each of the first bills, without the making of the bills.
    template <typename Work>
    Result<double> seconds_of(int count, Work work) {
        double spent = 0;
        const auto timed = [&](const Bills& bills, int first) {
            const double start = cpu_seconds();
            auto done = each_of(bills, first, work);
            spent += cpu_seconds() - start;
            return done;
        };
        TRY_VOID(batches(count, timed));
        return spent;
    }

    void hold(bool is_kept, std::string_view what) {
        if (is_kept) return;
        say("FAILED: {}\n", what);
        is_kept_ = false;
    }

    Result<void> measure_documents() {
        const int count = options_.documents;
        double bytes = 0, early_mb = 0;
        const auto make = [&](const bill::Invoice& invoice, int n) -> Result<void> {
            const std::string made = TRY(documents::pdf(invoice, two_pages_));
            bytes += static_cast<double>(made.size());
            if (n == count / kEarly && early_mb == 0) early_mb = memory_mb("VmHWM:");
            return {};
        };
        std::vector<double> rates;
        for (int round = 0; round < options_.rounds; ++round) {
            const double spent = TRY(seconds_of(count, make));
            rates.push_back(count / spent);
        }
        const double peak_mb = memory_mb("VmHWM:"), kb = bytes / count / options_.rounds / 1000;
        per_second_ = median(rates);
        const auto [slowest, fastest] = std::ranges::minmax(rates);
        say("{} bills of two pages with 40 lines and e-invoice: {:.0f} per CPU second "
            "({:.0f} to {:.0f} in {} rounds)\n",
            count, per_second_, slowest, fastest, options_.rounds);
        say("{:.1f} kB each; peak {:.0f} MB, {:.0f} MB after the first {}\n", kb, peak_mb, early_mb,
            count / kEarly);
        hold(per_second_ >= options_.least_per_second, "fewer bills a second than asked for");
        hold(kb < options_.most_kb, fmt::format("a bill is larger than {} kB", options_.most_kb));
        hold(peak_mb < options_.most_mb, fmt::format("more than {} MB", options_.most_mb));
        hold(peak_mb <= early_mb + kWordsMb, "memory grows with the number of bills");
        return {};
    }

    // That they are what they are measured as.
    Result<void> check_some() {
        const int step = std::max(options_.documents / std::max(options_.checked, 1), 1);
        int seen = 0;
        for (int n = 0; n < options_.documents && seen < options_.checked; n += step, ++seen) {
            const bill::Invoice invoice = TRY(data_.bill(n));
            const std::string bytes = TRY(documents::pdf(invoice, two_pages_));
            const auto report = TRY(conformity::check(bytes));
            hold(report.conforms() && report.judged.name() == "PDF/A-3a, PDF/UA-1",
                 fmt::format("bill {} does not conform", n));
            const auto file = TRY(pdf_file::Document::open(bytes));
            hold(file.pages().size() == 2, fmt::format("bill {} has other than 2 pages", n));
            const std::string einvoice = compose::cii(invoice);
            const auto holds_it = [&](pdf_file::Object object) {
                return object.isStream() && pdf_file::Document::unpacked(object) == einvoice;
            };
            hold(std::ranges::any_of(file.objects(), holds_it),
                 fmt::format("bill {} holds no e-invoice", n));
        }
        say("{} of them checked: PDF/A-3a and PDF/UA-1, 2 pages, e-invoice inside\n", seen);
        return {};
    }

    // The streams of a file as they are stored.
    static Result<std::set<std::string>> streams_of(std::string_view bytes) {
        const auto file = TRY(pdf_file::Document::open(bytes));
        std::set<std::string> all;
        for (pdf_file::Object object : file.objects())
            if (object.isStream()) all.insert(pdf_file::Document::stored(object));
        return all;
    }

    // What is deflated and stored by nobody else, unpacked.
    static Result<std::vector<std::string>> own_streams(std::string_view bytes,
                                                        const std::set<std::string>& others) {
        const auto file = TRY(pdf_file::Document::open(bytes));
        std::vector<std::string> own;
        for (pdf_file::Object object : file.objects()) {
            if (!object.isStream() || others.contains(pdf_file::Document::stored(object))) continue;
            auto unpacked = pdf_file::Document::unpacked(object);
            if (unpacked && *unpacked != pdf_file::Document::stored(object))
                own.push_back(std::move(*unpacked));
        }
        return own;
    }

    // What deflate at our level takes for all that differs between bills, and copying the file.
    Result<double> limit_seconds(int count) {
        const bill::Invoice other = TRY(data_.bill(count));
        const std::string other_bytes = TRY(documents::pdf(other, two_pages_));
        const auto shared = TRY(streams_of(other_bytes));
        pdf::Deflater deflater(pdf::PressOptions{}.deflate_level);
        double spent = 0;
        own_bytes_ = unpacked_bytes_ = 0;
        std::string copy;
        const auto squeeze = [&](const bill::Invoice& invoice, int) -> Result<void> {
            const std::string bytes = TRY(documents::pdf(invoice, two_pages_));
            const auto own = TRY(own_streams(bytes, shared));
            const double start = cpu_seconds();
            for (const auto& stream : own) own_bytes_ += deflater.deflate(stream).size();
            copy.assign(bytes);
            spent += cpu_seconds() - start;
            for (const auto& stream : own) unpacked_bytes_ += stream.size();
            return {};
        };
        TRY_VOID(each(count, squeeze));
        return spent;
    }

    Result<double> code_seconds(int count) {
        double spent = 0;
        const auto encode = [&](const bill::Invoice& invoice, int) -> Result<void> {
            const auto facts = TRY(data::Facts::make(invoice));
            const double start = cpu_seconds();
            const auto code = TRY(pdf::encode_qr(facts->payment().code, pdf::QrLevel::Medium));
            spent += cpu_seconds() - start;
            used_ += code.dark.size();
            return {};
        };
        TRY_VOID(each(count, encode));
        return spent;
    }

    struct Parts {
        std::vector<double> fill, proof, code, einvoice, whole, limit;  // CPU seconds of a round
    };

    Result<void> measure_round(int count, Desk& desk, Parts& parts) {
        const auto fill = [&](const bill::Invoice& invoice, int) -> Result<void> {
            TRY_VOID(desk.take(invoice));
            TRY_VOID(desk.fill());
            return {};
        };
        const auto proof = [&](const bill::Invoice& invoice, int) {
            return documents::proof(invoice, two_pages_);
        };
        const auto einvoice = [&](const bill::Invoice& invoice, int) -> Result<void> {
            used_ += compose::cii(invoice).size();
            return {};
        };
        const auto whole = [&](const bill::Invoice& invoice, int) -> Result<void> {
            const std::string bytes = TRY(documents::pdf(invoice, two_pages_));
            used_ += bytes.size();
            return {};
        };
        parts.fill.push_back(TRY(seconds_of(count, fill)));
        parts.proof.push_back(TRY(seconds_of(count, proof)));
        parts.code.push_back(TRY(code_seconds(count)));
        parts.einvoice.push_back(TRY(seconds_of(count, einvoice)));
        parts.whole.push_back(TRY(seconds_of(count, whole)));
        parts.limit.push_back(TRY(limit_seconds(count)));
        return {};
    }

    Result<void> measure_parts() {
        constexpr int kMost = 1000;
        const int count = std::min(options_.documents, kMost);
        Desk desk(plan_);
        Parts parts;
        for (int round = 0; round < options_.rounds; ++round)
            TRY_VOID(measure_round(count, desk, parts));
        const double fill = median(parts.fill), proof = median(parts.proof);
        const double code = median(parts.code), einvoice = median(parts.einvoice);
        const double whole = median(parts.whole), limit = median(parts.limit);
        say("microseconds of CPU a bill, medians of {} times {} bills:\n", options_.rounds, count);
        const auto row = [&](std::string_view what, double seconds) {
            say("  {:<56}{:6.0f}\n", what, seconds * 1e6 / count);
        };
        row("facts of the invoice, template filled", fill);
        row("payment code (QR)", code);
        row("laid out: words shaped, placed, tagged, drawn", proof - fill - code);
        row("e-invoice (CII)", einvoice);
        row("file: deflate, objects, metadata, copy of shared parts", whole - proof - einvoice);
        row("the whole", whole);
        row("limit: deflate and copy of the same bytes", limit);
        say("  {:.1f} kB that are a bill's own become {:.1f} kB; the whole takes {:.1f} times the "
            "limit\n",
            static_cast<double>(unpacked_bytes_) / count / 1000,
            static_cast<double>(own_bytes_) / count / 1000, whole / limit);
        return {};
    }

    // Texts a second that `make` makes of the bills.
    template <typename Make>
    Result<double> rate_of(std::string_view what, int count, Make make) {
        double bytes = 0;
        const auto one = [&](const bill::Invoice& invoice, int) -> Result<void> {
            const std::string made = TRY(make(invoice));
            bytes += static_cast<double>(made.size());
            return {};
        };
        std::vector<double> rates;
        for (int round = 0; round < options_.rounds; ++round) {
            const double spent = TRY(seconds_of(count, one));
            rates.push_back(count / spent);
        }
        say("{:<34}{:8.0f} per CPU second, {:6.2f} kB each\n", what, median(rates),
            bytes / count / options_.rounds / 1000);
        return median(rates);
    }

    // The other channels, by the shipped template.
    Result<void> measure_others() {
        constexpr int kMost = 2000;
        const int count = options_.documents, few = std::min(count, kMost);
        const auto mail = [&](const bill::Invoice& invoice) -> Result<std::string> {
            auto made = TRY(documents::mail(invoice, shipped_, kLink));
            return std::move(made.html);
        };
        const auto message = [&](const bill::Invoice& invoice) -> Result<std::string> {
            auto made = TRY(documents::short_message(invoice, shipped_, kLink));
            return made ? std::move(made->text) : std::string();
        };
        const auto page = [&](const bill::Invoice& invoice) {
            return documents::page(invoice, shipped_, kLink);
        };
        const auto three_pages = [&](const bill::Invoice& invoice) {
            return documents::pdf(invoice, shipped_);
        };
        const double mails = TRY(rate_of("mails, HTML and plain text", count, mail));
        const double messages = TRY(rate_of("short messages", count, message));
        if (options_.only.empty()) {
            TRY_VOID(rate_of("web pages", few, page));
            TRY_VOID(rate_of("bills by the shipped template", few, three_pages));
        }
        hold(mails >= options_.least_mails, "fewer mails a second than asked for");
        hold(messages >= options_.least_messages, "fewer messages a second than asked for");
        return {};
    }

    Options options_;
    DataSet data_;
    templates::Plan plan_;
    documents::Composer two_pages_, shipped_;
    bool is_kept_ = true;
    double per_second_ = 0;
    std::size_t used_ = 0, own_bytes_ = 0, unpacked_bytes_ = 0;
};

Result<bool> run(const Options& options) {
    auto bench = TRY(Bench::open(options));
    if (options.fo.empty() && options.pdf.empty()) return bench.measure();
    TRY_VOID(bench.write());
    return true;
}

}  // namespace
}  // namespace bw::bench

int main(int argc, char** argv) {
    bw::bench::Options options;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string_view word = argv[i];
        const char* value = argv[i + 1];
        if (word == "--documents") options.documents = std::atoi(value);
        if (word == "--rounds") options.rounds = std::atoi(value);
        if (word == "--checked") options.checked = std::atoi(value);
        if (word == "--only") options.only = value;
        if (word == "--folder") options.folder = value;
        if (word == "--write-fo") options.fo = value;
        if (word == "--write-pdf") options.pdf = value;
        if (word == "--least-per-second") options.least_per_second = std::atof(value);
        if (word == "--least-mails") options.least_mails = std::atof(value);
        if (word == "--least-messages") options.least_messages = std::atof(value);
        if (word == "--most-mb") options.most_mb = std::atof(value);
        if (word == "--most-kb") options.most_kb = std::atof(value);
    }
    const auto kept = bw::bench::run(options);
    if (!kept) {
        fmt::print(stderr, "documents_bench: {}\n", kept.error().message());
        return 1;
    }
    return *kept ? 0 : 1;
}
