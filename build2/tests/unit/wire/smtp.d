build2/tests/unit/wire/smtp.o: tests/unit/wire/smtp.c \
 include/docket/wire/smtp.h include/docket/base/err.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/base/slice.h include/docket/conf/conf.h \
 include/docket/base/day.h include/docket/base/str.h \
 tests/unit/wire/../../../bot/wire/smtp_text.h tests/unit/wire/../check.h
include/docket/wire/smtp.h:
include/docket/base/err.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/base/str.h:
tests/unit/wire/../../../bot/wire/smtp_text.h:
tests/unit/wire/../check.h:
