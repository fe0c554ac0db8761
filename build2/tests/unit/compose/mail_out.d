build2/tests/unit/compose/mail_out.o: tests/unit/compose/mail_out.c \
 tests/unit/compose/../check.h include/docket/base/slice.h \
 include/docket/base/utf8.h include/docket/base/pool.h \
 include/docket/base/str.h include/docket/compose/mail_out.h \
 include/docket/base/err.h include/docket/base/vec.h
tests/unit/compose/../check.h:
include/docket/base/slice.h:
include/docket/base/utf8.h:
include/docket/base/pool.h:
include/docket/base/str.h:
include/docket/compose/mail_out.h:
include/docket/base/err.h:
include/docket/base/vec.h:
