// The whole catalog as of a cut, with the look-ups that billing makes: the plan in force, the versions of a
// schedule in a period, the tax of a day. Pure; a value to be shared read-only. Thread: any.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/civil.h"
#include "base/result.h"
#include "books/catalog/model.h"

namespace bw::catalog {

struct TaxOn {
    const TaxCategory* category = nullptr;
    const TaxRate* rate = nullptr;
};

struct Catalog {
    Document all;
    std::vector<Deck> decks;

    // The version of a plan in force on the day. NotFound says what there is instead.
    [[nodiscard]] Result<const Plan*> plan_on(std::string_view name, LocalDate day) const;
    // Every version of a schedule in force on some day of the period, ascending; the first one is in force on the
    // period's first day, or NotFound.
    [[nodiscard]] Result<std::vector<const Schedule*>> schedule_versions(std::string_view name, const Period& period) const;
    [[nodiscard]] const Calendar* find_calendar(std::string_view name) const;  // null: absent
    [[nodiscard]] const Taxes* find_taxes(std::string_view name) const;        // by name, else by country
    [[nodiscard]] const Deck* find_deck(std::string_view name) const;
    // Category and rate of a supply on a day.
    [[nodiscard]] Result<TaxOn> tax_on(std::string_view taxes, std::string_view key, LocalDate day) const;
    // What a charge, minimum or discount of a schedule version is called in a language; its key when it has no name.
    [[nodiscard]] std::string charge_name(std::string_view schedule, LocalDate version, std::string_view charge,
                                          const std::string& language) const;
};

}  // namespace bw::catalog
