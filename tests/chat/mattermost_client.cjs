// Mattermost's own client against the fake of tests/fake/chat_mattermost.py. Prints one JSON line.
const {Client4} = require('@mattermost/client');
const {FAKE, TOKEN, ROOM, MAYA, TOM} = process.env;

function client(token) {
	const c = new Client4();
	c.setUrl(FAKE);
	c.setToken(token);
	return c;
}
async function refused(promise) {
	try {
		await promise;
		return 'nothing';
	} catch (e) {
		return e.server_error_id || ('no id: ' + e.message);
	}
}
(async () => {
	const bot = client(TOKEN), maya = client('token-of-maya'), seen = {};
	const me = await bot.getMe();
	seen.me = [me.username, me.is_bot];
	seen.channels = (await bot.getAllTeamsChannels()).length;
	const one = await bot.createPost({channel_id: ROOM, message: 'hello', pending_post_id: 'k1', props: {docket: 'k1',
		attachments: [{actions: [{id: 'docket1', type: 'button', name: 'Go', integration: {url: 'http://127.0.0.1:1/x', context: {token: 't'}}}]}]}});
	const two = await bot.createPost({channel_id: ROOM, message: 'hello', pending_post_id: 'k1'});
	seen.twice = one.id === two.id;
	seen.hidden = JSON.stringify(one.props).includes('integration');
	const reply = await maya.createPost({channel_id: ROOM, message: 'bigger logo', root_id: one.id});
	seen.patched = (await bot.patchPost({id: one.id, message: 'changed'})).message;
	const since = await bot.getPostsSince(ROOM, one.create_at - 1);
	seen.since = since.order.filter((id) => since.posts[id].original_id === '').length;
	seen.history = since.order.some((id) => since.posts[id].original_id !== '' && since.posts[id].delete_at > 0);
	seen.after = (await bot.getPostsAfter(ROOM, one.id)).order.includes(reply.id);
	seen.direct = (await bot.createDirectChannel([me.id, MAYA])).type;
	seen.person = (await bot.getUser(MAYA)).email_verified;
	seen.ephemeral = await refused(bot.createPostEphemeral(MAYA, {channel_id: ROOM, message: 'x'}));
	seen.others = await refused(bot.patchPost({id: reply.id, message: 'x'}));
	seen.nowhere = await refused(bot.createPost({channel_id: 'x'.repeat(26), message: 'x'}));
	seen.long = await refused(bot.createPost({channel_id: ROOM, message: 'x'.repeat(16384)}));
	seen.nested = await refused(bot.createPost({channel_id: ROOM, message: 'x', root_id: reply.id}));
	seen.token = await refused(client('wrong').getMe());
	console.log(JSON.stringify(seen));
})().catch((e) => {
	console.error(e);
	process.exit(1);
});
