build2/tests/unit/domain/kit_change.o: tests/unit/domain/kit_change.c \
 tests/unit/check.h include/docket/base/slice.h \
 include/docket/base/asset.h include/docket/base/file.h \
 include/docket/base/err.h include/docket/base/str.h \
 include/docket/conf/kit.h include/docket/base/vec.h \
 include/docket/base/pool.h include/docket/domain/kit_change.h
tests/unit/check.h:
include/docket/base/slice.h:
include/docket/base/asset.h:
include/docket/base/file.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/conf/kit.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/domain/kit_change.h:
