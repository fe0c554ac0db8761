build2/bot/store/domains.o: bot/store/domains.c \
 include/docket/base/banned.h include/docket/store/people.h \
 include/docket/store/store.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/slice.h \
 include/docket/base/vec.h include/docket/base/pool.h
include/docket/base/banned.h:
include/docket/store/people.h:
include/docket/store/store.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
