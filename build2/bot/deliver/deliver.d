build2/bot/deliver/deliver.o: bot/deliver/deliver.c \
 include/docket/base/banned.h include/docket/deliver/deliver.h \
 include/docket/base/clock.h include/docket/conf/conf.h \
 include/docket/base/day.h include/docket/base/slice.h \
 include/docket/base/err.h include/docket/base/str.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/store/outbox.h include/docket/store/store.h \
 include/docket/wire/smtp.h include/docket/base/log.h \
 include/docket/base/rand.h include/docket/base/step.h \
 include/docket/wire/source.h include/docket/base/frame.h
include/docket/base/banned.h:
include/docket/deliver/deliver.h:
include/docket/base/clock.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/base/slice.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/store/outbox.h:
include/docket/store/store.h:
include/docket/wire/smtp.h:
include/docket/base/log.h:
include/docket/base/rand.h:
include/docket/base/step.h:
include/docket/wire/source.h:
include/docket/base/frame.h:
