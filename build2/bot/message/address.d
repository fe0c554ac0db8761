build2/bot/message/address.o: bot/message/address.c \
 include/docket/base/banned.h bot/message/address.h \
 include/docket/message/mail.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/slice.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 bot/message/header.h
include/docket/base/banned.h:
bot/message/address.h:
include/docket/message/mail.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
bot/message/header.h:
