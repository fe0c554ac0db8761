build2/bot/message/letters.o: bot/message/letters.c \
 include/docket/base/banned.h bot/message/letters.h \
 include/docket/base/slice.h include/docket/base/utf8.h \
 include/docket/base/pool.h include/docket/base/str.h
include/docket/base/banned.h:
bot/message/letters.h:
include/docket/base/slice.h:
include/docket/base/utf8.h:
include/docket/base/pool.h:
include/docket/base/str.h:
