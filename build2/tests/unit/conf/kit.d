build2/tests/unit/conf/kit.o: tests/unit/conf/kit.c \
 tests/unit/conf/../check.h include/docket/base/slice.h \
 include/docket/base/file.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/conf/kit.h \
 include/docket/base/asset.h include/docket/base/vec.h \
 include/docket/base/pool.h
tests/unit/conf/../check.h:
include/docket/base/slice.h:
include/docket/base/file.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/conf/kit.h:
include/docket/base/asset.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
