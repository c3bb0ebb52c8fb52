// Every sample bill keeps PDF/A-3a and PDF/UA-1; with one thing in it spoilt, the clause of that
// thing is found.
#include "flow/compose/conformity/conformity.h"
#include "flow/compose/documents/composer.h"
#include "flow/compose/samples/sample_bills.h"
#include "platform/pdf/qpdf.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <qpdf/Buffer.hh>
#include <qpdf/QPDFWriter.hh>

#include <algorithm>
#include <functional>
#include <string>

namespace bw::conformity {
namespace {

using Object = QPDFObjectHandle;

const documents::Composer& composer() {
    static const auto made = documents::Composer::create();
    EXPECT_TRUE(made.has_value());
    return *made;
}

const std::string& bill() {
    static const auto made = documents::pdf(compose::samples::electricity("en"), composer());
    EXPECT_TRUE(made.has_value());
    return *made;
}

std::string told(const Report& report) {
    std::string text = report.judged.name();
    for (const auto& finding : report.findings)
        text += fmt::format("\n{} {} {}", finding.clause, finding.where, finding.text);
    return text;
}

void expect_conforms(const std::string& bytes, const std::string& what) {
    const auto report = check(bytes);
    ASSERT_TRUE(report) << what << ": " << report.error().message();
    EXPECT_EQ(report->declared.name(), "PDF/A-3a, PDF/UA-1") << what;
    EXPECT_TRUE(report->conforms()) << what << ": " << told(*report);
}

TEST(OwnBills, KeepWhatTheyDeclare) {
    using namespace compose::samples;
    for (const std::string language : {"en", "de"}) {
        for (const auto& invoice :
             {electricity(language), mobile(language), credit_note(language), settled(language),
              first_bill(language), corrected(language), long_names(language), water(language),
              calls(language), fees_only(language), large(language)}) {
            const auto bytes = documents::pdf(invoice, composer());
            ASSERT_TRUE(bytes) << bytes.error().message();
            expect_conforms(*bytes, invoice.number + " " + language);
        }
    }
    for (const std::string language : {"it", "es"}) {
        for (const auto& invoice :
             {electricity(language), credit_note(language), water(language)}) {
            const auto bytes = documents::pdf(invoice, composer());
            ASSERT_TRUE(bytes) << bytes.error().message();
            expect_conforms(*bytes, invoice.number + " " + language);
        }
    }
    const auto preview = documents::preview_pdf(electricity("en"), composer());
    ASSERT_TRUE(preview);
    expect_conforms(*preview, "a preview");
}

// The file written again by another program, after a change.
std::string changed(const std::function<void(QPDF&)>& change,
                    const std::function<void(QPDFWriter&)>& with = {}) {
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.processMemoryFile("bill", bill().data(), bill().size());
    change(pdf);
    QPDFWriter writer(pdf);
    writer.setOutputMemory();
    writer.setStaticID(true);
    writer.setNewlineBeforeEndstream(true);
    if (with) with(writer);
    writer.write();
    const auto buffer = writer.getBufferSharedPointer();
    return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

const Standard kArchive{3, 'a', true};

void expect_found(const std::string& bytes, std::initializer_list<std::string_view> clauses,
                  const std::string& what) {
    const auto report = check(bytes, kArchive);
    ASSERT_TRUE(report) << what << ": " << report.error().message();
    for (const auto clause : clauses)
        EXPECT_TRUE(std::ranges::any_of(report->findings,
                                        [&](const Finding& f) { return f.clause == clause; }))
            << what << " should break " << clause << ": " << told(*report);
}

Object page(QPDF& pdf, std::size_t number = 0) { return pdf.getAllPages().at(number); }

// The first object that is so.
Object find(QPDF& pdf, const std::function<bool(Object&)>& is_it) {
    for (auto& object : pdf.getAllObjects()) {
        Object dictionary = object.isStream() ? object.getDict() : object;
        if (dictionary.isDictionary() && is_it(dictionary)) return object;
    }
    ADD_FAILURE() << "the bill has no such object";
    return Object::newNull();
}
Object find_named(QPDF& pdf, const std::string& key, const std::string& name) {
    return find(pdf, [&](Object& of) {
        return of.getKey(key).isName() && of.getKey(key).getName() == name;
    });
}

void add_content(QPDF& pdf, const std::string& operators) {
    page(pdf).addPageContents(Object::newStream(&pdf, operators), false);
}

void replace_in_metadata(QPDF& pdf, const std::string& from, const std::string& to) {
    Object stream = pdf.getRoot().getKey("/Metadata");
    const auto buffer = stream.getStreamData();
    std::string text(reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize());
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    stream.replaceStreamData(text, Object::newNull(), Object::newNull());
}

// Of the e-invoice inside, what names it.
Object attached(QPDF& pdf) { return pdf.getRoot().getKey("/AF").getArrayItem(0); }
Object attached_stream(QPDF& pdf) { return attached(pdf).getKey("/EF").getKey("/F"); }

TEST(OwnBills, AreStillWellWhenAnotherProgramWritesThem) {
    expect_conforms(changed([](QPDF&) {}), "written again");
    expect_conforms(changed([](QPDF& pdf) {
                        pdf.getRoot().removeKey("/AF");
                        pdf.getRoot().removeKey("/Names");
                    }),
                    "without its e-invoice");
}

struct Planted {
    std::string what;
    std::vector<std::string_view> clauses;
    std::function<void(QPDF&)> change;
};

// What the file says of itself.
std::vector<Planted> of_the_file() {
    return {{"no language", {"7.2-34"}, [](QPDF& pdf) { pdf.getRoot().removeKey("/Lang"); }},
            {"a language that is none",
             {"6.7.4-1", "7.2-29"},
             [](QPDF& pdf) { pdf.getRoot().replaceKey("/Lang", Object::newString("english!")); }},
            {"no mark",
             {"6.7.2.2-1", "6.2-1"},
             [](QPDF& pdf) { pdf.getRoot().removeKey("/MarkInfo"); }},
            {"no structure",
             {"6.7.3.3-1", "7.1-11", "7.1-3"},
             [](QPDF& pdf) { pdf.getRoot().removeKey("/StructTreeRoot"); }},
            {"no output intent",
             {"6.2.4.3-2"},
             [](QPDF& pdf) { pdf.getRoot().removeKey("/OutputIntents"); }},
            {"a profile of a later version",
             {"6.2.3-1"},
             [](QPDF& pdf) {
                 Object stream = pdf.getRoot()
                                     .getKey("/OutputIntents")
                                     .getArrayItem(0)
                                     .getKey("/DestOutputProfile");
                 const auto buffer = stream.getStreamData();
                 std::string bytes(reinterpret_cast<const char*>(buffer->getBuffer()),
                                   buffer->getSize());
                 bytes[8] = 5;
                 stream.replaceStreamData(bytes, Object::newNull(), Object::newNull());
             }},
            {"no title shown",
             {"7.1-10"},
             [](QPDF& pdf) { pdf.getRoot().removeKey("/ViewerPreferences"); }},
            {"a program to open with",
             {"6.5.1-1"},
             [](QPDF& pdf) {
                 pdf.getRoot().replaceKey("/OpenAction", Object::parse("<</S/JavaScript/JS(1)>>"));
             }},
            {"actions of the file", {"6.5.2-1"}, [](QPDF& pdf) {
                 pdf.getRoot().replaceKey("/AA", Object::parse("<<>>"));
             }}};
}

// XMP.
std::vector<Planted> of_its_metadata() {
    return {{"no metadata",
             {"6.6.2.1-1", "7.1-8"},
             [](QPDF& pdf) { pdf.getRoot().removeKey("/Metadata"); }},
            {"another part",
             {"6.6.4-2"},
             [](QPDF& pdf) { replace_in_metadata(pdf, "<pdfaid:part>3", "<pdfaid:part>2"); }},
            {"a level in small letters",
             {"6.6.4-3"},
             [](QPDF& pdf) { replace_in_metadata(pdf, "conformance>A<", "conformance>a<"); }},
            {"a property that nobody defines",
             {"6.6.2.3.1-1"},
             [](QPDF& pdf) {
                 replace_in_metadata(pdf, "<pdf:Producer>",
                                     "<pdf:Colour>red</pdf:Colour><pdf:Producer>");
             }},
            {"a title that is no language alternative",
             {"6.6.2.3.1-2"},
             [](QPDF& pdf) {
                 replace_in_metadata(pdf, "<dc:format>application/pdf", "<dc:format>a paper");
             }},
            {"an e-invoice that nobody describes",
             {"6.6.2.3.1-1"},
             [](QPDF& pdf) {
                 replace_in_metadata(pdf, "invoice:1p0#</pdfaSchema", "invoice:2p0#</pdfaSchema");
             }},
            {"a profile that is a number",
             {"6.6.2.3.1-2"},
             [](QPDF& pdf) {
                 replace_in_metadata(pdf, "ConformanceLevel\" pdfaProperty:valueType=\"Text",
                                     "ConformanceLevel\" pdfaProperty:valueType=\"Integer");
             }},
            {"metadata that are no XML", {"6.6.2.1-4"}, [](QPDF& pdf) {
                 replace_in_metadata(pdf, "</rdf:RDF>", "");
             }}};
}

// Elements and what they must say.
std::vector<Planted> of_its_structure() {
    return {
        {"a figure without a text",
         {"7.3-1"},
         [](QPDF& pdf) { find_named(pdf, "/S", "/Figure").removeKey("/Alt"); }},
        {"a type that is no type",
         {"6.7.3.4-1", "7.1-5"},
         [](QPDF& pdf) {
             find_named(pdf, "/S", "/Table").replaceKey("/S", Object::newName("/Gitter"));
         }},
        {"a heading that skips a level",
         {"7.4.2-1"},
         [](QPDF& pdf) { find_named(pdf, "/S", "/H2").replaceKey("/S", Object::newName("/H6")); }},
        {"a cell as wide as nine",
         {"7.2-43"},
         [](QPDF& pdf) {
             Object cell = find(pdf, [](Object& of) {
                 return of.getKey("/S").isName() && of.getKey("/S").getName() == "/TD";
             });
             cell.replaceKey("/A", Object::parse("<</O/Table/ColSpan 9>>"));
         }},
        {"a cell outside of its row", {"7.2-10"}, [](QPDF& pdf) {
             find_named(pdf, "/S", "/TD").replaceKey("/S", Object::newName("/P"));
         }}};
}

// Fonts and files inside.
std::vector<Planted> of_its_parts() {
    return {{"no font",
             {"6.2.11.4.1-1", "7.21.4.1-1"},
             [](QPDF& pdf) {
                 Object descriptor = find_named(pdf, "/Type", "/FontDescriptor");
                 for (const char* key : {"/FontFile2", "/FontFile3"}) descriptor.removeKey(key);
             }},
            {"other widths",
             {"6.2.11.5-1", "7.21.5-1"},
             [](QPDF& pdf) {
                 Object font = find(pdf, [](Object& of) { return of.hasKey("/W"); });
                 font.removeKey("/W");
             }},
            {"no characters",
             {"6.2.11.7.2-1", "7.21.7-1"},
             [](QPDF& pdf) { find_named(pdf, "/Subtype", "/Type0").removeKey("/ToUnicode"); }},
            {"a file inside without its relation",
             {"6.8-3"},
             [](QPDF& pdf) { attached(pdf).removeKey("/AFRelationship"); }},
            {"a file inside that belongs to nothing",
             {"6.8-4"},
             [](QPDF& pdf) { pdf.getRoot().removeKey("/AF"); }},
            {"a file inside of no type",
             {"6.8-1"},
             [](QPDF& pdf) { attached_stream(pdf).getDict().removeKey("/Subtype"); }},
            {"a file inside with one name", {"6.8-2", "7.11-1"}, [](QPDF& pdf) {
                 attached(pdf).removeKey("/UF");
             }}};
}

// Pages and annotations.
std::vector<Planted> of_its_pages() {
    return {
        {"an annotation that is a film",
         {"6.3.1-1", "6.3.2-1", "6.3.3-1", "7.18.1-1"},
         [](QPDF& pdf) {
             Object film = pdf.makeIndirectObject(
                 Object::parse("<</Type/Annot/Subtype/Movie/Rect[0 0 9 9]>>"));
             Object annotations = Object::newArray();
             annotations.appendItem(film);
             page(pdf).replaceKey("/Annots", annotations);
         }},
        {"a page whose links have no order",
         {"7.18.3-1"},
         [](QPDF& pdf) {
             for (Object of : pdf.getAllPages()) of.removeKey("/Tabs");
         }},
        {"a sheet as large as a house",
         {"6.1.13-11"},
         [](QPDF& pdf) { page(pdf).replaceKey("/MediaBox", Object::parse("[0 0 20000 842]")); }},
        {"a transfer function", {"6.2.5-1", "6.2.10-1"}, [](QPDF& pdf) {
             page(pdf)
                 .getKey("/Resources")
                 .replaceKey("/ExtGState", Object::parse("<</Odd<</TR/Identity/BM/Loud>>>>"));
             add_content(pdf, "\n/Odd gs\n");
         }}};
}

// Operators.
std::vector<Planted> of_its_content() {
    return {{"a path that belongs to nothing",
             {"7.1-3"},
             [](QPDF& pdf) { add_content(pdf, "\n0 0 1 1 re f\n"); }},
            {"an operator that is none",
             {"6.2.2-1"},
             [](QPDF& pdf) { add_content(pdf, "\n1 2 paint\n"); }},
            {"an intent that is none",
             {"6.2.6-1"},
             [](QPDF& pdf) { add_content(pdf, "\n/Pretty ri\n"); }},
            {"thirty states",
             {"6.1.13-8"},
             [](QPDF& pdf) {
                 std::string all;
                 for (int i = 0; i < 30; ++i) all += "q ";
                 add_content(pdf, "\n" + all + "\n");
             }},
            {"four colours for a screen",
             {"6.2.4.3-3"},
             [](QPDF& pdf) { add_content(pdf, "\n/Artifact BMC 0 0 0 1 k 0 0 1 1 re f EMC\n"); }},
            {"an odd number of digits",
             {"6.1.6-1"},
             [](QPDF& pdf) { add_content(pdf, "\n/Artifact <</Note <4>>> BDC EMC\n"); }},
            {"a number without measure", {"6.1.13-1"}, [](QPDF& pdf) {
                 add_content(pdf, "\n99999999999 w\n");
             }}};
}

TEST(OwnBills, APlantedDefectIsFoundUnderItsClause) {
    for (const auto& defects : {of_the_file(), of_its_metadata(), of_its_structure(),
                                of_its_parts(), of_its_pages(), of_its_content()})
        for (const auto& [what, clauses, change] : defects) {
            SCOPED_TRACE(what);
            const auto report = check(changed(change), kArchive);
            ASSERT_TRUE(report) << report.error().message();
            for (const auto clause : clauses)
                EXPECT_TRUE(std::ranges::any_of(
                    report->findings, [&](const Finding& f) { return f.clause == clause; }))
                    << "it should break " << clause << ": " << told(*report);
        }
}

TEST(OwnBills, BytesAroundTheObjectsCountToo) {
    const std::string& good = bill();
    expect_found("\n" + good, {"6.1.2-1"}, "a blank line before it");
    expect_found(good + "behind", {"6.1.3-3"}, "something behind it");
    std::string without_comment = good;
    const auto second = good.find('\n') + 1;
    without_comment.replace(second, 2, "%a");
    expect_found(without_comment, {"6.1.2-2"}, "no comment of high bytes");
    std::string spaced = good;
    const auto object = good.find(" obj\n");
    ASSERT_NE(object, std::string::npos);
    spaced[object + 4] = ' ';
    expect_found(spaced, {"6.1.9-1"}, "an object that begins in its line");
    expect_found(changed([](QPDF&) {},
                         [](QPDFWriter& writer) {
                             writer.setR3EncryptionParametersInsecure(
                                 "", "owner", true, true, true, true, true, true, qpdf_r3p_full);
                         }),
                 {"6.1.3-2"}, "a locked file");
}

TEST(Conformity, WhatIsNoPdfFileIsRefused) {
    EXPECT_FALSE(check(""));
    EXPECT_FALSE(check("a letter"));
    EXPECT_FALSE(check("%PDF-1.7\n"));
    const auto cut = check(bill().substr(0, bill().size() / 2));
    EXPECT_TRUE(!cut || !cut->conforms());
}

TEST(Conformity, AFileThatDeclaresNothingConformsToNothing) {
    const std::string bytes = changed([](QPDF& pdf) { pdf.getRoot().removeKey("/Metadata"); });
    const auto report = check(bytes);
    ASSERT_TRUE(report);
    EXPECT_FALSE(report->judged.is_any());
    EXPECT_FALSE(report->conforms());
}

TEST(Conformity, StandardsAreReadAsPeopleWriteThem) {
    EXPECT_EQ(parse_standard("PDF/A-3a, PDF/UA-1")->name(), "PDF/A-3a, PDF/UA-1");
    EXPECT_EQ(parse_standard("pdfa-2b")->name(), "PDF/A-2b");
    EXPECT_EQ(parse_standard("pdfua-1")->name(), "PDF/UA-1");
    EXPECT_FALSE(parse_standard("PDF/A-1b"));
    EXPECT_FALSE(parse_standard("PDF/A-2c"));
    EXPECT_FALSE(parse_standard(""));
}

}  // namespace
}  // namespace bw::conformity
