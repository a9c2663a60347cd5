// The embedded clinic's PBX against a real Chromium with SIP.js: what is said about sound is measured, in both directions.
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Page } from 'playwright';
import { AmiClient, ClinicProcess, until } from './fixtures/clinic-process.ts';
import { openPhoneHost } from './fixtures/bare-phone-host.ts';
import type { PhoneHost } from './fixtures/bare-phone-host.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let clinic: ClinicProcess;
let host: PhoneHost;
let ami: AmiClient;
let page: Page;

/** Session numbers count up in a page: each test uses the next ones. */
let next = 0;

const saw = (prefix: string, count = 1): Promise<string> =>
  page.evaluate(([what, times]) => window.phone.saw(what, times), [prefix, count] as const);
const heard = (index: number) => page.evaluate((session) => window.phone.heard(session), index);
const lastLog = (prefix: string): Promise<number> =>
  page.evaluate((what) => window.phone.log.filter((entry) => entry.what.startsWith(what)).length, prefix);

/** A caller with a tone is in the queue, the phone has answered; gives the call's id and the session's number. */
async function answeredCall(tone = 440): Promise<{ id: string; session: number }> {
  const before = await lastLog('incoming');
  const id = await clinic.call({ number: '+12065550112', name: 'WHITFIELD JAMES', tone });
  await saw('incoming', before + 1);
  const session = next++;
  await page.evaluate((index) => window.phone.answer(index), session);
  // SIP.js calls a session established when its 200 is out, and ends it when the ACK comes after a re-INVITE of its own.
  await saw(`acknowledged ${session}`);
  return { id, session };
}

/** Both ends hear the other's tone: the caller the phone's microphone, the phone the caller's tone. */
async function soundBothWays(id: string, session: number, tone = 440): Promise<void> {
  await clinic.reaches(id, 'the caller hears the microphone', ({ legs }) => legs[0]?.heard.tone === 1000);
  await until('the phone hears the caller', async () => (await heard(session)).tone === tone);
}

beforeAll(async () => {
  [clinic, host] = await Promise.all([
    // A parked caller comes back within a test's patience.
    ClinicProcess.start(['--quiet', '--recall-seconds', '2']),
    openPhoneHost(),
  ]);
  ami = await AmiClient.open(clinic.ready.ami);
  page = await host.open();
  await page.evaluate((login) => window.phone.start(login), clinic.login('101'));
  await saw('register accepted');
}, 60_000);

afterEach(async () => {
  // Whatever a test left: every call and every session ends, and the queue is free again.
  await clinic.hangupAll();
  await page.evaluate(async () => {
    for (const session of window.phone.sessions) if (session.state === 'Established') await session.bye();
  });
  await until('the desk is idle', async () => (await clinic.status()).devices['PJSIP/101'] === 'NOT_INUSE');
  // Wrap-up is over when the member may ring again.
  await until('no wrap-up', async () => {
    const blocks = await ami.ask({ Action: 'QueueStatus', Queue: 'front-desk' }, 'Complete');
    const member = blocks.find((block) => block['Location'] === 'PJSIP/101');
    const end = Number(member?.['LastCall'] ?? 0) + Number(member?.['Wrapuptime'] ?? 0);
    return Date.now() / 1000 > end;
  });
});

afterAll(async () => {
  ami.close();
  await host.close();
  expect(await clinic.stop()).toBe(0);
  expect(clinic.errors.join('')).toBe('');
});

describe('registration', () => {
  it('lights the lamp of the desk', async () => {
    expect((await clinic.status()).devices['PJSIP/101']).toBe('NOT_INUSE');
  });

  it('refuses a wrong password', async () => {
    const other = await host.open();
    const login = { ...clinic.login('102'), password: 'wrong' };
    const answer = await other.evaluate(async (wrong) => {
      await window.phone.start(wrong);
      return window.phone.saw('register refused');
    }, login);
    expect(answer).toBe('register refused 403');
    await other.context().close();
    expect((await clinic.status()).devices['PJSIP/102']).toBe('UNAVAILABLE');
  });
});

describe('a call from the queue', () => {
  it('rings with the queue and the caller in the INVITE, and is heard both ways', async () => {
    const { id, session } = await answeredCall();
    const invite = await page.evaluate(
      () => window.phone.log.findLast(({ what }) => what.startsWith('incoming'))?.what,
    );
    const { uniqueId } = await clinic.view(id);
    expect(invite).toContain('WHITFIELD JAMES|+12065550112');
    expect(invite).toContain('X-Queue=front-desk');
    expect(invite).toContain(`X-Queue-Entry=${uniqueId}`);
    expect(invite).toContain(`X-Linked-Id=${uniqueId}`);
    expect(invite).toContain('P-Asserted-Identity="WHITFIELD JAMES" <sip:%2B12065550112@clinic.demo>');
    await soundBothWays(id, session);
  });

  it('tells AMI in the order of Asterisk', async () => {
    const from = ami.events.length;
    const { id, session } = await answeredCall();
    const { uniqueId } = await clinic.view(id);
    await page.evaluate((index) => window.phone.bye(index), session);
    await until('AgentComplete', () =>
      Promise.resolve(ami.events.slice(from).some((event) => event['Event'] === 'AgentComplete')),
    );
    const mine = ami.events.slice(from).filter((event) => event['Uniqueid'] === uniqueId);
    expect(mine.map((event) => event['Event'])).toEqual([
      'QueueCallerJoin',
      'DialBegin',
      'AgentCalled',
      'DialEnd',
      'QueueCallerLeave',
      'AgentConnect',
      'AgentComplete',
    ]);
    expect(mine.at(-1)).toMatchObject({ Queue: 'front-desk', Interface: 'PJSIP/101', Reason: 'agent' });
  });

  it('is held with music, silence toward the holder, and resumed', async () => {
    const { id, session } = await answeredCall();
    await soundBothWays(id, session);
    await page.evaluate((index) => window.phone.hold(index, true), session);
    await clinic.reaches(id, 'held with music', ({ state, legs }) => {
      const [caller] = legs;
      return state === 'held' && caller?.heard.tone === null && (caller?.heard.rms ?? 0) > 300;
    });
    await until('the holder hears nothing', async () => (await heard(session)).rms < 0.001);
    expect((await clinic.status()).devices['PJSIP/101']).toBe('ONHOLD');
    await page.evaluate((index) => window.phone.hold(index, false), session);
    await soundBothWays(id, session);
  });

  it('goes on after an ICE restart', async () => {
    const { id, session } = await answeredCall(1200);
    await soundBothWays(id, session, 1200);
    await page.evaluate((index) => window.phone.hold(index, false, true), session);
    const frames = (await clinic.view(id)).legs[0]?.heard.frames ?? 0;
    await clinic.reaches(id, 'more sound', ({ legs }) => (legs[0]?.heard.frames ?? 0) > frames + 50);
    await soundBothWays(id, session, 1200);
  });

  it('is abandoned when the caller hangs up', async () => {
    const from = ami.events.length;
    const before = await lastLog('incoming');
    const id = await clinic.call({ number: '', name: '' });
    const invite = await saw('incoming', before + 1);
    expect(invite).toContain('Anonymous|anonymous');
    const session = next++;
    await clinic.hangup(id);
    await saw(`session ${session} Terminated`);
    const names = ami.events.slice(from).map((event) => event['Event']);
    expect(names.indexOf('QueueCallerAbandon')).toBeGreaterThan(-1);
    expect(names.indexOf('QueueCallerLeave')).toBeGreaterThan(names.indexOf('QueueCallerAbandon'));
  });
});

describe('two desks', () => {
  let second: Page;

  beforeAll(async () => {
    second = await host.open();
    await second.evaluate((login) => window.phone.start({ ...login, prepare: true }), clinic.login('102'));
    await second.evaluate(() => window.phone.saw('register accepted'));
  });
  afterAll(() => second.context().close());

  it('ring together; the one that answers gets the call, with the answer made while it rang', async () => {
    const before = await lastLog('incoming');
    const id = await clinic.call({ number: '+12065550134', name: 'W BRANDT', tone: 1200 });
    await saw('incoming', before + 1);
    const lost = next++;
    await second.evaluate(() => window.phone.saw('prepared'));
    await second.evaluate(() => window.phone.answer(0));
    expect(await saw('cancelled SIP')).toContain('Call completed elsewhere');
    await saw(`session ${lost} Terminated`);
    await clinic.reaches(id, 'heard at the second desk', ({ legs }) => legs[0]?.heard.tone === 1000);
    await until('the caller', async () => (await second.evaluate(() => window.phone.heard(0))).tone === 1200);
    expect((await clinic.view(id)).with).toEqual(['PJSIP/102']);
    await clinic.hangup(id);
    await second.evaluate(() => window.phone.saw('session 0 Terminated'));
  });

  it('one calls the other, and each hears the other', async () => {
    const index = await page.evaluate(() => window.phone.call('102'));
    next = index + 1;
    await second.evaluate(() => window.phone.saw('incoming Front desk|101'));
    await saw(`progress ${index} 180`);
    await second.evaluate(() => window.phone.saw('prepared', 2));
    await second.evaluate(() => window.phone.answer(1));
    await saw(`session ${index} Established`);
    await until('the second desk', async () => (await heard(index)).tone === 1000);
    await until('the front desk', async () => (await second.evaluate(() => window.phone.heard(1))).tone === 1000);
    await page.evaluate((session) => window.phone.bye(session), index);
    await second.evaluate(() => window.phone.saw('session 1 Terminated'));
  });

  it('takes a chosen caller out of the queue by AMI', async () => {
    await ami.ask({ Action: 'QueuePause', Interface: 'PJSIP/101', Paused: 'true', Reason: 'test' });
    await ami.ask({ Action: 'QueuePause', Interface: 'PJSIP/102', Paused: 'true', Reason: 'test' });
    const id = await clinic.call({ number: '+12065550155', name: '', tone: 440 });
    const { channel, state } = await clinic.view(id);
    expect(state).toBe('waiting');
    const [answer] = await ami.ask({
      Action: 'QueueWithdrawCaller',
      Queue: 'front-desk',
      Caller: channel,
      WithdrawInfo: '102',
    });
    expect(answer).toMatchObject({ Response: 'Success' });
    await second.evaluate(() => window.phone.saw('incoming |+12065550155'));
    // At once, while the answer is still being prepared: a second one is made, with another certificate.
    await second.evaluate(() => window.phone.answer(2));
    await clinic.reaches(id, 'talking to 102', (call) => call.state === 'talking' && call.with[0] === 'PJSIP/102');
    for (const extension of ['101', '102'])
      await ami.ask({ Action: 'QueuePause', Interface: `PJSIP/${extension}`, Paused: 'false' });
  });
});

describe('when the line breaks', () => {
  it('a call outlives its socket and goes on over the next', async () => {
    const { id, session } = await answeredCall();
    await soundBothWays(id, session);
    await page.evaluate(() => window.phone.reconnect());
    await page.evaluate((index) => window.phone.hold(index, false, true), session);
    await soundBothWays(id, session);
    expect((await clinic.view(id)).state).toBe('talking');
    await page.evaluate((index) => window.phone.bye(index), session);
    await clinic.reaches(id, 'ended', ({ state }) => state === 'ended');
  });

  it('the PBX goes down and comes back on the same port', async () => {
    await clinic.pbx('down');
    await saw('transport lost');
    expect((await clinic.status()).devices['PJSIP/101']).toBe('UNAVAILABLE');
    await clinic.pbx('up');
    await page.evaluate(() => window.phone.reconnect());
    await until('registered', async () => (await clinic.status()).devices['PJSIP/101'] === 'NOT_INUSE');
    ami.close();
    ami = await AmiClient.open(clinic.ready.ami);
  });
});

describe('transfers', () => {
  it('blind to a nurse who answers', async () => {
    const { id, session } = await answeredCall();
    const before = await lastLog('notify');
    await page.evaluate((index) => window.phone.transfer(index, '201'), session);
    await saw('refer 202');
    await saw('notify SIP/2.0 100', 1);
    await saw('notify SIP/2.0 180', 1);
    expect(await saw('notify SIP/2.0 200', 1)).toContain('terminated');
    expect(await lastLog('notify')).toBe(before + 3);
    const call = await clinic.reaches(id, 'talking to the nurse', (view) => view.with[0] === 'PJSIP/201');
    expect(call.state).toBe('talking');
    await clinic.hangup(id);
  });

  it('blind to a busy extension gives the caller back', async () => {
    const { id, session } = await answeredCall();
    await page.evaluate((index) => window.phone.transfer(index, '204'), session);
    expect(await saw('notify SIP/2.0 486')).toContain('terminated');
    const call = await clinic.view(id);
    expect(call).toMatchObject({ state: 'talking', with: ['PJSIP/101'] });
    await soundBothWays(id, session);
  });

  it('attended: the caller is left with the colleague', async () => {
    const { id, session } = await answeredCall();
    const before = await lastLog('notify SIP/2.0 200');
    await page.evaluate((index) => window.phone.hold(index, true), session);
    const consult = await page.evaluate(() => window.phone.call('202'));
    next = consult + 1;
    await saw(`progress ${consult} 180`);
    await saw(`session ${consult} Established`);
    await page.evaluate(([one, other]) => window.phone.transfer(one, other), [session, consult] as const);
    await saw('notify SIP/2.0 200', before + 1);
    await saw(`session ${consult} Terminated`);
    const call = await clinic.reaches(id, 'talking to billing', (view) => view.with[0] === 'PJSIP/202');
    expect(call.state).toBe('talking');
    await clinic.reaches(id, 'billing is heard', ({ legs }) => (legs[0]?.heard.rms ?? 0) > 200);
    await clinic.hangup(id);
  });
});

describe('parking', () => {
  it('keeps a caller in a slot with music, tells who parked, and rings the parker when nobody takes the caller', async () => {
    const { id, session } = await answeredCall();
    const before = await lastLog('incoming');
    const done = (await lastLog('notify SIP/2.0 200')) + 1;
    await page.evaluate((index) => window.phone.transfer(index, '900'), session);
    await saw('notify SIP/2.0 200', done);
    await page.evaluate((index) => window.phone.bye(index), session);
    const parked = (await ami.ask({ Action: 'ParkedCalls' }, 'Complete')).find((block) => block['ParkingSpace']);
    expect(parked).toMatchObject({ ParkingSpace: '901', ParkerDialString: 'PJSIP/101' });
    expect(parked).toMatchObject({ ParkeeCallerIDNum: '+12065550112' });
    await clinic.reaches(id, 'music', ({ legs }) => (legs[0]?.heard.rms ?? 0) > 0.01);
    await saw('incoming', before + 1);
    expect(ami.events.map((event) => event['Event'])).toContain('ParkedCallTimeOut');
    expect(await ami.ask({ Action: 'ParkedCalls' }, 'Complete')).toHaveLength(2);
    const back = next++;
    await page.evaluate((index) => window.phone.answer(index), back);
    await saw(`acknowledged ${back}`);
    await soundBothWays(id, back);
  });

  it('lets nobody take a slot that is empty', async () => {
    const index = await page.evaluate(() => window.phone.call('905'));
    next = index + 1;
    await saw(`session ${index} Terminated`);
  });
});

describe('calls from the desk', () => {
  it('hears itself at 601 and its keypad arrives', async () => {
    const digits: string[] = [];
    const index = await page.evaluate(() => window.phone.call('601'));
    next = index + 1;
    await saw(`session ${index} Established`);
    await until('the echo', async () => (await heard(index)).tone === 1000);
    await page.evaluate((session) => window.phone.dtmf(session, '5#'), index);
    await until('the digits', async () => {
      const { channels } = await clinic.status();
      digits.push(channels.find(({ device }) => device === 'PJSIP/101')?.digits ?? '');
      return digits.at(-1) === '5#';
    });
  });

  it.each([
    ['204', '486'],
    ['999', '404'],
    ['102', '480'],
  ])('%s answers %s', async (number, status) => {
    const index = await page.evaluate((target) => window.phone.call(target), number);
    next = index + 1;
    expect(await saw(`rejected ${index}`)).toBe(`rejected ${index} ${status}`);
  });

  it('cancels a call that rings', async () => {
    const index = await page.evaluate(() => window.phone.call('299'));
    next = index + 1;
    await saw(`progress ${index} 180`);
    expect((await clinic.status()).devices['PJSIP/299']).toBe('RINGING');
    await page.evaluate(
      (session) => (window.phone.sessions[session] as unknown as { cancel(): Promise<void> }).cancel(),
      index,
    );
    expect(await saw(`rejected ${index}`)).toBe(`rejected ${index} 487`);
  });
});
