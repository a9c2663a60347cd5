// The embedded clinic on its wires, without a browser: hostile SIP, AMI, the control API, and calls that come by themselves.
import { connect } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { header } from '../../electron/clinic/pbx/sip/message.ts';
import { AmiClient, ClinicProcess, until } from './fixtures/clinic-process.ts';
import { RawPhone } from './fixtures/raw-phone.ts';

let clinic: ClinicProcess;
let ami: AmiClient;

beforeAll(async () => {
  clinic = await ClinicProcess.start();
  ami = await AmiClient.open(clinic.ready.ami);
});
afterAll(async () => {
  ami.close();
  expect(await clinic.stop()).toBe(0);
  expect(clinic.errors.join('')).toBe('');
});

/** The raw answer: a reply to a damaged request may carry the damage along. */
async function reply(phone: RawPhone, text: string, status: number): Promise<string> {
  const before = phone.received.length;
  phone.send(text);
  return until(`a ${status}`, () => {
    const answer = phone.received.slice(before).find((one) => one.startsWith(`SIP/2.0 ${status} `));
    return Promise.resolve(answer);
  });
}

describe('SIP', () => {
  it('speaks only the subprotocol sip', async () => {
    const socket = new WebSocket(clinic.ready.sip, 'chat');
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toMatch(/subprotocol/i);
  });

  it('answers a ping with a pong and OPTIONS with what it can do', async () => {
    const phone = await RawPhone.open(clinic.login('103'));
    phone.send('\r\n\r\n');
    await until('pong', () => Promise.resolve(phone.received.includes('\r\n')));
    const answer = await phone.request('OPTIONS', 'sip:clinic.demo');
    expect(answer).toMatchObject({ status: 200 });
    expect(header(answer, 'allow')).toContain('REFER');
    phone.close();
  });

  it('challenges, refuses a wrong answer, takes the right one, and forgets on request', async () => {
    const phone = await RawPhone.open(clinic.login('103'));
    const challenge = await phone.request('REGISTER', 'sip:clinic.demo');
    expect(challenge).toMatchObject({ status: 401 });
    const wrong = phone.authorization(challenge, 'REGISTER', 'sip:clinic.demo', 'guess');
    expect(await phone.request('REGISTER', 'sip:clinic.demo', [wrong])).toMatchObject({ status: 403 });
    expect(await phone.register()).toMatchObject({ status: 200 });
    expect((await clinic.status()).devices['PJSIP/103']).toBe('NOT_INUSE');
    const again = await phone.request('REGISTER', 'sip:clinic.demo');
    const bye = phone.authorization(again, 'REGISTER', 'sip:clinic.demo');
    expect(await phone.request('REGISTER', 'sip:clinic.demo', [bye, 'Expires: 0'])).toMatchObject({ status: 200 });
    expect((await clinic.status()).devices['PJSIP/103']).toBe('UNAVAILABLE');
    phone.close();
  });

  it('lets nobody call without a password', async () => {
    const phone = await RawPhone.open(clinic.login('103'));
    expect(await phone.request('INVITE', 'sip:201@clinic.demo')).toMatchObject({ status: 407 });
    phone.close();
  });

  it('answers damaged requests with 400 and stays', async () => {
    const phone = await RawPhone.open(clinic.login('103'));
    const good = ['Via: SIP/2.0/WS x;branch=z9hG4bKq', 'From: <sip:a@b>;tag=1', 'To: <sip:c@d>', 'Call-ID: q'];
    const text = (...lines: string[]): string => `${[...good, ...lines].join('\r\n')}\r\n\r\n`;
    expect(await reply(phone, `OPTIONS sip:x SIP/2.0\r\n${text('CSeq: x OPTIONS')}`, 400)).toContain('malformed CSeq');
    expect(await reply(phone, `OPTIONS sip:x SIP/2.0\r\n${text('CSeq: 1 BYE')}`, 400)).toContain('another method');
    await reply(phone, `BYE sip:x SIP/2.0\r\n${text('CSeq: 1 BYE')}`, 481);
    await reply(phone, `CANCEL sip:x SIP/2.0\r\n${text('CSeq: 1 CANCEL')}`, 481);
    await reply(phone, `JUGGLE sip:x SIP/2.0\r\n${text('CSeq: 1 JUGGLE')}`, 405);
    await reply(phone, `SUBSCRIBE sip:x SIP/2.0\r\n${text('CSeq: 1 SUBSCRIBE')}`, 489);
    for (const junk of [
      '',
      '\0\0\0',
      'SIP/2.0 200 OK\r\n\r\n',
      'INVITE',
      `ACK sip:x SIP/2.0\r\n${text('CSeq: 1 ACK')}`,
    ])
      phone.send(junk);
    expect(await phone.request('OPTIONS', 'sip:clinic.demo')).toMatchObject({ status: 200 });
    phone.close();
  });

  it('cuts off who sends too much, and only that one', async () => {
    const [flood, other] = [await RawPhone.open(clinic.login('103')), await RawPhone.open(clinic.login('104'))];
    flood.send(`INVITE ${'x'.repeat(100_000)}`);
    await until('cut off', () => Promise.resolve(flood.closed));
    expect(await other.request('OPTIONS', 'sip:clinic.demo')).toMatchObject({ status: 200 });
    other.close();
  });

  it('hangs up on a phone whose answer has no usable sound', async () => {
    const phone = await RawPhone.open(clinic.login('103'));
    await phone.register();
    const id = await clinic.call({ number: '+12065550112', direct: '103' });
    const invite = await phone.next('INVITE', (message) => message.kind === 'request' && message.method === 'INVITE');
    const copied = ['Via', 'From', 'Call-ID', 'CSeq'].map((name) => `${name}: ${header(invite, name) ?? ''}`);
    const to = `To: ${header(invite, 'to') ?? ''};tag=raw`;
    phone.send(`SIP/2.0 200 OK\r\n${[...copied, to, 'Contact: <sip:103@raw.invalid>'].join('\r\n')}\r\n\r\nv=0`);
    await phone.next('ACK', (message) => message.kind === 'request' && message.method === 'ACK');
    await phone.next('BYE', (message) => message.kind === 'request' && message.method === 'BYE');
    await clinic.reaches(id, 'ended', ({ state }) => state === 'ended');
    expect(clinic.errors.splice(0).join('')).toContain('unusable media');
    phone.close();
  });
});

describe('AMI', () => {
  it('refuses strangers and wrong secrets', async () => {
    const socket = connect(clinic.ready.ami.port, '127.0.0.1');
    socket.setEncoding('utf8');
    let text = '';
    socket.on('data', (chunk) => (text += String(chunk)));
    socket.write('Action: QueueStatus\r\nActionID: 1\r\n\r\n');
    await until('denied', () => Promise.resolve(text.includes('Permission denied')));
    expect(text).toMatch(/^Asterisk Call Manager\/\d+\.\d+\.\d+\r\n/);
    socket.write('Action: Login\r\nUsername: frontdesk\r\nSecret: guess\r\n\r\n');
    await once(socket, 'close');
    expect(text).toContain('Authentication failed');
  });

  it('is fully booted after the login, and pings', async () => {
    await until('FullyBooted', () => Promise.resolve(ami.events.some((event) => event['Event'] === 'FullyBooted')));
    expect(await ami.ask({ Action: 'Ping' })).toMatchObject([{ Response: 'Success', Ping: 'Pong' }]);
  });

  it('answers nonsense with an error and stays', async () => {
    const bad = [
      { Action: 'Fly' },
      { Action: 'QueuePause', Interface: 'PJSIP/999', Paused: 'true' },
      { Action: 'QueuePause' },
      { Action: 'QueueAdd', Queue: 'nowhere', Interface: 'PJSIP/101' },
      { Action: 'QueueWithdrawCaller', Queue: 'front-desk', Caller: 'PJSIP/none' },
      { Action: 'Redirect', Channel: 'PJSIP/none', Exten: '201', Context: 'x', Priority: '1' },
    ];
    for (const action of bad) expect((await ami.ask(action))[0]).toMatchObject({ Response: 'Error' });
    ami.write('this is no action\r\n\r\n');
    expect((await ami.ask({ Action: 'Ping' }))[0]).toMatchObject({ Response: 'Success' });
  });

  it('lists queues, members, callers and lamps', async () => {
    const id = await clinic.call({ number: '206.555.0112', name: 'X' });
    const blocks = await ami.ask({ Action: 'QueueStatus', Queue: 'front-desk' }, 'Complete');
    const kinds = blocks.map((block) => block['Event'] ?? block['Response']);
    expect(kinds).toEqual([
      'Success',
      'QueueParams',
      'QueueMember',
      'QueueMember',
      'QueueEntry',
      'QueueStatusComplete',
    ]);
    expect(blocks[4]).toMatchObject({ Position: '1', CallerIDNum: '206.555.0112', CallerIDName: 'X', Wait: '0' });
    expect(blocks[5]).toMatchObject({ EventList: 'Complete', ListItems: '4' });
    const lamps = await ami.ask({ Action: 'DeviceStateList' }, 'Complete');
    const states = Object.fromEntries(lamps.map((block) => [block['Device'], block['State']]));
    expect(states).toMatchObject({ 'PJSIP/101': 'UNAVAILABLE', 'PJSIP/201': 'NOT_INUSE', 'PJSIP/204': 'INUSE' });
    await clinic.hangup(id);
  });

  it('pauses with a reason and blanks it afterwards', async () => {
    const from = ami.events.length;
    await ami.ask({ Action: 'QueuePause', Interface: 'PJSIP/101', Paused: 'true', Reason: 'lunch' });
    await ami.ask({ Action: 'QueuePause', Interface: 'PJSIP/101', Paused: 'false' });
    const seen = await until('pause events', () => {
      const events = ami.events.slice(from).filter((event) => event['Event'] === 'QueueMemberPause');
      return Promise.resolve(events.length === 6 && events);
    });
    expect(seen[0]).toMatchObject({ Queue: 'front-desk', Paused: '1', PausedReason: 'lunch' });
    expect(seen[5]).toMatchObject({ Paused: '0', PausedReason: '' });
  });

  it('redirects a waiting caller, raises another, and counts', async () => {
    const first = await clinic.call({ number: '+12065550101' });
    const second = await clinic.call({ number: '+12065550112' });
    const { channel } = await clinic.view(second);
    await ami.ask({ Action: 'QueueChangePriorityCaller', Queue: 'front-desk', Caller: channel, Priority: '5' });
    const blocks = await ami.ask({ Action: 'QueueStatus', Queue: 'front-desk' }, 'Complete');
    const order = blocks.filter((block) => block['Event'] === 'QueueEntry').map((block) => block['CallerIDNum']);
    expect(order).toEqual(['+12065550112', '+12065550101']);
    await ami.ask({ Action: 'Redirect', Channel: channel, Context: 'x', Exten: '201', Priority: '1' });
    await clinic.reaches(second, 'with the nurse', (call) => call.with[0] === 'PJSIP/201');
    expect((await clinic.status()).devices['PJSIP/201']).toBe('INUSE');
    await Promise.all([first, second].map((id) => clinic.hangup(id)));
  });
});

describe('the control API', () => {
  it('refuses what it does not know, and browsers', async () => {
    const post = (route: string, body: string, headers = {}): Promise<number> =>
      fetch(`${clinic.ready.control}${route}`, { method: 'POST', body, headers }).then(({ status }) => status);
    expect(await post('/calls', '{"scenario":"none"}')).toBe(404);
    expect(await post('/calls', '{"nonsense":1}')).toBe(400);
    expect(await post('/calls', 'not json')).toBe(400);
    expect(await post('/calls', '{"number":"1","queue":"nowhere"}')).toBe(404);
    expect(await post('/calls', '{"number":"1"}', { origin: 'https://evil.example' })).toBe(403);
    expect(await post('/pbx', '{"state":"sideways"}')).toBe(400);
  });

  it('breaks the EHR on request', async () => {
    const base = clinic.ready.fhir ?? '';
    const status = (): Promise<number> => fetch(`${base}/metadata`).then((response) => response.status);
    const fault = (name: string): Promise<Response> =>
      fetch(`${clinic.ready.control}/ehr`, { method: 'POST', body: JSON.stringify({ fault: name }) });
    expect(await status()).toBe(200);
    await fault('html');
    const broken = await fetch(`${base}/metadata`);
    expect(broken.headers.get('content-type')).toContain('text/html');
    await fault('none');
    expect(await status()).toBe(200);
  });

  it('loses patience', async () => {
    const id = await clinic.call({ scenario: 'impatient', patience: 0.2 });
    await clinic.reaches(id, 'gone', ({ state }) => state === 'ended');
  });
});

describe('calls that come by themselves', () => {
  it('the first within five seconds of the registration of the front desk', async () => {
    const busy = await ClinicProcess.start(['--seed', '3', '--calls-per-hour', '60']);
    const phone = await RawPhone.open(busy.login('101'));
    await phone.register();
    const from = performance.now();
    const invite = await phone.next('INVITE', (message) => message.kind === 'request' && message.method === 'INVITE');
    expect(performance.now() - from).toBeLessThan(5000);
    expect(['front-desk', 'billing', 'espanol']).toContain(header(invite, 'x-queue'));
    phone.close();
    expect(await busy.stop()).toBe(0);
  });
});
