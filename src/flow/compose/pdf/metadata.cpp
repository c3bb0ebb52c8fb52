#include "flow/compose/pdf/metadata.h"

#include "flow/compose/pdf/text.h"
#include "flow/compose/pdf/writer.h"

namespace bw::pdf {
namespace {

// PDF/A knows no property of PDF/UA or Factur-X unless the file describes it (ISO 19005-3,
// 6.6.2.3.3). Fields of structures stand as attributes, for metadata lie in the file as they are.
constexpr std::string_view kSchemaSpaces =
    " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\""
    " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\""
    " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\"";
constexpr std::string_view kSchemas = "<pdfaExtension:schemas><rdf:Bag>\n";
constexpr std::string_view kUaSchema =
    "<rdf:li rdf:parseType=\"Resource\">"
    "<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    "<pdfaSchema:property><rdf:Seq><rdf:li pdfaProperty:name=\"part\""
    " pdfaProperty:valueType=\"Integer\" pdfaProperty:category=\"internal\""
    " pdfaProperty:description=\"Part of ISO 14289\"/>"
    "</rdf:Seq></pdfaSchema:property></rdf:li>\n";
constexpr std::string_view kFacturXSchema =
    "<rdf:li rdf:parseType=\"Resource\">"
    "<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
    "</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>fx</pdfaSchema:prefix>"
    "<pdfaSchema:property><rdf:Seq>\n"
    "<rdf:li pdfaProperty:name=\"DocumentFileName\" pdfaProperty:valueType=\"Text\""
    " pdfaProperty:category=\"external\" pdfaProperty:description=\"Name of the invoice file\"/>\n"
    "<rdf:li pdfaProperty:name=\"DocumentType\" pdfaProperty:valueType=\"Text\""
    " pdfaProperty:category=\"external\" pdfaProperty:description=\"Kind of document\"/>\n"
    "<rdf:li pdfaProperty:name=\"Version\" pdfaProperty:valueType=\"Text\""
    " pdfaProperty:category=\"external\" pdfaProperty:description=\"Version of its schema\"/>\n"
    "<rdf:li pdfaProperty:name=\"ConformanceLevel\" pdfaProperty:valueType=\"Text\""
    " pdfaProperty:category=\"external\" pdfaProperty:description=\"Profile of its schema\"/>\n"
    "</rdf:Seq></pdfaSchema:property></rdf:li>\n";
constexpr std::string_view kEndOfSchemas = "</rdf:Bag></pdfaExtension:schemas>\n";

constexpr std::string_view kInvoiceSpace =
    " xmlns:fx=\"urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#\"";
// The schema knows INVOICE and three kinds of orders; a credit note is an INVOICE in it, too.
constexpr std::string_view kInvoice =
    "<fx:DocumentType>INVOICE</fx:DocumentType>\n<fx:Version>1.0</fx:Version>\n";

}  // namespace

std::string pdf_date(Instant at) {
    std::string date = "D:";
    for (const char c : Instant::from_seconds(at.seconds()).to_string()) {
        if (c >= '0' && c <= '9') date += c;
    }
    return date + 'Z';
}

std::string xmp_packet(const DocumentInfo& info, const Attachment* invoice) {
    const std::string date = Instant::from_seconds(info.created.seconds()).to_string();
    std::string out =
        "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
        "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
        " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
        " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\""
        " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\"";
    out += kSchemaSpaces;
    if (invoice != nullptr) out += kInvoiceSpace;
    out += ">\n<pdfaid:part>3</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>\n"
           "<pdfuaid:part>1</pdfuaid:part>\n"
           "<dc:format>application/pdf</dc:format>\n";
    const auto add = [&](std::string_view before, std::string_view value, std::string_view after) {
        if (value.empty()) return;
        out += before;
        append_xml(out, to_utf8(clean(value)));
        out += after;
    };
    add("<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">", info.title,
        "</rdf:li></rdf:Alt></dc:title>\n");
    add("<dc:creator><rdf:Seq><rdf:li>", info.author, "</rdf:li></rdf:Seq></dc:creator>\n");
    add("<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">", info.subject,
        "</rdf:li></rdf:Alt></dc:description>\n");
    add("<dc:language><rdf:Bag><rdf:li>", info.language, "</rdf:li></rdf:Bag></dc:language>\n");
    add("<xmp:CreateDate>", date, "</xmp:CreateDate>\n");
    add("<xmp:ModifyDate>", date, "</xmp:ModifyDate>\n");
    add("<pdf:Producer>", info.producer, "</pdf:Producer>\n");
    if (invoice != nullptr) {
        out += kInvoice;
        add("<fx:DocumentFileName>", invoice->name, "</fx:DocumentFileName>\n");
        add("<fx:ConformanceLevel>", invoice->factur_x_profile, "</fx:ConformanceLevel>\n");
    }
    out.append(kSchemas).append(kUaSchema);
    if (invoice != nullptr) out += kFacturXSchema;
    out += kEndOfSchemas;
    out += "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>";
    return out;
}

std::string info_dictionary(const DocumentInfo& info) {
    std::string out = "<<";
    const auto add = [&](std::string_view key, std::string_view value) {
        if (value.empty()) return;
        out += key;
        append_text_string(out, value);
    };
    add("/Title", info.title);
    add("/Author", info.author);
    add("/Subject", info.subject);
    add("/Producer", info.producer);
    const std::string date = pdf_date(info.created);
    add("/CreationDate", date);
    add("/ModDate", date);
    return out + ">>";
}

}  // namespace bw::pdf
