build2/bot/wire/http_addr.o: bot/wire/http_addr.c \
 include/docket/base/banned.h bot/wire/http_addr.h \
 include/docket/base/slice.h
include/docket/base/banned.h:
bot/wire/http_addr.h:
include/docket/base/slice.h:
