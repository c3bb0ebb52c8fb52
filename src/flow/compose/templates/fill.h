// Fills a template with the data of one account: conditions are asked, lists repeated, texts said
// in the language of the account. What comes out knows of no template and no invoice.
#pragma once

#include "base/result.h"
#include "flow/compose/content/block.h"
#include "flow/compose/data/value.h"
#include "flow/compose/format.h"
#include "flow/compose/templates/plan.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace bw::templates {

inline constexpr std::size_t kMostBlocks = 5'000'000;  // of one document

// Thread: one owner; a run keeps one for each thread. What it fills is good until it fills again.
class Filler {
public:
    // The plan must outlive it.
    explicit Filler(const Plan& plan);
    ~Filler();
    Filler(const Filler&) = delete;
    Filler& operator=(const Filler&) = delete;

    // The document as the channel (paper, web, email) shows it, of data of the plan's schema. Error
    // Limit: it has more than kMostBlocks.
    Result<const content::Block*> document(data::Item data, const compose::Format& format,
                                           content::Channel channel);
    // The head of the mail.
    Result<const content::Block*> email(data::Item data, const compose::Format& format);
    // The words of the message; empty: no <sms> holds.
    Result<std::string> message(data::Item data, const compose::Format& format);

private:
    class Run;
    const Plan& plan_;
    struct Memory;
    std::unique_ptr<Memory> memory_;
};

}  // namespace bw::templates
