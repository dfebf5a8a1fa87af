# embed.cmake - the runtime's headers as bytes of a C file: cmake -DOUT=FILE -DFOLDER=runtime -P embed.cmake
file(GLOB headers RELATIVE ${FOLDER} ${FOLDER}/mien_*.h)
list(SORT headers)
set(arrays "")
set(table "")
foreach(header IN LISTS headers)
  file(READ ${FOLDER}/${header} hex HEX)
  string(REGEX REPLACE "(................................)" "\\1\n" lines "${hex}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${lines}")
  string(MAKE_C_IDENTIFIER ${header} symbol)
  string(APPEND arrays "static const char ${symbol}[] = {\n${bytes}0};\n\n")
  string(APPEND table "    {\"${header}\", ${symbol}},\n")
endforeach()
list(LENGTH headers count)
file(WRITE ${OUT} "/* Made by trainer/export/embed.cmake from runtime/mien_*.h. */
#include \"trainer/export/fold.h\"

_Static_assert(${count} <= FOLD_HEADERS_MAX, \"raise FOLD_HEADERS_MAX\");

${arrays}const struct fold_header fold_headers[] = {\n${table}    {0, 0},\n};\n")
