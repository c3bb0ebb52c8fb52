#include "run/issued.h"

#include "flow/bill/snapshot.h"
#include "run/bill_run.h"

namespace bw::run {

Result<std::string> archived(Workspace& workspace, store::Transaction& tx,
                             const bill::InvoiceRow& row, archive::Format format) {
    for (const auto& document :
         archive::documents_of_invoice(tx, workspace.tenant, row.payer.account, row.id))
        if (document.format == format) return workspace.archive->read(tx, document.key);
    return fail(Code::NotFound, "the archive holds no such document of this invoice",
                "invoice " + row.number);
}

Result<IssuedBill> issued_bill(Workspace& workspace, const std::string& number) {
    const auto tx = workspace.database->begin(store::Access::Read);
    auto row = bill::find_invoice(*tx, workspace.tenant, number);
    if (!row)
        return fail(Code::NotFound, "there is no such invoice; `invoice list` shows them",
                    "invoice " + number);
    const std::string data = TRY(archived(workspace, *tx, *row, archive::Format::Json));
    auto invoice = TRY(bill::read_snapshot(data, "invoice " + number));
    invoice.id = row->id;
    const auto run = TRY(find_run(*tx, workspace.tenant, row->run));
    auto composer = TRY(composer_of(*tx, workspace.tenant,
                                    {.hash = run.template_hash,
                                     .issued_on = run.terms.issued_on,
                                     .as_of = AsOf{run.terms.cut}}));
    return IssuedBill{std::move(*row), std::move(invoice), std::move(composer)};
}

}  // namespace bw::run
