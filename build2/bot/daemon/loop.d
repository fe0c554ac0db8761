build2/bot/daemon/loop.o: bot/daemon/loop.c include/docket/base/banned.h \
 bot/daemon/chats.h bot/daemon/http_gate.h bot/daemon/children.h \
 include/docket/base/frame.h include/docket/base/err.h \
 include/docket/base/str.h include/docket/base/slice.h \
 include/docket/conf/conf.h include/docket/base/day.h \
 include/docket/base/vec.h include/docket/base/pool.h \
 include/docket/wire/http_serve.h include/docket/wire/http.h \
 include/docket/base/log.h include/docket/daemon/desk.h \
 include/docket/intake/intake.h include/docket/base/clock.h \
 include/docket/compose/template.h include/docket/base/asset.h \
 include/docket/compose/value.h include/docket/conf/kit.h \
 include/docket/domain/phrases.h include/docket/store/inbox.h \
 include/docket/store/store.h include/docket/understand/reading.h \
 include/docket/base/zone.h include/docket/message/mail.h \
 include/docket/deliver/chat.h include/docket/store/chat.h \
 include/docket/base/chat.h include/docket/base/json.h \
 include/docket/wire/chat_entry.h include/docket/wire/chat.h \
 include/docket/wire/http_out.h include/docket/intake/chat.h \
 include/docket/wire/smtp.h bot/daemon/control.h \
 include/docket/daemon/daemon.h include/docket/store/people.h \
 bot/daemon/fetches.h include/docket/wire/fetch.h bot/daemon/reader.h \
 bot/daemon/source.h include/docket/wire/source.h \
 include/docket/base/step.h include/docket/deliver/deliver.h \
 include/docket/store/outbox.h
include/docket/base/banned.h:
bot/daemon/chats.h:
bot/daemon/http_gate.h:
bot/daemon/children.h:
include/docket/base/frame.h:
include/docket/base/err.h:
include/docket/base/str.h:
include/docket/base/slice.h:
include/docket/conf/conf.h:
include/docket/base/day.h:
include/docket/base/vec.h:
include/docket/base/pool.h:
include/docket/wire/http_serve.h:
include/docket/wire/http.h:
include/docket/base/log.h:
include/docket/daemon/desk.h:
include/docket/intake/intake.h:
include/docket/base/clock.h:
include/docket/compose/template.h:
include/docket/base/asset.h:
include/docket/compose/value.h:
include/docket/conf/kit.h:
include/docket/domain/phrases.h:
include/docket/store/inbox.h:
include/docket/store/store.h:
include/docket/understand/reading.h:
include/docket/base/zone.h:
include/docket/message/mail.h:
include/docket/deliver/chat.h:
include/docket/store/chat.h:
include/docket/base/chat.h:
include/docket/base/json.h:
include/docket/wire/chat_entry.h:
include/docket/wire/chat.h:
include/docket/wire/http_out.h:
include/docket/intake/chat.h:
include/docket/wire/smtp.h:
bot/daemon/control.h:
include/docket/daemon/daemon.h:
include/docket/store/people.h:
bot/daemon/fetches.h:
include/docket/wire/fetch.h:
bot/daemon/reader.h:
bot/daemon/source.h:
include/docket/wire/source.h:
include/docket/base/step.h:
include/docket/deliver/deliver.h:
include/docket/store/outbox.h:
