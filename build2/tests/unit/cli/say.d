build2/tests/unit/cli/say.o: tests/unit/cli/say.c \
 include/docket/cli/say.h tests/unit/check.h include/docket/base/slice.h \
 include/docket/base/file.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/message/mail.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/wire/source.h include/docket/base/frame.h
include/docket/cli/say.h:
tests/unit/check.h:
include/docket/base/slice.h:
include/docket/base/file.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/message/mail.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/wire/source.h:
include/docket/base/frame.h:
