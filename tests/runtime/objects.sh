#!/bin/sh
# objects.sh ARCHIVE... - what the runtime promises embedded users, read from its objects: they call
# nothing but arithmetic and block copies, and have no writable data (of tables of constants, which
# hold addresses, the linker's own relocation is all that is ever written).
set -eu

for archive; do
    nm -A --undefined-only "$archive" |
        awk '$NF !~ /^(mien_|mem(cpy|move|set|cmp)$|(acos|asin|atan2|atan|ceil|cos|exp|fabs|floor|fmax|fmin|fmod|hypot|log1p|log|lrint|pow|round|rint|sin|sincos|sqrt|tan|tanh)f?$|_GLOBAL_OFFSET_TABLE_$|__stack_chk_fail$)/ {
                 print "calls " $0; bad = 1 }
             END { exit bad }'
    objdump -t "$archive" |
        awk '$0 !~ / d / && $NF != "" && / (\.data|\.bss|\.tdata|\.tbss)([.][^r][^ \t]*)?\t/ && $(NF - 1) !~ /^0+$/ {
                 print "writable " $0; bad = 1 }
             END { exit bad }'
done
