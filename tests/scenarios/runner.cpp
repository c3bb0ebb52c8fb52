// Plays scenario files (README.md) on SQLite and on PostgreSQL and compares what was billed with
// what the file expects, and the archives of both with each other, byte for byte.
//   scenario_runner [--accept] FILE...      ends with "N passed, N failed"
#include "base/clock.h"
#include "books/archive/archive.h"
#include "flow/bill/store.h"
#include "hand.h"
#include "money.h"
#include "platform/blob/blob.h"
#include "platform/crypto/sha256.h"
#include "platform/json/json.h"
#include "run/approval/approval.h"
#include "run/bill_run.h"
#include "run/documents.h"
#include "run/estimate.h"
#include "run/explain.h"
#include "run/explain_words.h"
#include "run/import.h"
#include "run/itemised_bill.h"
#include "run/verify.h"
#include "testing/stores.h"
#include "trial.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>

namespace bw::scenarios {
namespace {

struct Block {
    std::string head;  // "bill 2026-03 issued 2026-04-02"
    std::string body;
    int line = 0;
};

std::vector<std::string> words_of(const std::string& text) {
    std::istringstream in(text);
    std::vector<std::string> words;
    for (std::string word; in >> word;) words.push_back(word);
    return words;
}

// The text before the first block is the story; it is kept for --accept.
std::vector<Block> read_blocks(const std::string& text, std::string& story) {
    std::vector<Block> blocks;
    std::istringstream in(text);
    int number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        if (line.starts_with("== ")) blocks.push_back({line.substr(3), "", number});
        else (blocks.empty() ? story : blocks.back().body) += line + "\n";
    }
    return blocks;
}

Result<Instant> time_in(const Zone& zone, const std::string& text) {
    if (text.size() == 10) return zone.start_of_day(TRY(LocalDate::parse(text)));
    const auto utc = TRY(Instant::parse(text + (text.size() == 16 ? ":00Z" : "Z")));
    return zone.to_instant(Zone{}.to_local(utc));
}

// "2026-03-01..2026-03-31" (last day included), or two times "2026-03-05T10:00..2026-03-05T12:00"
// (exclusive).
Result<Span> span_in(const Zone& zone, const std::string& text) {
    const auto dots = text.find("..");
    if (dots == std::string::npos) return fail(Code::Invalid, "a span is FROM..TO", text);
    const std::string to = text.substr(dots + 2);
    const Instant from = TRY(time_in(zone, text.substr(0, dots)));
    if (to.size() == 10)
        return Span{from, zone.start_of_day(TRY(LocalDate::parse(to)).plus_days(1))};
    return Span{from, TRY(time_in(zone, to))};
}

class Player {
public:
    explicit Player(const std::filesystem::path& folder) : folder_(folder), secrets_(1) {}

    // `address`: of a store on a server; empty for a file.
    Result<void> open(const std::string& address) {
        workspace_ = std::make_unique<run::Workspace>(TRY(
            run::create_workspace(folder_ / "workspace", {&clock_, &secrets_, nullptr}, address)));
        money_ = std::make_unique<MoneyPlayer>(*workspace_, folder_);
        hand_ = std::make_unique<HandPlayer>(*workspace_);
        trial_ = std::make_unique<TrialPlayer>(*workspace_, folder_);
        return {};
    }
    // Plays a block; `expect` blocks are answered with what was printed.
    Result<std::string> play(const Block& block) {
        const auto words = words_of(block.head);
        if (words.front() == "import" && words.size() >= 2) return import(words[1], block.body);
        if (words.front() == "readings")
            return import(fmt::format("readings-{}.csv", block.line), TRY(readings(block.body)));
        if (words.front() == "calls")
            return import(fmt::format("calls-{}.csv", block.line), calls(block.body));
        if (words.front() == "zone" && words.size() == 2) {
            zone_ = TRY(Zone::find(words[1]));
            return std::string();
        }
        if (words.front() == "bill") return bill(words);
        if (words.front() == "estimate" && words.size() == 2) return estimate(words[1]);
        if (words.front() == "reprice") return reprice(words);
        if (words.front() == "approve" || words.front() == "discard") return judge(words);
        if (TrialPlayer::knows(words.front())) {
            last_ += TRY(trial_->play(words, block.body));
            return std::string();
        }
        if (HandPlayer::knows(words.front())) {
            last_ += TRY(hand_->play(words));
            return std::string();
        }
        if (MoneyPlayer::knows(words.front())) {
            last_ += TRY(money_->play(words, block.body));
            return std::string();
        }
        if (words.front() == "expect" && words.size() == 3 && words[1] == "explain")
            return explained(words[2]);
        if (words.front() == "expect" && words.size() == 3 && words[1] == "calls")
            return called(words[2]);
        if (words.front() == "expect" && words.size() == 2 && words[1] == "buyers") return buyers();
        if (words.front() == "expect" && words.size() == 2 && words[1] == "parts") return parts();
        if (words.front() == "expect" && words.size() == 3 && words[1] == "not")
            return hand_->not_billed();
        if (words.front() == "expect")
            return words.size() > 1 ? money_->answer(words) : std::exchange(last_, {});
        return fail(Code::Invalid, "unknown block", block.head);
    }
    Result<void> verify() {
        const auto result = TRY(run::verify(*workspace_, {}));
        if (!result.findings.empty()) return fail(Code::Corrupt, result.findings.front(), "verify");
        return explain();
    }

    // Every line opens again as of its own cut, whatever was billed since.
    Result<void> explain() {
        std::vector<std::string> numbers;
        {
            const auto tx = workspace_->database->begin(store::Access::Read);
            for (const auto& i : bill::list_invoices(*tx, workspace_->tenant, {}, 1000))
                numbers.push_back(i.number);
        }
        for (const auto& number : numbers)
            for (const auto& line : TRY(run::explain(*workspace_, {number})).lines)
                if (!line.agrees)
                    return fail(Code::Corrupt, line.mismatch,
                                fmt::format("explain {} line {}", number, line.line.number));
        return {};
    }

    // How the lines of a document came about.
    Result<std::string> explained(const std::string& number) {
        std::string out;
        for (const auto& line : TRY(run::explain(*workspace_, {number})).lines) {
            out += line.line.line.item.name + "\n";
            for (const auto& sentence : line.sentences) out += "  " + sentence + "\n";
            for (const auto& read : line.reads)
                out += fmt::format(
                    "  {}: {} {}{}\n", read.local.to_string(), read.read.value.to_string(),
                    read.read.source ? run::quality_words(read.read.quality, text::Tongue::English)
                                     : "reckoned",
                    read.read.is_shared ? " by days" : "");
        }
        return out;
    }

    // Each call, message and session behind a document.
    Result<std::string> called(const std::string& number) {
        constexpr int kHour = 3'600, kMinute = 60;
        const auto bill = TRY(run::itemised_bill(*workspace_, number));
        std::string out;
        for (const auto& one : bill.entries)
            out += fmt::format("{} on {} at {:02}:{:02}:{:02} {}{}: {}, {}\n",
                               bill.services[one.service].point.code, one.day.to_string(),
                               one.second / kHour, one.second % kHour / kMinute,
                               one.second % kMinute, one.number.empty() ? "-" : one.number,
                               one.units > 0 ? fmt::format(" ({})", one.units) : "", one.line,
                               one.amount.to_string());
        return out;
    }

    // To whom the documents of the newest run are made out, as they are archived.
    Result<std::string> buyers() {
        std::string out;
        for (const auto& [number, document] : TRY(documents())) {
            const auto* buyer = TRY(document.member("buyer"));
            out += fmt::format("{}: {}\n", number, TRY(buyer->text("name")));
        }
        return out;
    }

    // What the parts of the newest run's documents come to; of those in parts.
    Result<std::string> parts() {
        std::string out;
        for (const auto& [number, document] : TRY(documents())) {
            const auto* parts = document.find("parts");
            if (parts == nullptr) continue;
            for (const auto& part : parts->items()) {
                std::string name = TRY(part.text("site"));
                if (name.empty()) name = "in no part";
                if (const auto* address = part.find("address"))
                    name += fmt::format(", {}, {} {}", TRY(address->text("street")),
                                        TRY(address->text("postcode")), TRY(address->text("city")));
                out += fmt::format("{} {}: net {}\n", number, name, TRY(part.text("net")));
            }
        }
        return out;
    }

    // The hash of every file of the archive, by name.
    [[nodiscard]] std::string archive() const {
        std::map<std::string, std::string> files;
        const auto root = folder_ / "workspace" / "archive";
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root))
            if (entry.is_regular_file())
                files[entry.path().lexically_relative(root).string()] =
                    crypto::hex(crypto::sha256(blob::MappedFile(entry.path()).bytes()));
        std::string text;
        for (const auto& [name, hash] : files) text += name + " " + hash + "\n";
        return text;
    }

private:
    // The newest run's, by number, as they are archived.
    Result<std::vector<std::pair<std::string, json::Value>>> documents() {
        const auto tx = workspace_->database->begin(store::Access::Read);
        const TenantId tenant = workspace_->tenant;
        const auto runs = run::list_runs(*tx, tenant);
        if (runs.empty()) return fail(Code::Invalid, "there is no run yet");
        std::vector<std::pair<std::string, json::Value>> documents;
        for (const auto& i : bill::list_invoices(*tx, tenant, runs.back().id, 1000)) {
            const auto account = i.payer.account;
            const auto id = run::document_id({tenant, account, i.statement}, archive::Format::Json);
            const std::string bytes = TRY(workspace_->archive->read(*tx, {tenant, account, id}));
            documents.emplace_back(i.number, TRY(json::parse(bytes, i.number)));
        }
        return documents;
    }

    Result<std::string> import(const std::string& name, const std::string& body) {
        const auto file = folder_ / name;
        std::ofstream(file, std::ios::binary) << body;
        const auto result = TRY(run::import_any(*workspace_, {file, {}, {}}, {}));
        for (const auto& reject : result.rejects)
            last_ += fmt::format("rejected {} line {}: {}\n", name, reject.line, reject.reason);
        return std::string();
    }

    Result<std::string> readings(const std::string& body) const {
        std::string csv = "service_point,channel,unit,start,minutes,value,quality\n";
        std::istringstream in(body);
        for (std::string line; std::getline(in, line);) {
            const auto w = words_of(line);
            if (w.empty() || w.front().starts_with('#')) continue;
            if (w.size() < 6) return fail(Code::Invalid, "a reading needs six words", line);
            const Span span = TRY(span_in(zone_, w[3]));
            const int minutes = std::stoi(w[4]);
            Span except{};
            std::string quality = "actual";
            for (std::size_t i = 6; i < w.size(); ++i) {
                if (w[i] == "except" && i + 1 < w.size()) except = TRY(span_in(zone_, w[++i]));
                else quality = w[i];
            }
            for (Instant at = span.from; at < span.to; at.us += Instant::kSecond * 60 * minutes)
                if (!except.contains(at))
                    csv += fmt::format("{},{},{},{},{},{},{}\n", w[0], w[1], w[2], at.to_string(),
                                       minutes, w[5], quality);
        }
        return csv;
    }

    std::string calls(const std::string& body) const {
        std::string csv = "record_id,service_point,kind,start,seconds,bytes,destination\n";
        std::istringstream in(body);
        int id = 0;
        for (std::string line; std::getline(in, line);) {
            const auto w = words_of(line);
            if (w.size() < 5 || w.front().starts_with('#')) continue;
            const auto at = time_in(zone_, w[2]);
            csv += fmt::format("{}-{},{},{},{},{},{},{}\n", w[0], ++id, w[0], w[1],
                               at ? at->to_string() : w[2], w[3], w[4], w.size() > 5 ? w[5] : "");
        }
        return csv;
    }

    Result<std::string> bill(const std::vector<std::string>& words) {
        run::RunRequest request;
        request.workers = 1;
        for (std::size_t i = 1; i < words.size(); ++i) {
            if (words[i] == "issued" && i + 1 < words.size())
                request.issued_on = TRY(LocalDate::parse(words[++i]));
            else if (words[i] == "release" && i + 1 < words.size()) {
                const auto cause = bill::parse_cause(words[++i]);
                if (!cause) return fail(Code::Invalid, "unknown cause", words[i]);
                request.released.insert(*cause);
            } else if (words[i] == "by" && i + 1 < words.size()) request.person = words[++i];
            else if (words[i] == "account" && i + 1 < words.size())
                request.accounts.push_back(words[++i]);
            else if (words[i] == "hold") request.approval = run::RunRequest::Approval::ByPerson;
            else request.until = month_of(TRY(LocalDate::parse(words[i] + "-01"))).to;
        }
        const auto id = run::start(*workspace_, request);
        if (!id) {
            last_ += "refused: " + id.error().message() + "\n";
            return std::string();
        }
        return carry_on(*id);
    }

    Result<std::string> carry_on(RunId id) {
        const auto report = TRY(run::carry_on(*workspace_, id, 1, {}));
        if (report.info.phase == run::Phase::Prepared)
            last_ += fmt::format("run {} waits for approval: {} statements, {} held\n", id.value,
                                 report.info.statements, report.info.held);
        else last_ += TRY(describe(id));
        // Without a policy nobody has to be told who approved.
        if (const auto verdict = hand_->verdict(id); !verdict.contains("policy: none:"))
            last_ += verdict;
        return std::string();
    }

    // Of the run that waits: "approve by grace because ..".
    Result<std::string> judge(const std::vector<std::string>& words) {
        std::vector<run::RunInfo> runs;
        {
            const auto tx = workspace_->database->begin(store::Access::Read);
            runs = run::list_runs(*tx, workspace_->tenant);
        }
        if (runs.empty()) return fail(Code::Invalid, "there is no run yet");
        run::Verdicting by{runs.back().id, "", ""};
        for (std::size_t i = 1; i + 1 < words.size(); ++i) {
            if (words[i] == "by") by.person = words[i + 1];
            if (words[i] == "because") by.reason = words[i + 1];
        }
        const bool is_approved = words.front() == "approve";
        const auto done =
            is_approved ? run::approve(*workspace_, by) : run::discard(*workspace_, by);
        if (!done) last_ += "refused: " + done.error().message() + "\n";
        else if (is_approved) return carry_on(by.run);
        else last_ += hand_->verdict(by.run);
        return std::string();
    }

    // Who is held is billed again, for the cause was put right.
    Result<std::string> reprice(const std::vector<std::string>& words) {
        const auto again = hand_->bill_again(words);
        last_ += again ? again->told : "refused: " + again.error().message() + "\n";
        if (!again) return std::string();
        const auto& run = again->run;
        return run ? carry_on(*run) : std::string();
    }

    // On the day after the month.
    Result<std::string> estimate(const std::string& month) {
        run::EstimateRequest request;
        request.month = month_of(TRY(LocalDate::parse(month + "-01")));
        request.today = request.month.to;
        last_ += estimate_text(TRY(run::estimate(*workspace_, request, {})));
        return std::string();
    }

    Result<std::string> describe(RunId id) {
        const auto tx = workspace_->database->begin(store::Access::Read);
        std::string out;
        for (const auto& i : bill::list_invoices(*tx, workspace_->tenant, id, 1000)) {
            const bool back = i.kind == bill::InvoiceKind::CreditNote;
            const auto account = tx->find(
                "SELECT number FROM billing_account WHERE tenant_id = ?1 AND bucket = ?2 AND "
                "billing_account_id = ?3",
                [](const store::Row& row) { return row.string(0); }, workspace_->tenant,
                i.payer.bucket, i.payer.account);
            out += fmt::format("{} {} for {}, {}..{}: net {}, tax {}, payable {} {}, due {}\n",
                               back ? "credit note" : "invoice", i.number, account.value_or("?"),
                               i.period.from.to_string(), i.period.to.plus_days(-1).to_string(),
                               i.net.to_string(), i.tax.to_string(), i.payable.to_string(),
                               i.payable.currency.code(), i.due_on.to_string());
            for (const auto& l : TRY(bill::load_statement(*tx, i))) {
                const auto& item = l.line.item;
                const auto& p = item.piece;
                out += fmt::format(
                    "  {}{}{}: {} {} x {}{} = {}, {} {} %{}{}\n", p.charge.text(),
                    p.part.empty() ? "" : " ", p.part.text(),
                    (back ? -p.quantity : p.quantity).to_string(), p.unit.text(),
                    p.price.to_string(), p.base > 1 ? fmt::format(" / {}", p.base) : "",
                    (back ? -item.amount : item.amount).to_string(), item.tax_code,
                    item.tax_percent.to_string(),
                    item.is_gross ? " inside, net " + (back ? -l.line.net : l.line.net).to_string()
                                  : "",
                    l.line.corrects.empty() ? "" : ", corrects " + l.line.corrects);
            }
        }
        for (const auto& e : bill::list_exceptions(*tx, workspace_->tenant, id, 1000))
            out += fmt::format("{} {}: {} ({}): {}\n", bill::standing_name(e.exception.standing),
                               e.account_number, bill::cause_name(e.exception.cause),
                               e.exception.subject, e.exception.text);
        return out.empty() ? "nothing billed\n" : out;
    }

    std::filesystem::path folder_;
    FixedClock clock_{Instant::from_seconds(1'775'000'000)};
    crypto::SeededSecrets secrets_;
    std::unique_ptr<run::Workspace> workspace_;
    Zone zone_ = *Zone::find("Europe/Berlin");
    std::unique_ptr<MoneyPlayer> money_;
    std::unique_ptr<HandPlayer> hand_;
    std::unique_ptr<TrialPlayer> trial_;
    std::string last_;  // what happened since the last expectation
};

std::string trimmed(std::string text) {
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
}

struct Played {
    bool good = true;
    std::string archive;
};

// `address`: of an empty store on a server; empty for a file.
Played play_file(const std::filesystem::path& file, const std::string& address, bool accept) {
    std::ifstream in(file);
    std::ostringstream text;
    text << in.rdbuf();
    std::string story;
    auto blocks = read_blocks(text.str(), story);
    testing::TempDir folder;
    Player player(folder.path());
    bool good = true;
    const auto wrong = [&](const Block& block, const std::string& why) {
        fmt::print("{}:{}: == {}\n{}\n", file.string(), block.line, block.head, why);
        good = false;
    };
    if (const auto opened = player.open(address); !opened) {
        fmt::print("{}: {}\n", file.string(), opened.error().message());
        return {false, {}};
    }
    for (auto& block : blocks) {
        const auto played = player.play(block);
        if (!played) {
            wrong(block, played.error().message());
            break;
        }
        if (words_of(block.head).front() != "expect") continue;
        const std::string& actual = *played;
        if (trimmed(actual) == trimmed(block.body)) continue;
        if (accept) block.body = trimmed(actual) + "\n\n";
        else wrong(block, "expected:\n" + trimmed(block.body) + "\ngot:\n" + trimmed(actual));
    }
    if (const auto verified = player.verify(); good && !verified) {
        fmt::print("{}: {}\n", file.string(), verified.error().message());
        good = false;
    }
    if (accept && good) {
        std::ofstream out(file, std::ios::trunc);
        out << story;
        for (const auto& block : blocks) out << "== " << block.head << "\n" << block.body;
    }
    return {good, player.archive()};
}

bool play_on_both(const std::filesystem::path& file, testing::TestStore& server, bool accept) {
    const auto first = play_file(file, "", accept);
    const auto second = play_file(file, server.location(), false);
    server.forget_rows();
    if (first.good && !second.good) fmt::print("{}: only PostgreSQL fails\n", file.string());
    const bool same = first.archive == second.archive;
    if (!same) fmt::print("{}: SQLite and PostgreSQL give other bytes\n", file.string());
    return first.good && second.good && same;
}

}  // namespace
}  // namespace bw::scenarios

int main(int argc, char** argv) {
    bool accept = false;
    bw::testing::TestStore server(bw::testing::StoreKind::Postgres);
    int passed = 0;
    int failed = 0;
    for (int i = 1; i < argc; ++i) {
        if (std::string_view(argv[i]) == "--accept") {
            accept = true;
            continue;
        }
        ++(bw::scenarios::play_on_both(argv[i], server, accept) ? passed : failed);
    }
    fmt::print("{} passed, {} failed\n", passed, failed);
    return failed == 0 && passed > 0 ? 0 : 1;
}
