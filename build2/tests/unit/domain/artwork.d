build2/tests/unit/domain/artwork.o: tests/unit/domain/artwork.c \
 tests/unit/check.h include/docket/base/slice.h \
 include/docket/domain/artwork.h include/docket/conf/kit.h \
 include/docket/base/asset.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/vec.h \
 include/docket/base/pool.h
tests/unit/check.h:
include/docket/base/slice.h:
include/docket/domain/artwork.h:
include/docket/conf/kit.h:
include/docket/base/asset.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
