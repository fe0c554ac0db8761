build2/bot/compose/out_encode.o: bot/compose/out_encode.c \
 include/docket/base/banned.h bot/compose/out_encode.h \
 include/docket/base/str.h include/docket/base/slice.h \
 include/docket/base/utf8.h include/docket/base/pool.h
include/docket/base/banned.h:
bot/compose/out_encode.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/utf8.h:
include/docket/base/pool.h:
