build2/bot/wire/smtp_slot.o: bot/wire/smtp_slot.c \
 include/docket/base/banned.h bot/wire/smtp_slot.h bot/wire/peer.h \
 include/docket/base/err.h include/docket/conf/conf.h \
 include/docket/base/day.h include/docket/base/slice.h \
 include/docket/base/str.h include/docket/base/vec.h \
 include/docket/base/pool.h bot/wire/smtp_text.h \
 include/docket/wire/smtp.h include/docket/base/clock.h \
 include/docket/base/utf8.h
include/docket/base/banned.h:
bot/wire/smtp_slot.h:
bot/wire/peer.h:
include/docket/base/err.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/base/slice.h:
include/docket/base/str.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
bot/wire/smtp_text.h:
include/docket/wire/smtp.h:
include/docket/base/clock.h:
include/docket/base/utf8.h:
