build2/bot/domain/effort.o: bot/domain/effort.c \
 include/docket/base/banned.h include/docket/domain/effort.h \
 include/docket/base/slice.h include/docket/base/str.h
include/docket/base/banned.h:
include/docket/domain/effort.h:
include/docket/base/slice.h:
include/docket/base/str.h:
