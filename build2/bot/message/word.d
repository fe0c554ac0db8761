build2/bot/message/word.o: bot/message/word.c \
 include/docket/base/banned.h bot/message/header.h \
 include/docket/message/mail.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/slice.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 bot/message/charset.h include/docket/base/utf8.h
include/docket/base/banned.h:
bot/message/header.h:
include/docket/message/mail.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
bot/message/charset.h:
include/docket/base/utf8.h:
