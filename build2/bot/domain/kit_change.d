build2/bot/domain/kit_change.o: bot/domain/kit_change.c \
 include/docket/base/banned.h include/docket/domain/kit_change.h \
 include/docket/base/err.h include/docket/base/vec.h \
 include/docket/base/pool.h include/docket/base/slice.h \
 include/docket/base/utf8.h include/docket/base/str.h \
 include/docket/domain/job.h
include/docket/base/banned.h:
include/docket/domain/kit_change.h:
include/docket/base/err.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
include/docket/base/utf8.h:
include/docket/base/str.h:
include/docket/domain/job.h:
