build2/bot/domain/closeout.o: bot/domain/closeout.c \
 include/docket/base/banned.h include/docket/domain/closeout.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/base/slice.h include/docket/base/utf8.h \
 include/docket/base/str.h
include/docket/base/banned.h:
include/docket/domain/closeout.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/base/slice.h:
include/docket/base/utf8.h:
include/docket/base/str.h:
