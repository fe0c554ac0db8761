build2/bot/message/header.o: bot/message/header.c \
 include/docket/base/banned.h bot/message/header.h \
 include/docket/message/mail.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/slice.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/base/day.h
include/docket/base/banned.h:
bot/message/header.h:
include/docket/message/mail.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/day.h:
