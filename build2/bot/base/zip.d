build2/bot/base/zip.o: bot/base/zip.c include/docket/base/banned.h \
 include/docket/base/zip.h include/docket/base/day.h \
 include/docket/base/slice.h include/docket/base/err.h \
 include/docket/base/str.h
include/docket/base/banned.h:
include/docket/base/zip.h:
include/docket/base/day.h:
include/docket/base/slice.h:
include/docket/base/err.h:
include/docket/base/str.h:
