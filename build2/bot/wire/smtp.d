build2/bot/wire/smtp.o: bot/wire/smtp.c include/docket/base/banned.h \
 include/docket/wire/smtp.h include/docket/base/err.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/base/slice.h bot/wire/smtp_slot.h bot/wire/peer.h \
 include/docket/conf/conf.h include/docket/base/day.h \
 include/docket/base/str.h bot/wire/smtp_text.h \
 include/docket/base/clock.h include/docket/base/step.h
include/docket/base/banned.h:
include/docket/wire/smtp.h:
include/docket/base/err.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
bot/wire/smtp_slot.h:
bot/wire/peer.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/base/str.h:
bot/wire/smtp_text.h:
include/docket/base/clock.h:
include/docket/base/step.h:
