// The network fails in the middle of a call. Only sound proves that it is back.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { cutFor, endCalls, isLong, listenDuring, setStage, soundBothWays, talk, wait } from './stage.ts';
import type { Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage(1);
});
afterAll(() => stage?.close());
afterEach(async () => {
  stage.network.mend();
  await until('registered', () => stage.desk.row('health')?.phone === 'registered', 40_000);
  await endCalls(stage);
});

const pbx = () => stage.pbxs[0]!;
const health = () => stage.desk.row('health')?.phone;

const CUTS = [
  [1_000, 'silent'],
  [5_000, 'silent'],
  [3_000, 'cable'],
  ...(isLong
    ? ([
        [3_000, 'silent'],
        [8_000, 'silent'],
        [8_000, 'cable'],
        [30_000, 'silent'],
        [30_000, 'cable'],
      ] as const)
    : []),
] as const;

describe('a cut in a call', () => {
  it.each(CUTS)('%d ms, %s: both hear each other again within 3 s of its end', async (ms, how) => {
    const id = await talk(stage, pbx());
    const { during, backMs } = await cutFor(stage, pbx(), id, ms, how);
    console.log(`cut ${ms} ms ${how}: back after ${Math.round(backMs)} ms`);
    // The recording of what the caller hears is written a little behind.
    expect(during).toEqual({ desk: false, caller: ms > 1_000 ? false : during.caller });
    expect(backMs).toBeLessThan(3_000);
    expect(stage.desk.row('calls', id)?.state).toBe('talking');
    await until('no trouble is shown any more', () => stage.desk.row('calls', id)?.trouble === undefined);
  });

  it('a held call stays held, and is heard again when it is resumed', async () => {
    const id = await talk(stage, pbx());
    await stage.desk.command('call.hold', { callId: id });
    await until('held', () => stage.desk.row('calls', id)?.state === 'held');
    stage.network.cut('silent');
    await wait(isLong ? 8_000 : 3_000);
    stage.network.mend();
    await until('registered', () => health() === 'registered');
    await until('the caller hears the music again', () => {
      const heard = pbx().heard('caller', [600, 1000]);
      return heard.rms > 0.01 && (heard.share[600] ?? 0) > 0.7;
    });
    expect(stage.desk.row('calls', id)?.state).toBe('held');
    expect(await stage.desk.command('call.resume', { callId: id })).toMatchObject({ ok: true });
    await soundBothWays({ phone: stage.phone, pbx: pbx(), id });
  });

  it('is said within three seconds', async () => {
    await wait(1_000);
    stage.network.cut('silent');
    const cutAt = performance.now();
    await until('said', () => health() !== 'registered');
    const foundMs = performance.now() - cutAt;
    console.log(`silence said after ${Math.round(foundMs)} ms`);
    expect(foundMs).toBeLessThan(3_200);
  });
});

describe('the computer says that its network is gone, or back', () => {
  /** As the browser tells the page; a browser that is itself made offline would lose our host, too. */
  const announce = (name: 'online' | 'offline') =>
    stage.phone.evaluate((type) => window.dispatchEvent(new Event(type)), name);

  it('and all is well: nothing happens to the phone or to the call', async () => {
    const id = await talk(stage, pbx());
    const states = new Set<unknown>();
    const { silent } = await listenDuring(stage, pbx(), async () => {
      for (const name of ['offline', 'online'] as const) {
        await announce(name);
        for (let looks = 0; looks < 12; looks++) {
          states.add(health());
          await wait(75);
        }
      }
    });
    expect([...states]).toEqual(['registered']);
    expect(silent).toEqual({ desk: 0, caller: 0 });
    expect(stage.desk.row('calls', id)?.state).toBe('talking');
  });

  it('and it is: said sooner than silence is found; and tried again at once when it is back', async () => {
    stage.network.cut('silent');
    await announce('offline');
    const cutAt = performance.now();
    await until('said', () => health() !== 'registered');
    const saidMs = performance.now() - cutAt;
    stage.network.mend();
    await announce('online');
    const mendedAt = performance.now();
    await until('registered', () => health() === 'registered');
    const backMs = performance.now() - mendedAt;
    console.log(`offline said after ${Math.round(saidMs)} ms, registered ${Math.round(backMs)} ms after online`);
    expect(saidMs).toBeLessThan(1_700);
    expect(backMs).toBeLessThan(1_500);
  });
});

describe('a cut while it rings', () => {
  it('of a moment: it goes on ringing and is answered', async () => {
    await pbx().call('2065550199', 'Test Caller');
    const row = await until('it rings', () => stage.desk.rows('calls').find((each) => each.state === 'ringing'));
    stage.network.cut('silent');
    await wait(2_500);
    stage.network.mend();
    await until('registered', () => health() === 'registered');
    await wait(3_000);
    expect(stage.desk.row('calls', row.id)?.state).toBe('ringing');
    expect(await stage.desk.command('call.answer', { callId: row.id })).toMatchObject({ ok: true });
    await until('the caller hears us', () => {
      const heard = pbx().heard('caller', [1000]);
      return heard.rms > 0.01 && (heard.share[1000] ?? 0) > 0.7;
    });
  });
});

describe('the PBX dies', () => {
  it('killed and started again: the call ends truthfully, the phone registers, the next call is heard', async () => {
    const id = await talk(stage, pbx());
    await pbx().kill();
    const began = performance.now();
    const passed = () => `${Math.round(performance.now() - began)} ms`;
    await until('it is said', () => health() !== 'registered');
    await pbx().startAgain();
    const started = passed();
    await until('registered again', () => health() === 'registered', 30_000).catch((error: unknown) => {
      throw new Error(`the phone is ${health()}`, { cause: error });
    });
    const registered = passed();
    expect(await until('the call is over', () => stage.desk.row('calls', id)?.ended, 60_000)).toBe('connectionLost');
    console.log(`PBX killed: up after ${started}, registered after ${registered}, call over after ${passed()}`);
    await talk(stage, pbx());
  });
});
