build2/bot/message/notice.o: bot/message/notice.c \
 include/docket/base/banned.h bot/message/notice.h \
 include/docket/message/mail.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/slice.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/base/utf8.h bot/message/notice.def
include/docket/base/banned.h:
bot/message/notice.h:
include/docket/message/mail.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/utf8.h:
bot/message/notice.def:
