// A card that comes part by part: from a server without batches, from one whose batch is slow, from one that fails in a part.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFhir } from '../../electron/adapters/fhir/fhir-adapter.ts';
import { startClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { ClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { EhrPort } from '../../electron/ports/ehr.ts';
import type { CardFacts } from '../../shared/domain/patient/card.ts';
import { deferred } from '../fakes/parts.ts';
import { MARIA } from './samples.ts';
import { json } from './stand-in.ts';
import type { StandIn } from './stand-in.ts';
import { vendorStandIn } from './strict.ts';
import type { Spoil, Vendor } from './strict.ts';
import { EPIC_LIKE, MEDPLUM_LIKE } from './vendors.ts';

const TODAY = new Date('2026-11-20T18:00:00Z');
const open: StandIn[] = [];
let clinic: ClinicEhr;

beforeAll(async () => {
  clinic = await startClinicEhr({ port: 0, seed: 3, today: TODAY });
});
afterAll(async () => {
  await Promise.all(open.map((server) => server.close()));
  await clinic.close();
});

async function connect(vendor: Vendor, spoil: Spoil): Promise<{ ehr: EhrPort; far: StandIn }> {
  const far = await vendorStandIn(vendor, clinic.url, spoil);
  open.push(far);
  const ehr = openFhir({ baseUrl: far.url, timeZone: 'America/Los_Angeles' });
  await ehr.connect();
  return { ehr, far };
}

const isBundle = ({ method, path }: { method: string; path: string }) => method === 'POST' && path === '';

describe('a server without batches', () => {
  it.each(['Flag', 'Patient', 'Task'])(
    'that is slow with the %s alone gives everything else meanwhile',
    async (slow) => {
      const gate = deferred<void>();
      const { ehr } = await connect(EPIC_LIKE, async ({ path }) => {
        if (new RegExp(`^${slow}\\b`).test(path)) await gate.promise;
        return false;
      });
      const waitsFor = { Flag: ['flags'], Patient: ['team'], Task: ['referrals', 'tasks'] }[slow]!;
      const seen: CardFacts[] = [];
      const card = await ehr.readContext(MARIA, TODAY, (facts) => {
        seen.push(facts);
        if (facts.waiting.join() === waitsFor.join()) gate.resolve();
      });
      const partial = seen.find(({ waiting }) => waiting.join() === waitsFor.join());
      expect(partial).toMatchObject({ coverage: [{ status: 'active' }], nextVisit: { status: 'booked' }, missing: [] });
      expect(card).toMatchObject({ ok: true, value: { missing: [], waiting: [] } });
      // Never less than before.
      const counts = seen.map(({ waiting }) => waiting.length);
      expect(counts).toEqual([...counts].sort((a, b) => b - a));
    },
  );

  it('that is given no more time ends with what it gave', async () => {
    const { ehr } = await connect(EPIC_LIKE, async ({ path }, _answered, response) => {
      if (!/^Flag\b/.test(path)) return false;
      response.destroy();
      return true;
    });
    const read = await ehr.readContext(MARIA, TODAY);
    expect(read).toMatchObject({ ok: true, value: { missing: ['flags'], waiting: [] } });
    expect(read).not.toHaveProperty('value.never');
  });
});

describe('a server with batches', () => {
  it('whose batch is slow is asked for the parts one by one besides: what comes first counts', async () => {
    const gate = deferred<void>();
    const { ehr, far } = await connect(MEDPLUM_LIKE, async (heard) => {
      if (isBundle(heard)) await gate.promise;
      return false;
    });
    const card = await ehr.readContext(MARIA, TODAY);
    gate.resolve();
    expect(card).toMatchObject({ ok: true, value: { name: 'María González', missing: [], waiting: [] } });
    expect(far.heard.filter(isBundle)).toHaveLength(1);
  });

  it('and is asked again, on its own, for a part that failed inside the batch', async () => {
    const { ehr, far } = await connect(MEDPLUM_LIKE, (heard, answered, response) => {
      if (!isBundle(heard)) return false;
      const { entry } = answered.body as { entry: { resource?: unknown; response: { status: string } }[] };
      const asked = (JSON.parse(heard.body) as { entry: { request: { url: string } }[] }).entry;
      asked.forEach(({ request }, index) => {
        if (request.url.startsWith('Coverage')) entry[index] = { response: { status: '503 Service Unavailable' } };
      });
      json(response, 200, answered.body);
      return true;
    });
    const card = await ehr.readContext(MARIA, TODAY);
    expect(card).toMatchObject({ ok: true, value: { missing: [], coverage: [{ status: 'active' }] } });
    expect(far.heard.filter(({ path }) => path.startsWith('Coverage'))).toHaveLength(1);
  });
});
