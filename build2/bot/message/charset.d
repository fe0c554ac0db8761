build2/bot/message/charset.o: bot/message/charset.c \
 include/docket/base/banned.h bot/message/charset.h \
 include/docket/base/err.h include/docket/base/pool.h \
 include/docket/base/slice.h include/docket/base/utf8.h \
 include/docket/base/str.h
include/docket/base/banned.h:
bot/message/charset.h:
include/docket/base/err.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
include/docket/base/utf8.h:
include/docket/base/str.h:
