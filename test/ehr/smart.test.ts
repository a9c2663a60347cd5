// The EHR's sign-in against a real authorization server (oidc-provider) in front of the made-up practice's EHR.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFhir } from '../../electron/adapters/fhir/fhir-adapter.ts';
import { smartDoors } from '../../electron/adapters/smart/door.ts';
import { startClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { ClinicEhr } from '../../electron/clinic/ehr/server.ts';
import { SERVED_TYPES } from '../../electron/clinic/ehr/capability.ts';
import { startSmartFront } from '../../electron/clinic/ehr/smart/server.ts';
import type { SmartFront, SmartFrontOptions } from '../../electron/clinic/ehr/smart/server.ts';
import type { EhrDoor, EhrTokens, Granted } from '../../electron/ports/ehr-access.ts';
import { Tokens } from '../../electron/services/ehr-access/tokens.ts';
import { systemClock } from '../../electron/compose.ts';
import type { EhrSignIn } from '../../shared/domain/site/ehr.ts';
import { askedIn } from '../../shared/domain/ehr-access/scopes.ts';
import { E164 } from '../../shared/domain/phone-number/e164.ts';
import type { Result } from '../../shared/result/result.ts';
import { FakeVault } from '../fakes/parts.ts';
import { MARIA, sampleWrite } from './samples.ts';
import { UserAgent } from './user-agent.ts';

const NOW = new Date('2026-11-20T18:00:00Z');
const STAFF = [
  { id: 'chloe', name: 'Chloe Sanders', fhirUser: 'Practitioner/front-desk', password: 'open the EHR' },
  { id: 'maria', name: 'A patient', fhirUser: `Patient/${MARIA}`, password: 'open the portal' },
];
const USER: EhrSignIn = { kind: 'user', clientId: 'frontdesk', redirect: 'loopback' };

let clinic: ClinicEhr;
const fronts: SmartFront[] = [];
beforeAll(async () => {
  clinic = await startClinicEhr({ port: 0, seed: 3, today: NOW });
});
afterAll(async () => {
  await Promise.all(fronts.map((front) => front.close()));
  await clinic.close();
});

async function front(options: Partial<SmartFrontOptions> = {}): Promise<SmartFront> {
  const made = await startSmartFront({
    ...{ port: 0, fhir: clinic.url, clientId: 'frontdesk', staff: STAFF, types: SERVED_TYPES },
    ...options,
  });
  fronts.push(made);
  return made;
}

const doorTo = (far: SmartFront, signIn: EhrSignIn = USER): EhrDoor => smartDoors.to({ fhir: far.url, signIn });

async function granted(door: EhrDoor, agent = new UserAgent(), afresh = false): Promise<Result<Granted>> {
  const opening = await door.open({ afresh, language: 'en' });
  if (!opening.ok) return opening;
  await agent.signIn(opening.value.address, 'chloe', 'open the EHR');
  return opening.value.granted;
}

async function accessTo(far: SmartFront): Promise<{ access: EhrTokens; tokens: Tokens; vault: FakeVault }> {
  const door = doorTo(far);
  const vault = new FakeVault();
  // A start of the program: what is known is what the vault holds.
  const begun = () =>
    new Tokens({ ...{ clock: systemClock, vault, door, fhir: far.url }, userId: 'chloe', onChange: () => undefined });
  const tokens = begun();
  const first = await granted(door);
  if (!first.ok) throw new Error(first.error.code);
  tokens.take(first.value);
  tokens.stop();
  const kept = begun();
  return { access: { token: () => kept.token(), refused: (token) => kept.refused(token) }, tokens: kept, vault };
}

describe('signing in', () => {
  it('asks with PKCE, state, nonce and the FHIR address, and comes back with a person and no more rights than asked', async () => {
    const far = await front();
    const door = doorTo(far);
    const opening = await door.open({ afresh: false, language: 'en' });
    if (!opening.ok) throw new Error(opening.error.code);
    const query = new URL(opening.value.address).searchParams;
    expect(query.get('code_challenge_method')).toBe('S256');
    expect(query.get('aud')).toBe(far.url);
    expect(query.get('redirect_uri')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/frontdesk$/);
    for (const name of ['state', 'nonce', 'code_challenge']) expect(query.get(name)?.length).toBeGreaterThan(20);
    const last = await new UserAgent().signIn(opening.value.address, 'chloe', 'open the EHR');
    expect([last.status, last.text]).toEqual([200, expect.stringContaining('You can close this tab')]);
    const answer = await opening.value.granted;
    expect(answer).toMatchObject({
      ok: true,
      value: { fhirUser: 'Practitioner/front-desk', lifeMs: expect.closeTo(300_000, -4) },
    });
    if (!answer.ok) return;
    expect(answer.value.refreshToken).toBeDefined();
    expect(askedIn('user', answer.value.scopes).every(({ missing }) => missing === 'nothing')).toBe(true);
  });

  it('asks for what this EHR says it has, once that is known', async () => {
    const far = await front();
    const port = openFhir({ baseUrl: far.url, timeZone: 'America/Los_Angeles' });
    expect(await port.connect()).toMatchObject({ ok: true });
    const [all, known] = await Promise.all([
      doorTo(far).scopes(),
      smartDoors.to({ fhir: far.url, signIn: USER, profile: () => port.profile() }).scopes(),
    ]);
    if (!all.ok || !known.ok) throw new Error('no scopes');
    // It lists messages: encounters are not read. Everything else that may be asked for is there.
    expect(all.value.filter((scope) => !known.value.includes(scope))).toEqual(['user/Encounter.rs']);
  });

  it('says what was not granted', async () => {
    const far = await front({ withheld: ['user/Task.crus', 'user/Flag.rs'] });
    const answer = await granted(doorTo(far));
    if (!answer.ok) throw new Error(answer.error.code);
    const missing = askedIn('user', answer.value.scopes).filter(({ missing }) => missing !== 'nothing');
    expect(missing.map(({ area }) => area)).toEqual(['flags', 'tasks']);
  });

  it('that was not allowed, called off, or answered to somebody else is over, and said so', async () => {
    const far = await front();
    const door = doorTo(far);
    const denied = await door.open({ afresh: false, language: 'es' });
    if (!denied.ok) throw new Error(denied.error.code);
    const last = await new UserAgent().signIn(denied.value.address, 'chloe', 'open the EHR', 'deny');
    expect(last.text).toContain('Sin iniciar sesión');
    expect(await denied.value.granted).toMatchObject({
      ok: false,
      error: { code: 'ehrSignInRefused', detail: 'access_denied' },
    });
    const left = await door.open({ afresh: false, language: 'en' });
    if (!left.ok) throw new Error(left.error.code);
    const back = new URL(new URL(left.value.address).searchParams.get('redirect_uri') ?? '');
    // Any page in the browser, and any program here, can knock: without the state it is nobody's answer.
    for (const query of ['', '?code=stolen', '?code=stolen&state=guess', `?code=x&state=${'a'.repeat(5000)}`])
      expect((await fetch(`${back.href}${query}`)).status).toBe(404);
    left.value.cancel();
    expect(await left.value.granted).toMatchObject({ ok: false, error: { code: 'ehrSignInOver' } });
    await expect(fetch(back)).rejects.toThrow();
  });

  it('with a code that is not the one given fails, and grants nothing', async () => {
    const door = doorTo(await front());
    const opening = await door.open({ afresh: false, language: 'en' });
    if (!opening.ok) throw new Error(opening.error.code);
    const query = new URL(opening.value.address).searchParams;
    const back = `${query.get('redirect_uri')}?code=made-up&state=${query.get('state')}`;
    await fetch(back);
    expect(await opening.value.granted).toMatchObject({ ok: false });
  });

  it('of a browser that remembers somebody asks for the password again where that is wanted', async () => {
    const far = await front();
    const agent = new UserAgent();
    const before = Math.floor(Date.now() / 1000) * 1000;
    expect(await granted(doorTo(far), agent)).toMatchObject({ ok: true });
    const again = await doorTo(far).open({ afresh: true, language: 'en' });
    if (!again.ok) throw new Error(again.error.code);
    expect((await agent.open(again.value.address)).text).toContain('Password');
    again.value.cancel();
    const afresh = await granted(doorTo(far), agent, true);
    expect(afresh).toMatchObject({ ok: true });
    if (afresh.ok) expect(afresh.value.authenticatedAt).toBeGreaterThanOrEqual(before);
  });

  it.each([
    ['no configuration at all', undefined, 'ehrNoSignIn'],
    ['PKCE refused', { code_challenge_methods_supported: ['plain'] }, 'ehrNoSignIn'],
    ['tokens off this machine in the clear', { token_endpoint: 'http://ehr.example/token' }, 'ehrNoSignIn'],
    ['no page to sign in at', { authorization_endpoint: undefined }, 'ehrNoSignIn'],
  ])('is not begun with a server that has %s', async (_what, configuration, code) => {
    const door = configuration
      ? doorTo(await front({ configuration }))
      : smartDoors.to({ fhir: clinic.url, signIn: USER });
    expect(await door.open({ afresh: false, language: 'en' })).toMatchObject({ ok: false, error: { code } });
  });

  it('comes back through a page of the practice where the vendor takes https addresses only', async () => {
    const redirect = 'https://practice.example/frontdesk.html';
    const far = await front({ redirectUris: [redirect] });
    const opening = await doorTo(far, { ...USER, redirect }).open({ afresh: false, language: 'en' });
    if (!opening.ok) throw new Error(opening.error.code);
    const agent = new UserAgent((location) => {
      const { origin, pathname, search, searchParams } = new URL(location);
      if (`${origin}${pathname}` !== redirect) return location;
      const port = (searchParams.get('state') ?? '').split('.')[0] ?? '';
      return `http://127.0.0.1:${port}/frontdesk${search}`;
    });
    await agent.signIn(opening.value.address, 'chloe', 'open the EHR');
    expect(await opening.value.granted).toMatchObject({ ok: true });
  });

  it('a fixed port that is taken is said as that', async () => {
    const far = await front();
    const first = await doorTo(far).open({ afresh: false, language: 'en' });
    if (!first.ok) throw new Error(first.error.code);
    const port = Number(new URL(new URL(first.value.address).searchParams.get('redirect_uri') ?? '').port);
    expect(await doorTo(far, { ...USER, port }).open({ afresh: false, language: 'en' })).toMatchObject({
      error: { code: 'ehrSignInPort' },
    });
    first.value.cancel();
  });
});

describe('staying signed in', () => {
  it('works over a restart, and asks for a token once however many calls want one', async () => {
    const far = await front();
    const { access, tokens } = await accessTo(far);
    expect(tokens.isIn()).toBe(true);
    const all = await Promise.all(Array.from({ length: 20 }, () => access.token()));
    expect(new Set(all.map((answer) => (answer.ok ? answer.value : answer.error.code))).size).toBe(1);
    expect(far.granted).toEqual({ authorization_code: 1, refresh_token: 1 });
    tokens.stop();
  });

  it('a token that ends in mid-call is replaced within the request, once for all of them, also for a write', async () => {
    const far = await front();
    const { access, tokens } = await accessTo(far);
    const ehr = openFhir({ baseUrl: far.url, access });
    expect(await ehr.connect()).toMatchObject({ ok: true });
    expect(await ehr.findByName('Maria', undefined)).toMatchObject({ ok: true });
    await far.expireTokens();
    const renewals = far.granted['refresh_token'] ?? 0;
    const [found, context, written] = await Promise.all([
      ehr.findByPhone(E164.parse('+12065550101')),
      ehr.readContext(MARIA, NOW),
      ehr.write(sampleWrite('smart-1', 'task')),
    ]);
    expect([found.ok, context.ok, written]).toEqual([true, true, expect.objectContaining({ ok: true })]);
    expect(far.granted['refresh_token']).toBe(renewals + 1);
    tokens.stop();
  });

  it('ends when the EHR has taken it back: nothing more is asked, and what is wanted is a sign-in', async () => {
    const far = await front();
    const { access, tokens, vault } = await accessTo(far);
    const ehr = openFhir({ baseUrl: far.url, access });
    expect(await ehr.findByName('Maria', undefined)).toMatchObject({ ok: true });
    await far.revokeAll();
    expect(await ehr.findByName('Maria', undefined)).toMatchObject({ ok: false, error: { code: 'ehrSignIn' } });
    expect([tokens.isIn(), vault.secrets.size]).toEqual([false, 0]);
    // That there is a server can still be told.
    expect(await ehr.connect()).toMatchObject({ ok: true });
  });

  it('is not lost because the sign-in server is away for a while', async () => {
    const far = await front();
    const { access, tokens } = await accessTo(far);
    far.setDown(true);
    expect((await access.token()).ok).toBe(false);
    expect(tokens.isIn()).toBe(true);
    far.setDown(false);
    expect(await access.token()).toMatchObject({ ok: true });
    tokens.stop();
  });

  it('ends at the server too when somebody signs out', async () => {
    const far = await front();
    const { tokens, vault } = await accessTo(far);
    expect(await tokens.token()).toMatchObject({ ok: true });
    const refresh = tokens.forget() ?? '';
    await doorTo(far).revoke(refresh);
    expect(await doorTo(far).renew(refresh)).toMatchObject({ ok: false, error: { code: 'ehrSignIn' } });
    expect(vault.secrets.size).toBe(0);
  });
});

describe('the practice by its own key', () => {
  it('gets in without a person, with rights of the system only, and with no other key', async () => {
    const key = await smartDoors.newKey();
    const { keys } = JSON.parse(key.publicKeys) as { keys: object[] };
    expect(JSON.stringify(keys)).not.toContain('"d"');
    const far = await front({ service: { clientId: 'frontdesk-service', keys } });
    const door = doorTo(far, { kind: 'service', clientId: 'frontdesk-service' });
    const answer = await door.byKey(key.privateKey);
    if (!answer.ok) throw new Error(`${answer.error.code} ${answer.error.detail ?? ''}`);
    expect(answer.value.scopes.every((scope) => scope.startsWith('system/'))).toBe(true);
    const other = await smartDoors.newKey();
    expect(await door.byKey(other.privateKey)).toMatchObject({ ok: false, error: { code: 'ehrSignInRefused' } });
    expect(await door.byKey('no key')).toMatchObject({ ok: false, error: { code: 'ehrNoSignIn' } });
    const vault = new FakeVault();
    vault.set('ehrKey', key.privateKey);
    const tokens = new Tokens({
      clock: systemClock,
      vault,
      door,
      fhir: far.url,
      userId: undefined,
      onChange: () => undefined,
    });
    const ehr = openFhir({
      baseUrl: far.url,
      access: { token: () => tokens.token(), refused: (token) => tokens.refused(token) },
    });
    expect(await ehr.readContext(MARIA, NOW)).toMatchObject({ ok: true });
    await far.expireTokens();
    expect(await ehr.readContext(MARIA, NOW)).toMatchObject({ ok: true });
    tokens.stop();
  });
});

describe('the guard before the EHR', () => {
  it('lets nobody in without a token, and nobody further than the token says', async () => {
    const far = await front({ withheld: ['user/Communication.crus', 'user/Coverage.rs'] });
    expect((await fetch(`${far.url}/Patient/${MARIA}`)).status).toBe(401);
    expect((await fetch(`${far.url}/Patient`, { headers: { authorization: 'Bearer made-up' } })).status).toBe(401);
    const answer = await granted(doorTo(far));
    if (!answer.ok) throw new Error(answer.error.code);
    const headers = { authorization: `Bearer ${answer.value.accessToken}`, 'content-type': 'application/fhir+json' };
    expect((await fetch(`${far.url}/Patient/${MARIA}`, { headers })).status).toBe(200);
    expect((await fetch(`${far.url}/Coverage?beneficiary=Patient/${MARIA}`, { headers })).status).toBe(403);
    expect((await fetch(`${far.url}/Communication`, { method: 'POST', headers, body: '{}' })).status).toBe(403);
    const batch = {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [
        { request: { method: 'GET', url: `Patient/${MARIA}` } },
        { request: { method: 'GET', url: 'Coverage?x=1' } },
      ],
    };
    expect((await fetch(far.url, { method: 'POST', headers, body: JSON.stringify(batch) })).status).toBe(403);
  });
});
