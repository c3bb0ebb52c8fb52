// What the judgement asks of a file, by its names in platform/pdf. Internal.
#pragma once

#include "platform/pdf/document.h"
#include "platform/pdf/lexer.h"
#include "platform/pdf/walk.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>

namespace bw::conformity {

using pdf_file::dictionary_of;
using pdf_file::Document;
using pdf_file::each;
using pdf_file::each_array;
using pdf_file::each_dictionary;
using pdf_file::each_named;
using pdf_file::each_numbered;
using pdf_file::get;
using pdf_file::inherited;
using pdf_file::integer_of;
using pdf_file::is_blank;
using pdf_file::is_digit;
using pdf_file::is_true;
using pdf_file::Lexer;
using pdf_file::name_in;
using pdf_file::name_of;
using pdf_file::Object;
using pdf_file::place_of;
using pdf_file::string_of;
using pdf_file::text_of;
using pdf_file::Token;

inline bool is_one_of(std::string_view text, std::initializer_list<std::string_view> all) {
    return std::ranges::find(all, text) != all.end();
}

}  // namespace bw::conformity
