// Which template makes the documents of a run, and letting one hold from a day of issue on. What a
// run makes documents by is kept with it, the program's own template too: so an issued bill can be
// said again as it was, whatever was released or installed since.
#pragma once

#include "books/releases/releases.h"
#include "flow/compose/documents/composer.h"
#include "flow/compose/templates/compile.h"
#include "run/workspace.h"

#include <string>
#include <string_view>

namespace bw::run {

// What bills, credit notes, advances and settlements are made by, and what letters are: what is
// overdue, the advances to come, an offer before it is signed, the calls behind a bill.
inline constexpr std::string_view kBillTemplate = "bill", kReminderTemplate = "reminder",
                                  kAdvancesTemplate = "advances", kSummaryTemplate = "summary",
                                  kItemisedTemplate = "itemised";
// The data of their documents.
inline constexpr std::string_view kBillData = "invoice/1", kReminderData = "reminder/1",
                                  kAdvancesData = "advances/1", kSummaryData = "summary/1",
                                  kItemisedData = "itemised/1";

// The program's own files of a template. NotFound: it has none of the name.
Result<releases::Files> shipped_template(std::string_view name);

templates::Compiled compile_files(const releases::Files& files);
// The plan, or an Error with the first finding; `name` is how it calls the template.
Result<templates::Plan> usable_plan(const releases::Files& files, const std::string& name);

// The hash of what documents of the day are made by. Keeps the program's own when nothing was
// released; so the transaction must be a Write one.
std::string choose_template(store::Transaction& tx, TenantId tenant, LocalDate issued_on,
                            AsOf as_of);

// Documents of a run: what they are made by, and when.
struct MadeBy {
    std::string_view hash;  // of the template that the run was started with; empty: the program's
    LocalDate issued_on;
    AsOf as_of;  // the cut of the run
};
// Made for the documents of a run, in the brands that hold for them. Error: this program cannot use
// that template or brand any more; the text says what to do.
Result<documents::Composer> composer_of(store::Transaction& tx, TenantId tenant,
                                        const MadeBy& made_by);
// By what documents of the day would be made by now; keeps nothing. `name`: kBillTemplate or one of
// the letters'.
Result<documents::Composer> composer_on(store::Transaction& tx, TenantId tenant,
                                        std::string_view name, LocalDate day);

struct Releasing {
    std::string called;    // how errors call the template: its folder
    LocalDate valid_from;  // the first day of issue
    releases::Files files;
    std::string person, reason;
};
// Of a template or a brand (brands.h), what release_template() would refuse. Invalid: it has
// findings, makes no paper, is not named as what documents are made by, or, of bills, the company's
// kits (kits.h) want more.
Result<void> check_release(store::Transaction& tx, TenantId tenant, const Releasing& what);
// As of check_release(); nothing was changed then. Duplicate: the very same holds from this day
// already.
Result<releases::Release> release_template(Workspace& workspace, Releasing what);

}  // namespace bw::run
