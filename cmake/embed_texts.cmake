# Writes OUT: the texts FILES, named from ROOT on, as constants, so that the program needs no files beside it.
# NAMESPACE::FUNCTION() returns a span of TYPE{path, text}, as HEADER declares.
set(body "")
foreach(file ${FILES})
    file(RELATIVE_PATH path ${ROOT} ${file})
    file(READ ${file} text)
    string(APPEND body "    {\"${path}\", R\"text(${text})text\"},\n")
endforeach()
file(WRITE ${OUT} "#include \"${HEADER}\"
namespace ${NAMESPACE} {
std::span<const ${TYPE}> ${FUNCTION}() {
    static constexpr ${TYPE} kTexts[] = {
${body}    };
    return kTexts;
}
}  // namespace ${NAMESPACE}
")
