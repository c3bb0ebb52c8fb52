// QPDF's headers. Its JSON.hh is no valid C++23 for clang (a vector of a class that is not
// complete); nothing of it is used here, and a declaration is all that the other headers need.
#pragma once

// QPDF's own pointers are the standard library's.
#ifndef POINTERHOLDER_TRANSITION
#define POINTERHOLDER_TRANSITION 4
#endif
#ifndef JSON_HH
#define JSON_HH
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>
class JSON;
#endif

#include <qpdf/QPDF.hh>
#include <qpdf/QPDFObjectHandle.hh>
