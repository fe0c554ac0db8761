build2/bot/base/slice.o: bot/base/slice.c include/docket/base/banned.h \
 include/docket/base/slice.h
include/docket/base/banned.h:
include/docket/base/slice.h:
