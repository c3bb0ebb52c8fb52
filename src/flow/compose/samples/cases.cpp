#include "flow/compose/samples/cases.h"

#include "flow/compose/samples/sample_bills.h"

namespace bw::compose::samples {

std::vector<Case<bill::Invoice>> cases(std::string_view language) {
    std::vector<Case<bill::Invoice>> all;
    const auto add = [&](std::string_view name, bill::Invoice invoice) {
        all.push_back({std::string(name).append("-").append(language), std::move(invoice)});
    };
    add("electricity", electricity(language));
    add("mobile", mobile(language));
    add("credit-note", credit_note(language));
    add("settled", settled(language));
    add("first-bill", first_bill(language));
    add("corrected", corrected(language));
    add("long-names", long_names(language));
    add("water", water(language));
    add("calls", calls(language));
    add("fees-only", fees_only(language));
    add("large", large(language));
    add("gross", gross(language, GrossLines::All));
    add("gross-and-net", gross(language, GrossLines::AllButOne));
    add("sites", sites(language));
    add("advance", advance(language));
    add("settlement", settlement(language, Advances::Invoiced));
    add("settlement-paid", settlement(language, Advances::Requested));
    add("disclosing", disclosing(language));
    add("by-windows", by_windows(language));
    add("swiss", swiss(language));
    add("lines-60", long_bill(language, 60));
    add("lines-200", long_bill(language, 200));
    if (language != "en") return all;
    add("australian", australian());
    add("scripts", scripts());
    return all;
}

std::vector<Case<Reminder>> reminder_cases(std::string_view language) {
    const std::string behind = std::string("-").append(language);
    return {{"reminder" + behind, reminder(language, Overdue::Two)},
            {"reminder-many" + behind, reminder(language, Overdue::Many)}};
}

std::vector<Case<AdvancePlan>> advance_cases(std::string_view language) {
    const std::string behind = std::string("-").append(language);
    return {{"advances" + behind, advance_plan(language, Asked::Sums)},
            {"advances-billed" + behind, advance_plan(language, Asked::Bills)},
            {"advances-many" + behind, advance_plan(language, Asked::Both)}};
}

std::vector<Case<ContractSummary>> summary_cases(std::string_view language) {
    const std::string behind = std::string("-").append(language);
    return {{"summary" + behind, contract_summary(language, Said::All)},
            {"summary-short" + behind, contract_summary(language, Said::Little)}};
}

std::vector<Case<ItemisedBill>> itemised_cases(std::string_view language) {
    const std::string behind = std::string("-").append(language);
    return {{"itemised" + behind, itemised_bill(language, Called::Little)},
            {"itemised-long" + behind, itemised_bill(language, Called::Much)}};
}

}  // namespace bw::compose::samples
