// Who is let in by the EHR's sign-in, and who is not, over a door made of paper. The real one: test/ehr/smart.test.ts.
import { EhrProfile, factsOf } from '../../../shared/domain/ehr/profile.ts';
import { describe, expect, it } from 'vitest';
import type { EhrAccess } from '../../../shared/contract/ehr-access.ts';
import type { Site } from '../../../shared/domain/site/site.ts';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import { FakeClock, FakeTopics, FakeVault, deferred, settle, testSite } from '../../../test/fakes/parts.ts';
import type { EhrDoor, Granted, Opening } from '../../ports/ehr-access.ts';
import { EhrAccessService } from './ehr-access-service.ts';

type User = Site['users'][number];
const FHIR = 'https://ehr.example/fhir';
const ANA: User = { id: 'ana', name: 'Ana', role: 'receptionist', extension: '201', fhirUser: 'Practitioner/7' };
const BO: User = { id: 'bo', name: 'Bo', role: 'receptionist', extension: '202' };
const caller = { page: 'console', userId: '', role: undefined } as const;

const grantOf = (more: Partial<Granted> = {}): Granted => ({
  accessToken: 'token 1',
  refreshToken: 'refresh',
  lifeMs: 600_000,
  scopes: ['user/*.cruds'],
  fhirUser: 'Practitioner/7',
  authenticatedAt: 1_000_000,
  ...more,
});

class PaperDoor implements EhrDoor {
  readonly asked: { afresh: boolean }[] = [];
  readonly revoked: string[] = [];
  readonly renewed: string[] = [];
  cancelled = 0;
  renewal: Result<Granted> = ok(grantOf({ accessToken: 'renewed', refreshToken: 'refresh 2' }));
  #answers: ((granted: Result<Granted>) => void)[] = [];

  scopes = () => Promise.resolve(ok([]));
  open(options: { afresh: boolean }): Promise<Result<Opening>> {
    this.asked.push(options);
    const { promise, resolve } = deferred<Result<Granted>>();
    this.#answers.push(resolve);
    const cancel = () => {
      this.cancelled++;
      resolve(fail('ehrSignInOver'));
    };
    return Promise.resolve(ok({ address: 'https://ehr.example/authorize', granted: promise, cancel }));
  }
  renew(refreshToken: string): Promise<Result<Granted>> {
    this.renewed.push(refreshToken);
    return Promise.resolve(this.renewal);
  }
  byKey = (): Promise<Result<Granted>> => Promise.resolve(ok(grantOf({ refreshToken: undefined })));
  revoke(refreshToken: string): Promise<void> {
    this.revoked.push(refreshToken);
    return Promise.resolve();
  }
  async answer(granted: Result<Granted>): Promise<void> {
    this.#answers.at(-1)?.(granted);
    await settle();
  }
}

function stage({ user, users = [ANA, BO], locked = false }: { user?: User; users?: User[]; locked?: boolean } = {}) {
  const door = new PaperDoor();
  const clock = new FakeClock();
  const topics = new FakeTopics();
  const vault = new FakeVault();
  const entered: string[] = [];
  const audited: string[] = [];
  let here = user;
  let changes = 0;
  let profile: EhrProfile | undefined;
  const site = {
    ...testSite({ users }),
    ehr: { fhir: FHIR, signIn: { kind: 'user' as const, clientId: 'frontdesk', redirect: 'loopback' } },
  };
  const service: EhrAccessService = new EhrAccessService({
    ...{ clock, topics, vault, site: () => site, user: () => here, profile: () => profile },
    doors: { to: () => door, newKey: () => Promise.resolve({ privateKey: 'private', publicKeys: 'public' }) },
    enter: (who, purpose) => {
      entered.push(`${purpose} ${who.id}`);
      here = who;
      service.apply();
      return ok({});
    },
    audit: (action, userId, { detail }) => audited.push([action, userId, detail].filter(Boolean).join(' ')),
    onAccess: () => changes++,
  });
  service.apply();
  const run = (name: 'begin' | 'cancel' | 'signOut', input: object = {}) =>
    service.handlers[`ehrAccess.${name}`]!(input as never, caller) as Promise<Result<unknown>>;
  return {
    ...{ door, clock, vault, entered, audited, service, locked },
    begin: (purpose: 'connect' | 'enter' | 'unlock') => run('begin', { purpose, language: 'en' }),
    run,
    become: (next: User | undefined) => {
      here = next;
      service.apply();
    },
    /** The EHR has said what it has. */
    stated: (statement: object) => {
      profile = new EhrProfile(factsOf(statement)!);
      service.apply();
    },
    changes: () => changes,
    shown: () => topics.get('ehrAccess', 'it') as EhrAccess,
  };
}

describe('somebody at the desk', () => {
  it('is told what will be asked for: nothing that this EHR does not have, once that is known', () => {
    const { shown, stated } = stage({ user: ANA });
    expect(shown().asked.map(({ area }) => area)).toContain('contacts');
    const resource = [{ type: 'Patient', interaction: [{ code: 'read' }] }];
    stated({ resourceType: 'CapabilityStatement', rest: [{ mode: 'server', resource }] });
    expect(shown().asked).toEqual([{ area: 'patients', access: 'see', missing: 'nothing' }]);
  });

  it('signs in to the EHR: waited for, then in, kept for the next start, and nothing secret on the page', async () => {
    const { begin, door, shown, vault, service, audited, changes } = stage({ user: ANA });
    expect(shown()).toMatchObject({ kind: 'user', state: 'signedOut' });
    expect(await service.token()).toMatchObject({ ok: false, error: { code: 'ehrSignIn' } });
    expect(await begin('connect')).toEqual(ok({ address: 'https://ehr.example/authorize' }));
    expect([shown().state, shown().address, door.asked]).toEqual([
      'waiting',
      'https://ehr.example/authorize',
      [{ afresh: false, language: 'en' }],
    ]);
    await door.answer(ok(grantOf()));
    expect(shown()).toMatchObject({ state: 'signedIn', since: 1_000_000 });
    expect(shown()).not.toHaveProperty('address');
    expect(await service.token()).toEqual(ok('token 1'));
    expect(vault.secrets.get('ehrToken:ana')).toContain('refresh');
    expect(JSON.stringify(shown())).not.toMatch(/token 1|refresh|Practitioner/);
    expect([audited, changes()]).toEqual([['ehrSignIn ana'], 1]);
  });

  it('does not get in as somebody else, as a patient, or as nobody where the site says who they are', async () => {
    for (const fhirUser of [
      'Practitioner/8',
      'Patient/7',
      'https://elsewhere.example/fhir/Practitioner/7',
      undefined,
    ]) {
      const { begin, door, shown, service, vault } = stage({ user: ANA });
      await begin('connect');
      await door.answer(ok(grantOf({ fhirUser })));
      expect(shown()).toMatchObject({ state: 'signedOut', failure: 'ehrOtherPerson' });
      expect([vault.secrets.size, door.revoked]).toEqual([0, ['refresh']]);
      expect((await service.token()).ok).toBe(false);
    }
  });

  it('whom the site does not name may be any member of staff, but no patient', async () => {
    const staff = stage({ user: BO });
    await staff.begin('connect');
    await staff.door.answer(ok(grantOf({ fhirUser: 'Practitioner/99' })));
    expect(staff.shown().state).toBe('signedIn');
    const patient = stage({ user: BO });
    await patient.begin('connect');
    await patient.door.answer(ok(grantOf({ fhirUser: 'Patient/99' })));
    expect(patient.shown().failure).toBe('ehrOtherPerson');
  });

  it('may call it off, and begin again: an answer that comes late opens nothing', async () => {
    const { begin, run, door, shown } = stage({ user: ANA });
    await begin('connect');
    await run('cancel');
    expect([shown().state, door.cancelled]).toEqual(['signedOut', 1]);
    await door.answer(ok(grantOf()));
    expect(shown().state).toBe('signedOut');
    await begin('connect');
    await begin('connect');
    expect(door.cancelled).toBe(2);
    await door.answer(ok(grantOf()));
    expect(shown().state).toBe('signedIn');
  });

  it("leaves: what was given goes with them, comes back with them, and is never the next one's", async () => {
    const { begin, door, become, service, shown } = stage({ user: ANA });
    await begin('connect');
    await door.answer(ok(grantOf()));
    become(BO);
    expect(shown().state).toBe('signedOut');
    expect(await service.token()).toMatchObject({ error: { code: 'ehrSignIn' } });
    become(ANA);
    expect(shown().state).toBe('signedIn');
    expect(await service.token()).toEqual(ok('renewed'));
    expect(door.renewed).toEqual(['refresh']);
  });

  it('who leaves while a token is renewed leaves nothing behind', async () => {
    const { begin, door, become, service, clock, vault } = stage({ user: ANA });
    await begin('connect');
    await door.answer(ok(grantOf({ lifeMs: 100_000 })));
    clock.advance(90_000);
    const asked = service.token();
    become(BO);
    expect(await asked).toMatchObject({ error: { code: 'ehrSignIn' } });
    expect(vault.secrets.get('ehrToken:ana')).not.toContain('refresh 2');
  });

  it('signs out of the EHR: forgotten here and said there', async () => {
    const { begin, run, door, shown, vault, audited } = stage({ user: ANA });
    await begin('connect');
    await door.answer(ok(grantOf()));
    await run('signOut');
    expect([shown().state, vault.secrets.size, door.revoked]).toEqual(['signedOut', 0, ['refresh']]);
    expect(audited.at(-1)).toBe('ehrSignOut ana');
  });
});

describe('a token', () => {
  it('is renewed a minute before it ends, without being asked for', async () => {
    const { begin, door, clock, service } = stage({ user: ANA });
    await begin('connect');
    await door.answer(ok(grantOf()));
    clock.advance(539_000);
    expect(door.renewed).toEqual([]);
    clock.advance(1_000);
    await settle();
    expect(door.renewed).toEqual(['refresh']);
    expect(await service.token()).toEqual(ok('renewed'));
  });

  it('that cannot be renewed now is asked for again later; one that is taken back is gone', async () => {
    const { begin, door, clock, service, shown, changes } = stage({ user: ANA });
    await begin('connect');
    await door.answer(ok(grantOf()));
    door.renewal = fail('ehrUnreachable');
    clock.advance(700_000);
    expect(await service.token()).toMatchObject({ error: { code: 'ehrUnreachable' } });
    expect(shown().state).toBe('signedIn');
    door.renewal = fail('ehrSignIn', 'invalid_grant');
    expect(await service.token()).toMatchObject({ error: { code: 'ehrSignIn' } });
    expect([shown().state, changes()]).toEqual(['signedOut', 2]);
  });

  it('of another server is not shown to this one', async () => {
    const { vault, become, service } = stage();
    vault.set('ehrToken:ana', JSON.stringify({ fhir: 'https://old.example/fhir', refreshToken: 'old', scopes: [] }));
    become(ANA);
    expect(await service.token()).toMatchObject({ error: { code: 'ehrSignIn' } });
    vault.set('ehrToken:bo', '{"torn');
    become(BO);
    expect(service.isMissing()).toBe(true);
  });
});

describe('in place of the password here', () => {
  it('lets in whom the site knows by their EHR name, with the password asked for there', async () => {
    const { begin, door, entered, shown } = stage();
    expect(shown().canEnter).toBe(true);
    await begin('enter');
    expect(door.asked).toEqual([{ afresh: true, language: 'en' }]);
    await door.answer(ok(grantOf()));
    expect([entered, shown().state]).toEqual([['enter ana'], 'signedIn']);
  });

  it.each([
    ['a stranger', grantOf({ fhirUser: 'Practitioner/99' }), 'ehrOtherPerson'],
    ['a patient', grantOf({ fhirUser: 'Patient/7' }), 'ehrOtherPerson'],
    ['nobody in particular', grantOf({ fhirUser: undefined }), 'ehrOtherPerson'],
    ['whom the browser remembered', grantOf({ authenticatedAt: 1_000_000 - 300_000 }), 'ehrNotAsked'],
    ['somebody, it is not said since when', grantOf({ authenticatedAt: undefined }), 'ehrNotAsked'],
  ])('does not let in %s', async (_who, granted, failure) => {
    const { begin, door, entered, shown, vault, audited } = stage();
    await begin('enter');
    await door.answer(ok(granted));
    expect([entered, vault.secrets.size, shown().failure]).toEqual([[], 0, failure]);
    expect([door.revoked, audited]).toEqual([['refresh'], [`ehrSignInRefused ${failure}`]]);
  });

  it('two people of one EHR name are nobody', async () => {
    const { begin, door, entered } = stage({ users: [ANA, { ...BO, fhirUser: 'Practitioner/7' }] });
    await begin('enter');
    await door.answer(ok(grantOf()));
    expect(entered).toEqual([]);
  });

  it('unlocks for whoever is there, and for nobody else', async () => {
    const own = stage({ user: ANA });
    await own.begin('unlock');
    await own.door.answer(ok(grantOf()));
    expect(own.entered).toEqual(['unlock ana']);
    const other = stage({ user: { ...BO, fhirUser: 'Practitioner/8' } });
    await other.begin('unlock');
    await other.door.answer(ok(grantOf()));
    expect([other.entered, other.shown().failure]).toEqual([[], 'ehrOtherPerson']);
  });

  it('is not begun where it makes no sense', async () => {
    expect(await stage().begin('connect')).toMatchObject({ error: { code: 'notSignedIn' } });
    expect(await stage().begin('unlock')).toMatchObject({ error: { code: 'notSignedIn' } });
    expect(await stage({ user: ANA }).begin('enter')).toMatchObject({ error: { code: 'notSignedIn' } });
  });
});
