// Rocket.Chat's own client against the fake of tests/fake/chat_rocketchat.py. Prints one JSON line.
import {createRequire} from 'node:module';
const {FAKE, ROOM, BOT, TOKEN, MODULES} = process.env;
const {RestClient} = createRequire(MODULES + '/')('@rocket.chat/api-client');

const rest = new RestClient({baseUrl: FAKE});
rest.setCredentials({'X-User-Id': BOT, 'X-Auth-Token': TOKEN});
const me = await rest.get('/v1/me');
const message = {_id: 'k1', rid: ROOM, msg: 'hello'};
const one = await rest.post('/v1/chat.sendMessage', {message});
const two = await rest.post('/v1/chat.sendMessage', {message});
const changed = await rest.post('/v1/chat.update', {roomId: ROOM, msgId: 'k1', text: 'changed'});
console.log(JSON.stringify({me: me.username, twice: one.message._id === two.message._id, text: changed.message.msg}));
