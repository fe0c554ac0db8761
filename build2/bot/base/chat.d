build2/bot/base/chat.o: bot/base/chat.c include/docket/base/banned.h \
 include/docket/base/chat.h include/docket/base/err.h \
 include/docket/base/json.h include/docket/base/str.h \
 include/docket/base/slice.h include/docket/base/pool.h \
 include/docket/base/vec.h include/docket/base/utf8.h
include/docket/base/banned.h:
include/docket/base/chat.h:
include/docket/base/err.h:
include/docket/base/json.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/pool.h:
include/docket/base/vec.h:
include/docket/base/utf8.h:
