// The catalog as of a cut, in memory: what plans, schedules, taxes, calendars and decks there are,
// and which version of each holds on a day. Pointers into it live as long as it does. Thread:
// immutable once loaded; share it freely.
#pragma once

#include "books/catalog/model.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace bw::catalog {

// A tax category as it stands on a day.
struct TaxOn {
    const TaxCategory* category = nullptr;
    const TaxRate* rate = nullptr;
};

struct Catalog {
    Document all;  // schedules and plans in ascending (name, from)
    std::vector<Deck> decks;

    // Brings texts into order; two of the same kind, name and date are an Error.
    static Result<Catalog> make(Document document, std::vector<Deck> decks);

    // The version of a plan in force on a day. NotFound says from when on it exists.
    [[nodiscard]] Result<const Plan*> plan_on(std::string_view name, LocalDate day) const;
    // Versions of a plan in force on any day of a period, ascending; one must hold on its first
    // day.
    [[nodiscard]] Result<std::vector<const Plan*>> plan_versions(std::string_view name,
                                                                 const Period& period) const;
    // The version of a payment plan in force on a day. NotFound says from when on it exists.
    [[nodiscard]] Result<const PaymentPlan*> payment_plan_on(std::string_view name,
                                                             LocalDate day) const;
    // Versions of a schedule in force on any day of a period, ascending; one must hold on its first
    // day.
    [[nodiscard]] Result<std::vector<const Schedule*>> schedule_versions(
        std::string_view name, const Period& period) const;
    // The first day of a period on which the agreed prices of a plan, or of a schedule of it, are
    // over (`until`) and no later version has begun. Nothing: they hold, or there never were any.
    [[nodiscard]] std::optional<LocalDate> prices_end_in(std::string_view plan,
                                                         const Period& period) const;
    // The rate of a tax category on a day of supply. taxes: name of the tax table; status: of the
    // customer, who may be charged by another category instead; NotFound when the table has no such
    // status.
    [[nodiscard]] Result<TaxOn> tax_on(std::string_view taxes, std::string_view category,
                                       LocalDate day, std::string_view status = "") const;
    [[nodiscard]] const Calendar* find_calendar(std::string_view name) const;
    // One to go by. NotFound: there is none of the name, or one that it is like is missing.
    [[nodiscard]] Result<const Calendar*> calendar(std::string_view name) const;
    [[nodiscard]] const Taxes* find_taxes(std::string_view name) const;
    [[nodiscard]] const Deck* find_deck(std::string_view name) const;
    // The name of a charge, discount, fee or minimum of a schedule's or plan's version, in a
    // language; its key when it has none. Of a plan also what `together:` names of its schedules.
    [[nodiscard]] std::string charge_name(std::string_view schedule, LocalDate version,
                                          std::string_view key, const std::string& language) const;

private:
    [[nodiscard]] std::optional<std::string> name_within(std::string_view schedule,
                                                         std::string_view key,
                                                         const std::string& language) const;
};

}  // namespace bw::catalog
