import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { FakeAccess, FakeLog } from '../../test/fakes/parts.ts';
import { command } from '../../shared/contract/define.ts';
import { commands } from '../../shared/contract/index.ts';
import { fail, ok } from '../../shared/result/result.ts';
import type { Caller, Handlers } from '../ports/topics.ts';
import { CommandRouter } from './router.ts';

const CALL = { callId: 'c1' };

function stage(access = new FakeAccess()) {
  const log = new FakeLog();
  const ran: { input: unknown; caller: Caller }[] = [];
  const note = (input: unknown, caller: Caller) => {
    ran.push({ input, caller });
    return ok({});
  };
  const router = new CommandRouter(access, log);
  router.register({
    'call.hold': note,
    'session.lock': note,
    'session.unlock': note,
    'preferences.save': note,
    'phone.report': note,
  } as Handlers);
  return { access, log, ran, router };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a command', () => {
  it('is carried out with its parsed input and whoever is at the desk', async () => {
    const { router, ran } = stage();
    expect(await router.run('console', 'call.hold', { ...CALL, extra: 1 })).toEqual(ok({}));
    expect(ran).toEqual([{ input: CALL, caller: { page: 'console', userId: 'ana', role: 'receptionist' } }]);
  });

  it.each([
    ['from another page', 'phone', 'call.hold', CALL, 'in', 'notAllowed'],
    ['of the phone from the console', 'console', 'phone.report', { kind: 'holding', callIds: [] }, 'in', 'notAllowed'],
    ['before sign-in', 'console', 'call.hold', CALL, 'out', 'notSignedIn'],
    ['behind the lock', 'console', 'session.lock', {}, 'locked', 'locked'],
    ['with the wrong shape', 'console', 'call.hold', { callId: 7 }, 'in', 'invalidInput'],
    ['without input', 'console', 'call.hold', undefined, 'in', 'invalidInput'],
    ['with too much', 'console', 'session.unlock', { password: 'x'.repeat(201) }, 'in', 'invalidInput'],
  ] as const)('%s is refused and reaches nobody', async (_case, page, name, input, state, code) => {
    const { router, ran } = stage(new FakeAccess(state));
    expect(await router.run(page, name, input)).toMatchObject({ ok: false, error: { code } });
    expect(ran).toEqual([]);
  });

  it('that must work behind the lock does, and one for anyone before sign-in', async () => {
    const { router, access } = stage(new FakeAccess('locked'));
    expect(await router.run('console', 'call.hold', CALL)).toEqual(ok({}));
    access.become('out', undefined);
    expect(await router.run('console', 'preferences.save', { language: 'en', theme: 'dark' })).toEqual(ok({}));
    expect(await router.run('phone', 'phone.report', { kind: 'holding', callIds: [] })).toEqual(ok({}));
  });

  it('for some roles is refused to the others, and to somebody without one', async () => {
    const access = new FakeAccess('in', 'receptionist');
    const forSupervisors = command({
      input: z.object({}),
      output: z.object({}),
      pages: ['console'],
      access: ['supervisor', 'administrator'],
    });
    const router = new CommandRouter(access, new FakeLog(), { 'call.hold': forSupervisors });
    router.register({ 'call.hold': () => ok({}) });
    expect(await router.run('console', 'call.hold', {})).toMatchObject({ ok: false, error: { code: 'notAllowed' } });
    access.become('in', 'administrator');
    expect(await router.run('console', 'call.hold', {})).toEqual(ok({}));
    const nobody = new CommandRouter(new FakeAccess('in', undefined), new FakeLog(), { 'call.hold': forSupervisors });
    nobody.register({ 'call.hold': () => ok({}) });
    expect(await nobody.run('console', 'call.hold', {})).toMatchObject({ ok: false, error: { code: 'notAllowed' } });
  });

  it.each(['nonsense', '', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'call'])(
    'named %j is unknown',
    async (name) => {
      const { router } = stage();
      expect(await router.run('console', name, {})).toEqual(fail('unknownCommand'));
    },
  );

  it('says which fields are wrong, never what was in them', async () => {
    const { router } = stage();
    const answer = await router.run('console', 'preferences.save', { language: 'Jane Doe', theme: 'dark' });
    expect(answer).toEqual(fail('invalidInput', 'language'));
  });
});

describe('a handler', () => {
  const failing = (handlers: Handlers) => {
    const log = new FakeLog();
    const router = new CommandRouter(new FakeAccess(), log);
    router.register(handlers);
    return { log, run: () => router.run('console', 'call.hold', CALL) };
  };

  it('that throws, at once or later, is an internal error without its words', async () => {
    const handlers: Handlers[] = [
      {
        'call.hold': () => {
          throw new TypeError('Jane Doe is not iterable');
        },
      },
      { 'call.hold': () => Promise.reject(new TypeError('Jane Doe')) },
    ];
    for (const each of handlers) {
      const { run, log } = failing(each);
      expect(await run()).toEqual(fail('internal', 'call.hold'));
      expect(log.lines).toEqual([{ event: 'command.failed', fields: { name: 'call.hold', error: 'TypeError' } }]);
    }
  });

  it('that never answers is answered for by time', async () => {
    const { run } = failing({ 'call.hold': () => new Promise(() => undefined) });
    let answer: unknown;
    void run().then((envelope) => (answer = envelope));
    await vi.advanceTimersByTimeAsync(13_999);
    expect(answer).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1);
    expect(answer).toEqual(fail('timedOut', 'call.hold'));
  });

  it('leaves no timer behind', async () => {
    const { run } = failing({ 'call.hold': () => ok({}) });
    await run();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('the table of handlers', () => {
  it('refuses a second owner', () => {
    const { router } = stage();
    expect(() => router.register({ 'call.hold': () => ok({}) })).toThrow("'call.hold' has two handlers");
  });

  it('knows what nobody answers', () => {
    const { router } = stage();
    expect(router.missing()).toContain('call.answer');
    expect(router.missing()).not.toContain('call.hold');
    expect(router.missing()).toHaveLength(Object.keys(commands).length - 5);
  });
});
