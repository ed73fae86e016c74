// A mail server for one test: node smtp.js '{"key":file,"cert":file,"user":..,"password":..,"hideStartTls":bool,"host":..,"refuse":{"address":[codes]}}'
// Says {"port":n}, then each mail that it takes as one line of JSON.
const { SMTPServer } = require('smtp-server');
const fs = require('fs');
const options = JSON.parse(process.argv[2]);
const refusals = options.refuse ?? {};
const say = (line) => process.stdout.write(JSON.stringify(line) + '\n');

const server = new SMTPServer({
  key: fs.readFileSync(options.key),
  cert: fs.readFileSync(options.cert),
  authOptional: !options.user,
  hideSTARTTLS: options.hideStartTls === true,
  disableReverseLookup: true,
  onAuth: (auth, session, done) => auth.username === options.user && auth.password === options.password
    ? done(null, { user: auth.username })
    : done(new Error('Who is ' + auth.username + ' with ' + auth.password)),
  onRcptTo: (address, session, done) => {
    const code = (refusals[address.address] ?? []).shift();
    return code ? done(Object.assign(new Error('planted'), { responseCode: code })) : done();
  },
  onData: (stream, session, done) => {
    const parts = [];
    stream.on('data', (part) => parts.push(part));
    stream.on('end', () => {
      say({
        from: session.envelope.mailFrom.address,
        to: session.envelope.rcptTo.map((to) => to.address),
        secure: session.secure,
        user: session.user ?? null,
        data: Buffer.concat(parts).toString('base64'),
      });
      done();
    });
  },
});
server.on('error', () => {}); // a client that turns away from our certificate
server.listen(0, options.host ?? '127.0.0.1', () => say({ port: server.server.address().port }));
