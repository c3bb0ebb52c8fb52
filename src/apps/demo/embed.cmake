# Writes OUT: the texts under files/ as constants, so that the program needs no files beside it.
set(body "")
foreach(file ${FILES})
    file(RELATIVE_PATH path ${ROOT} ${file})
    file(READ ${file} text)
    string(APPEND body "    {\"${path}\", R\"demo(${text})demo\"},\n")
endforeach()
file(WRITE ${OUT} "#include \"apps/demo/texts.h\"
namespace bw::demo {
std::span<const Text> texts() {
    static constexpr Text kTexts[] = {
${body}    };
    return kTexts;
}
}  // namespace bw::demo
")
