// All that a file holds, whether or not a page uses it.
#pragma once

#include "platform/pdf/document.h"

#include <functional>
#include <string>

namespace bw::pdf_file {

// Every dictionary, those of streams among them, each once and in the order of the objects'
// numbers; `where` names the object in which it lies.
void each_dictionary(
    const Document& document,
    const std::function<void(const Object& dictionary, const std::string& where)>& on_dictionary);
// The same of arrays.
void each_array(const Document& document,
                const std::function<void(const Object& array, const std::string& where)>& on_array);
// Values of a name tree, with their names.
void each_named(const Object& tree,
                const std::function<void(const std::string& name, const Object& value)>& on_value);
// Values of a number tree.
void each_numbered(const Object& tree,
                   const std::function<void(long long number, const Object& value)>& on_value);

}  // namespace bw::pdf_file
