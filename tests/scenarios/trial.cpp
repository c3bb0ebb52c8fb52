#include "trial.h"

#include "run/quote/quote.h"
#include "run/simulate/figures.h"

#include <fmt/format.h>

#include <fstream>

namespace bw::scenarios {
namespace {

using Words = std::vector<std::string>;

Result<Period> months_at(const std::string& first, const std::string& last) {
    const LocalDate from = TRY(LocalDate::parse(first + "-01"));
    return Period{from, month_of(TRY(LocalDate::parse(last + "-01"))).to};
}

std::string statement_text(const bill::Invoice& statement) {
    std::string out = fmt::format("net {}, tax {}, payable {} {}\n", statement.net.to_string(),
                                  statement.tax.to_string(), statement.payable.to_string(),
                                  statement.currency.code());
    for (const auto& l : statement.lines)
        out += fmt::format("  {}: {} x {} = {}{}\n", l.name, l.quantity.to_string(),
                           l.price.to_string(), l.amount().to_string(),
                           l.gross ? ", net " + l.net.to_string() : "");
    return out;
}

std::string quote_text(const run::Quote& quote) {
    std::string out =
        fmt::format("quote of {}, {}..{}\n", quote.tariff, quote.days.from.to_string(),
                    quote.days.to.plus_days(-1).to_string());
    for (const auto& note : quote.notes) out += "note: " + note + "\n";
    for (const auto& e : quote.preview.outcome.exceptions)
        out += fmt::format("{} {}: {}\n", bill::standing_name(e.standing),
                           bill::cause_name(e.cause), e.text);
    for (const auto& statement : quote.preview.outcome.statements) out += statement_text(statement);
    return out;
}

std::string simulation_text(const run::Simulation& simulation, const run::Figures& figures) {
    const auto amount = [&](std::int64_t minor) {
        return Money{minor, simulation.currency}.to_string();
    };
    std::string out;
    for (const auto& note : simulation.notes) out += "note: " + note + "\n";
    for (const auto& one : simulation.accounts) {
        out += fmt::format("{} {}:", one.account, one.segment);
        for (std::size_t i = 0; i < one.nets.size(); ++i)
            out += fmt::format(" {} {},", simulation.tariffs[i], amount(one.nets[i]));
        out += fmt::format(" best {}", simulation.tariffs[one.best]);
        out += simulation.has_cost ? fmt::format(", cost {}\n", amount(one.cost)) : "\n";
    }
    for (const auto& held : simulation.held)
        out += fmt::format("held {} under {}: {}\n", held.account, held.tariff,
                           bill::cause_name(held.cause));
    for (const auto& f : figures.tariffs)
        out += fmt::format("{}: {} in all, {} pay less, {} more{}\n", f.tariff, f.net.to_string(),
                           f.pay_less, f.pay_more,
                           f.margin ? ", margin " + f.margin->to_string() : "");
    return out;
}

}  // namespace

bool TrialPlayer::knows(const std::string& word) {
    return word == "file" || word == "quote" || word == "simulate";
}

Result<std::string> TrialPlayer::play(const Words& head, const std::string& body) {
    if (head.front() == "file" && head.size() == 2) {
        std::ofstream(folder_ / head[1], std::ios::binary) << body;
        return std::string();
    }
    if (head.front() == "quote") return quote(head);
    if (head.front() == "simulate" && head.size() >= 4) return simulate(head);
    return fail(Code::Invalid, "unknown block", head.front());
}

std::string TrialPlayer::file_or_word(const std::string& word) const {
    const auto path = folder_ / word;
    return std::filesystem::exists(path) ? path.string() : word;
}

// "quote tariff.yaml taxes.yaml usage reads.csv load 350,kWh,per,month month 2026-03 fact size=4"
Result<std::string> TrialPlayer::quote(const Words& head) {
    run::QuoteRequest request;
    for (std::size_t i = 1; i < head.size(); ++i) {
        const bool has_next = i + 1 < head.size();
        if (head[i] == "usage" && has_next)
            request.usage.push_back({file_or_word(head[++i]), {}, {}});
        else if (head[i] == "month" && has_next) {
            ++i;
            request.days = TRY(months_at(head[i], head[i]));
        } else if (head[i] == "load" && has_next) {
            std::string load;
            for (++i; i < head.size(); ++i) load += head[i] + " ";
            request.load = TRY(run::parse_load(load));
        } else if (head[i] == "fact" && has_next) {
            const auto equals = head[++i].find('=');
            request.facts[head[i].substr(0, equals)] = head[i].substr(equals + 1);
        } else {
            request.tariffs.push_back(file_or_word(head[i]));
        }
    }
    const auto quoted =
        run::quote({workspace_.clock, workspace_.secrets, workspace_.faults}, request);
    return quoted ? quote_text(*quoted) : "refused: " + quoted.error().text + "\n";
}

// "simulate 2026-03 2026-04 NEW other.yaml where plan=HOME by city cost BUY release no-readings"
Result<std::string> TrialPlayer::simulate(const Words& head) {
    run::SimulateRequest request;
    request.months = TRY(months_at(head[1], head[2]));
    for (std::size_t i = 3; i < head.size(); ++i) {
        const bool has_next = i + 1 < head.size();
        if (head[i] == "where" && has_next)
            request.where.push_back(TRY(run::parse_base_condition(head[++i])));
        else if (head[i] == "by" && has_next) request.by = head[++i];
        else if (head[i] == "cost" && has_next)
            request.cost = run::Candidate{file_or_word(head[++i])};
        else if (head[i] == "release" && has_next) {
            const auto cause = bill::parse_cause(head[++i]);
            if (!cause) return fail(Code::Invalid, "unknown cause", head[i]);
            request.released.insert(*cause);
        } else {
            request.candidates.push_back({file_or_word(head[i])});
        }
    }
    const auto found = run::simulate(workspace_, request, {});
    if (!found) return "refused: " + found.error().text + "\n";
    const auto figures = TRY(run::figures_of(*found));
    return simulation_text(*found, figures);
}

}  // namespace bw::scenarios
