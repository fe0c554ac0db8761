build2/bot/deliver/settle.o: bot/deliver/settle.c \
 include/docket/base/banned.h include/docket/deliver/deliver.h \
 include/docket/base/clock.h include/docket/conf/conf.h \
 include/docket/base/day.h include/docket/base/slice.h \
 include/docket/base/err.h include/docket/base/str.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/store/outbox.h include/docket/store/store.h \
 include/docket/wire/smtp.h include/docket/base/json.h \
 include/docket/store/inputs.h include/docket/store/jobs.h \
 include/docket/domain/job.h include/docket/store/people.h
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
include/docket/base/json.h:
include/docket/store/inputs.h:
include/docket/store/jobs.h:
include/docket/domain/job.h:
include/docket/store/people.h:
