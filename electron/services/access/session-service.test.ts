// Signing in, locking and leaving, over a vault in memory. The passwords are hashed for real.
import { describe, expect, it } from 'vitest';
import { FakeClock, FakeTopics, FakeVault, deferred, settle, testSite } from '../../../test/fakes/parts.ts';
import type { CommandParsed } from '../../../shared/contract/index.ts';
import type { Session } from '../../../shared/contract/session.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { hashPassword } from './password.ts';
import { SessionService } from './session-service.ts';

const PASSWORD = 'correct horse';
const HASH = await hashPassword(PASSWORD);
const caller = { page: 'console', userId: '', role: undefined } as const;

interface Stage {
  readonly site?: Site;
  readonly demo?: boolean;
  readonly vault?: FakeVault;
}

function stage({ site = testSite(), demo = false, vault = new FakeVault() }: Stage = {}) {
  if (!vault.secrets.has('phonePassword')) vault.secrets.set('phonePassword', 'sip');
  const clock = new FakeClock();
  const topics = new FakeTopics();
  const audited: string[] = [];
  const users: (string | undefined)[] = [];
  let opened = 0;
  const session = new SessionService({
    topics: () => topics,
    vault,
    clock,
    site: () => site,
    demo,
    onVaultOpen: () => opened++,
    onUser: (user) => users.push(user?.id),
    audit: (action, userId) => audited.push(`${action} ${userId}`),
  });
  const { handlers } = session;
  return {
    clock,
    vault,
    audited,
    users,
    session,
    opened: () => opened,
    shown: () => topics.get('session', 'it') as Session,
    signIn: async (password: string, more: Partial<CommandParsed<'session.signIn'>> = {}) =>
      handlers['session.signIn']!({ userId: 'ana', password, ...more }, caller),
    unlock: async (password: string) => handlers['session.unlock']!({ password }, caller),
    lock: () => handlers['session.lock']!({}, caller),
    signOut: () => handlers['session.signOut']!({}, caller),
    passphrase: (passphrase: string) => handlers['session.passphrase']!({ passphrase }, caller),
  };
}

/** With Ana's password already on this PC. */
const known = (): FakeVault => {
  const vault = new FakeVault();
  vault.secrets.set('password:ana', HASH);
  return vault;
};

describe('signing in', () => {
  it('the first time sets the password, which then is the only one', async () => {
    const { signIn, vault, session, shown, users, audited } = stage();
    expect(await signIn(PASSWORD)).toEqual(ok({}));
    expect(session.current()).toEqual({ state: 'in', userId: 'ana', role: 'receptionist' });
    expect(shown()).toMatchObject({ state: 'signedIn', user: { id: 'ana', extension: '201' } });
    expect(vault.secrets.get('password:ana')).toMatch(/^scrypt\$32768\$/);
    expect(vault.secrets.get('password:ana')).not.toContain(PASSWORD);
    expect([users, audited]).toEqual([['ana'], ['signIn ana']]);
    expect(await signIn('another one')).toEqual(fail('wrongPassword'));
  });

  it('the first time needs eight characters, and a disk that takes it', async () => {
    const { signIn, vault, session } = stage();
    expect(await signIn('short')).toMatchObject({ error: { code: 'invalidInput' } });
    vault.isFull = true;
    expect(await signIn(PASSWORD)).toEqual(fail('journalDiskFull'));
    expect([session.current().state, vault.secrets.has('password:ana')]).toEqual(['out', false]);
  });

  it('takes the password of the site file before that of this PC', async () => {
    const vault = new FakeVault();
    vault.secrets.set('password:ana', await hashPassword('of this PC'));
    const users = [{ id: 'ana', name: 'Ana', role: 'receptionist' as const, extension: '201', password: HASH }];
    const { signIn } = stage({ vault, site: testSite({ users }) });
    expect(await signIn('of this PC')).toEqual(fail('wrongPassword'));
    expect(await signIn(PASSWORD)).toEqual(ok({}));
  });

  it('as nobody on file is refused like a wrong password, and audited', async () => {
    const { signIn, audited, vault } = stage();
    for (const userId of ['mallory', '__proto__', ''])
      expect(await signIn(PASSWORD, { userId })).toEqual(fail('wrongPassword'));
    expect(audited).toEqual(['signInRefused mallory', 'signInRefused __proto__', 'signInRefused ']);
    expect([...vault.secrets.keys()]).toEqual(['phonePassword']);
  });

  it('shows names and roles before it, nothing else of the users', async () => {
    const { session, shown } = stage();
    session.publish();
    expect(shown()).toEqual({
      state: 'signedOut',
      users: [
        { id: 'ana', name: 'Ana', role: 'receptionist' },
        { id: 'sam', name: 'Sam', role: 'supervisor' },
      ],
      needs: [],
      demo: false,
    });
  });
});

describe('a wrong password', () => {
  it('is refused, audited, and after five of them every further try waits half a minute', async () => {
    const { signIn, clock, audited, session } = stage({ vault: known() });
    for (let count = 0; count < 5; count++) expect(await signIn('wrong')).toEqual(fail('wrongPassword'));
    expect(await signIn(PASSWORD)).toEqual(fail('wrongPassword', 'blocked', 30_000));
    clock.advance(29_999);
    expect(await signIn(PASSWORD)).toEqual(fail('wrongPassword', 'blocked', 1));
    expect(session.current().state).toBe('out');
    expect(audited).toEqual(Array.from({ length: 7 }, () => 'signInRefused ana'));
    clock.advance(1);
    expect(await signIn('wrong')).toEqual(fail('wrongPassword'));
    expect(await signIn(PASSWORD)).toMatchObject({ error: { detail: 'blocked' } });
    clock.advance(30_000);
    expect(await signIn(PASSWORD)).toEqual(ok({}));
  });

  it('is counted also when many are tried at once', async () => {
    const { signIn } = stage({ vault: known() });
    const tries = [...Array.from({ length: 11 }, (_, index) => `guess ${index}`), PASSWORD];
    const answers = await Promise.all(tries.map((guess) => signIn(guess)));
    const blocked = answers.filter((answer) => !answer.ok && answer.error.detail === 'blocked');
    expect([blocked.length, answers.some((answer) => answer.ok)]).toEqual([7, false]);
  });

  it('is forgotten after a right one', async () => {
    const { signIn } = stage({ vault: known() });
    for (let count = 0; count < 4; count++) await signIn('wrong');
    expect(await signIn(PASSWORD)).toEqual(ok({}));
    for (let count = 0; count < 4; count++) await signIn('wrong');
    expect(await signIn(PASSWORD)).toEqual(ok({}));
  });
});

describe('secrets this PC lacks', () => {
  it('are asked for and kept with the sign-in, and only with the right password', async () => {
    const vault = known();
    const { signIn, session, shown } = stage({
      vault,
      site: testSite({ pbx: { kind: 'asterisk', host: 'pbx.test', port: 5039, username: 'desk' } }),
    });
    session.publish();
    expect(shown().needs).toEqual(['pbxPassword']);
    expect(await signIn(PASSWORD)).toMatchObject({ error: { code: 'invalidInput', detail: 'secrets' } });
    expect(session.current().state).toBe('out');
    await signIn('wrong', { secrets: { pbxPassword: 'stolen' } });
    expect(vault.secrets.has('pbxPassword')).toBe(false);
    expect(await signIn(PASSWORD, { secrets: { pbxPassword: 'ami' } })).toEqual(ok({}));
    expect([vault.secrets.get('pbxPassword'), shown().needs]).toEqual(['ami', []]);
    expect(JSON.stringify(shown())).not.toContain('ami');
  });
});

describe('the lock', () => {
  it('keeps who is there, hides the rest, and opens to the same password only', async () => {
    const { signIn, lock, unlock, session, shown, audited, users } = stage({ vault: known() });
    await signIn(PASSWORD);
    let changes = 0;
    session.onChange(() => changes++);
    expect(await lock()).toEqual(ok({}));
    expect(session.current()).toEqual({ state: 'locked', userId: 'ana', role: 'receptionist' });
    expect(shown()).toMatchObject({ state: 'locked', user: { id: 'ana' } });
    expect(await unlock('wrong')).toEqual(fail('wrongPassword'));
    expect(session.current().state).toBe('locked');
    expect(await unlock(PASSWORD)).toEqual(ok({}));
    expect([session.current().state, changes, users]).toEqual(['in', 2, ['ana']]);
    expect(audited).toEqual(['signIn ana', 'lock ana', 'signInRefused ana', 'unlock ana']);
  });

  it('slows guessing as the sign-in does', async () => {
    const { signIn, lock, unlock } = stage({ vault: known() });
    await signIn(PASSWORD);
    await lock();
    for (let count = 0; count < 5; count++) await unlock('wrong');
    expect(await unlock(PASSWORD)).toMatchObject({ error: { detail: 'blocked' } });
  });

  it('never lets in nobody: a sign-out while the password is checked wins', async () => {
    const { signIn, lock, unlock, signOut, session, shown } = stage({ vault: known() });
    await signIn(PASSWORD);
    await lock();
    const unlocking = unlock(PASSWORD);
    await signOut();
    expect(await unlocking).toEqual(fail('notSignedIn'));
    expect(session.current()).toEqual({ state: 'out', userId: '', role: undefined });
    expect(shown().state).toBe('signedOut');
  });
});

it('signing out forgets who it was, tells everybody, and is audited with the name', async () => {
  const { signIn, signOut, session, shown, audited, users } = stage({ vault: known() });
  await signIn(PASSWORD);
  const told = deferred<string>();
  session.onChange(() => told.resolve(session.current().state));
  expect(await signOut()).toEqual(ok({}));
  expect(await told.promise).toBe('out');
  expect(session.user()).toBeUndefined();
  expect(shown()).not.toHaveProperty('user');
  expect([audited.at(-1), users]).toEqual(['signOut ana', ['ana', undefined]]);
});

describe('where the computer has no safe place', () => {
  const sealed = () => {
    const vault = known();
    vault.passphrase = 'open sesame';
    return vault;
  };

  it('nobody signs in before the passphrase', async () => {
    const { signIn, session, shown } = stage({ vault: sealed() });
    session.publish();
    expect(shown()).toMatchObject({ state: 'needsPassphrase', needs: [] });
    expect(await signIn(PASSWORD)).toEqual(fail('journalLocked'));
  });

  it('the right passphrase opens the journal once', async () => {
    const { passphrase, opened, signIn, shown } = stage({ vault: sealed() });
    expect(await passphrase('wrong')).toEqual(fail('wrongPassword'));
    expect(opened()).toBe(0);
    expect(await passphrase('open sesame')).toEqual(ok({}));
    expect(await passphrase('open sesame')).toEqual(ok({}));
    expect([opened(), shown().state]).toEqual([1, 'signedOut']);
    expect(await signIn(PASSWORD)).toEqual(ok({}));
  });
});

describe('the demo', () => {
  it('signs its receptionist in by itself and unlocks without a password', async () => {
    const { session, lock, unlock, audited } = stage({ demo: true });
    session.signInDemo('ana');
    expect(session.current()).toMatchObject({ state: 'in', userId: 'ana' });
    await lock();
    expect(await unlock('')).toEqual(ok({}));
    expect(audited).toEqual(['signIn ana', 'lock ana', 'unlock ana']);
  });

  it('is the demo only: a real practice asks for the password', async () => {
    const { session, unlock, lock, signIn } = stage({ vault: known() });
    session.signInDemo('ana');
    await settle();
    expect(session.current().state).toBe('out');
    await signIn(PASSWORD);
    await lock();
    expect(await unlock('')).toEqual(fail('wrongPassword'));
  });

  it('signs in nobody who is not on file', () => {
    const { session } = stage({ demo: true });
    session.signInDemo('mallory');
    expect(session.current().state).toBe('out');
  });
});
