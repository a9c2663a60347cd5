// The adapter against strict vendors: servers that refuse whatever they do not advertise, in front of the same practice.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFhir } from '../../electron/adapters/fhir/fhir-adapter.ts';
import { startClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { ClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { EhrPort } from '../../electron/ports/ehr.ts';
import { E164 } from '../../shared/domain/phone-number/e164.ts';
import { MARIA, sampleWrite } from './samples.ts';
import type { StandIn } from './stand-in.ts';
import { vendorStandIn } from './strict.ts';
import type { Vendor } from './strict.ts';
import { ATHENA_LIKE, EPIC_LIKE, OPENEMR_LIKE, ORACLE_LIKE } from './vendors.ts';

const TODAY = new Date('2026-11-20T18:00:00Z');
const NUMBER = E164.parse('+12065550142');
const open: StandIn[] = [];
let clinic: ClinicEhr;

beforeAll(async () => {
  clinic = await startClinicEhr({ port: 0, seed: 3, today: TODAY });
});
afterAll(async () => {
  await Promise.all(open.map((server) => server.close()));
  await clinic.close();
});

async function connect(vendor: Vendor): Promise<{ ehr: EhrPort; server: StandIn }> {
  const server = await vendorStandIn(vendor, clinic.url);
  open.push(server);
  return { server, ehr: openFhir({ baseUrl: server.url, timeZone: 'America/Los_Angeles' }) };
}
const cannot = { ok: false, error: { code: 'ehrCannot' } };

describe('Epic-like', () => {
  it('learns that phone search is refused, and does not ask again', async () => {
    const { ehr, server } = await connect(EPIC_LIKE);
    expect(await ehr.connect()).toMatchObject({ ok: true, value: { bundle: 'none' } });
    expect(await ehr.findByPhone(NUMBER)).toMatchObject(cannot);
    const asked = server.heard.length;
    expect(await ehr.findByPhone(NUMBER)).toMatchObject(cannot);
    expect(server.heard.length).toBe(asked);
    expect(asked).toBeLessThanOrEqual(5);
  });

  it('finds by name and birth date and reads the card without a batch', async () => {
    const { ehr, server } = await connect(EPIC_LIKE);
    const found = await ehr.findByName('Gonzalez Maria', '3/14/79');
    expect(found).toMatchObject({ ok: true, value: [{ id: MARIA }] });
    const card = await ehr.readContext(MARIA, TODAY);
    expect(card).toMatchObject({ ok: true, value: { missing: [], coverage: [{ status: 'active' }] } });
    expect(server.heard.filter(({ method, path }) => method === 'POST' && path === '')).toEqual([]);
  });

  it('writes the next step as a message, and finds an earlier attempt among the patient’s', async () => {
    const { ehr, server } = await connect(EPIC_LIKE);
    const step = sampleWrite('epic-1', 'task');
    const first = await ehr.write(step);
    expect(first).toMatchObject({
      ok: true,
      value: { state: 'sent', reference: expect.stringMatching(/^Communication\//) },
    });
    expect(await ehr.write({ ...step, lookFirst: true })).toEqual(first);
    expect(server.heard.filter(({ method, path }) => method === 'POST' && path === 'Communication')).toHaveLength(1);
  });
});

describe('Oracle-like', () => {
  it('finds by phone and reads by batch what it has; the rest is named as missing', async () => {
    const { ehr } = await connect(ORACLE_LIKE);
    expect(await ehr.findByPhone(NUMBER)).toMatchObject({ ok: true, value: { length: 4 } });
    const card = await ehr.readContext(MARIA, TODAY);
    expect(card).toMatchObject({ ok: true, value: { missing: ['flags', 'tasks', 'recent'] } });
  });

  it('leaves an unknown outcome unknown where it can neither look nor be conditional', async () => {
    const { ehr, server } = await connect(ORACLE_LIKE);
    const again = { ...sampleWrite('oracle-1', 'communication'), lookFirst: true };
    expect(await ehr.write(again)).toMatchObject({ ok: false, error: { code: 'ehrUnknownOutcome' } });
    expect(server.heard.filter(({ path }) => path === 'Communication')).toEqual([]);
  });
});

describe('athena-like', () => {
  it('reads what little it offers and keeps everything here', async () => {
    const { ehr } = await connect(ATHENA_LIKE);
    await ehr.connect();
    expect(ehr.profile()?.phoneSearch('Patient')).toBeUndefined();
    expect(await ehr.findByPhone(NUMBER)).toMatchObject(cannot);
    expect(await ehr.findByName('Gonzalez', '1979-03-14')).toMatchObject({ ok: true, value: [{ id: MARIA }] });
    const missing = ['visits', 'referrals', 'flags', 'tasks', 'recent'];
    expect(await ehr.readContext(MARIA, TODAY)).toMatchObject({ ok: true, value: { missing } });
    for (const kind of ['communication', 'task'] as const)
      expect(await ehr.write(sampleWrite('athena-1', kind))).toEqual({ ok: true, value: { state: 'keptHere' } });
  });
});

describe('OpenEMR-like', () => {
  it('asks for spellings one by one by `telecom`, and remembers to', async () => {
    const { ehr, server } = await connect(OPENEMR_LIKE);
    expect(await ehr.findByPhone(NUMBER)).toMatchObject({ ok: true, value: { length: 4 } });
    const before = server.heard.length;
    await ehr.findByPhone(NUMBER);
    expect(server.heard.slice(before).some(({ body }) => decodeURIComponent(body).includes(','))).toBe(false);
    expect(server.heard.every(({ path }) => !path.includes('555'))).toBe(true);
  });

  it('writes call and step as chart notes', async () => {
    const { ehr } = await connect(OPENEMR_LIKE);
    for (const kind of ['communication', 'task'] as const)
      expect(await ehr.write(sampleWrite('openemr-1', kind))).toMatchObject({
        ok: true,
        value: { reference: expect.stringMatching(/^DocumentReference\//) },
      });
  });
});
