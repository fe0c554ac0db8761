build2/tests/unit/deliver/backoff.o: tests/unit/deliver/backoff.c \
 tests/unit/check.h include/docket/base/slice.h \
 include/docket/deliver/deliver.h include/docket/base/clock.h \
 include/docket/conf/conf.h include/docket/base/day.h \
 include/docket/base/err.h include/docket/base/str.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/store/outbox.h include/docket/store/store.h \
 include/docket/wire/smtp.h
tests/unit/check.h:
include/docket/base/slice.h:
include/docket/deliver/deliver.h:
include/docket/base/clock.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/store/outbox.h:
include/docket/store/store.h:
include/docket/wire/smtp.h:
