build2/tests/unit/cli/manual.o: tests/unit/cli/manual.c \
 tests/unit/check.h include/docket/base/slice.h \
 include/docket/base/file.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/conf/conf.h \
 include/docket/base/day.h include/docket/base/vec.h \
 include/docket/base/pool.h include/docket/domain/job.h \
 tests/unit/cli/../../../bot/intake/commands.def
tests/unit/check.h:
include/docket/base/slice.h:
include/docket/base/file.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/domain/job.h:
tests/unit/cli/../../../bot/intake/commands.def:
