// What is made of a statement: the PDF for people and the e-invoice for machines.
#pragma once

#include "books/archive/document.h"
#include "flow/bill/biller.h"
#include "flow/compose/documents/composer.h"

#include <string>

namespace bw::run {

struct Documents {
    std::string pdf;
    std::string xml;  // UBL 2.1; empty where EN 16931 has no room for the currency's decimals
};
// Adds an exception for each statement that make_documents() would refuse, or that the e-invoice
// standard forbids. Makes no document. Thread: any.
void prove(bill::Outcome& outcome, const customers::BillingAccount& account,
           const documents::Composer& composer);
Result<Documents> make_documents(const bill::Invoice& invoice, const documents::Composer& composer);

// Ids are derived from whose statement it is, so that a unit that is done again gives the same.
struct StatementKey {
    TenantId tenant;
    BillingAccountId account;
    int statement = 0;
};
InvoiceId invoice_id(const StatementKey& key);
DocumentId document_id(const StatementKey& key, archive::Format format);

}  // namespace bw::run
