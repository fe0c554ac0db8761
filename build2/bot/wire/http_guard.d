build2/bot/wire/http_guard.o: bot/wire/http_guard.c \
 include/docket/base/banned.h bot/wire/http_guard.h bot/wire/http_addr.h \
 include/docket/base/slice.h
include/docket/base/banned.h:
bot/wire/http_guard.h:
bot/wire/http_addr.h:
include/docket/base/slice.h:
