// The desk's audit as AuditEvents at servers that take them, and honestly nowhere else: valid, once, and without a name.
import type { AuditEvent, Bundle } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditEventOf } from '../../electron/adapters/fhir/audit-events.ts';
import { openFhir } from '../../electron/adapters/fhir/fhir-adapter.ts';
import { problemsOf } from '../../electron/clinic/ehr/validity.ts';
import type { MirrorRow } from '../../electron/ports/audit-mirror.ts';
import type { AuditAction } from '../../electron/ports/journal.ts';
import { hasHapi } from '../support/hapi.ts';
import { MARIA } from './samples.ts';
import { startClinicUpstream, startHapiUpstream } from './servers.ts';
import type { Upstream } from './servers.ts';
import { vendorStandIn } from './strict.ts';
import { EPIC_LIKE, MEDPLUM_LIKE } from './vendors.ts';

const AT = Date.parse('2026-11-20T18:00:00.123Z');
const row = (id: string, action: AuditAction, more: Partial<MirrorRow['row']> = {}): MirrorRow => ({
  seq: 1,
  id: `audit/${id}`,
  row: { at: AT, userId: 'ana', action, detail: 'name+birthDate', ...more },
});

describe('an audit row', () => {
  it('is valid, says whether they were let, and names nobody', () => {
    const actions: AuditAction[] = [
      'search',
      'reveal',
      'verifyRefused',
      'breakGlass',
      'breakGlassRefused',
      'goOnUnchecked',
      'goOnUncheckedRefused',
      'archiveExport',
    ];
    for (const action of actions)
      for (const more of [{ patientId: MARIA }, { userId: '' }, { patientId: 'a b' }]) {
        const event = auditEventOf(row('x', action, more));
        expect(problemsOf(event!)).toEqual([]);
        expect(event?.outcome).toBe(/Refused/.test(action) ? '4' : '0');
        expect(JSON.stringify(event)).not.toMatch(/birthDate|Ruiz|González/);
      }
    expect(auditEventOf(row('x', 'signIn'))).toBeUndefined();
  });
});

describe.each(['clinic', 'hapi'] as const)('on the %s', (kind) => {
  describe.skipIf(kind === 'hapi' && !hasHapi())('a server that takes them', () => {
    let upstream: Upstream;
    beforeAll(async () => {
      upstream = await (kind === 'clinic' ? startClinicUpstream() : startHapiUpstream());
    }, 120_000);
    afterAll(() => upstream.close());

    it('has each once, however often it is asked', async () => {
      const ehr = openFhir({ baseUrl: upstream.url });
      const [first, second] = [row('1', 'reveal', { patientId: MARIA }), row('2', 'search')];
      const written = await ehr.writeAudit!(first, false);
      expect(written).toMatchObject({ ok: true, value: { state: 'sent' } });
      expect(await ehr.writeAudit!(second, true)).toMatchObject({ ok: true, value: { state: 'sent' } });
      expect(await ehr.writeAudit!(first, true)).toEqual(written);
      const headers = { 'cache-control': 'no-cache' };
      const found = (await (
        await fetch(`${upstream.url}/AuditEvent?_count=50`, { headers })
      ).json()) as Bundle<AuditEvent>;
      const ours = (found.entry ?? []).filter(({ resource }) => JSON.stringify(resource?.entity).includes('audit/'));
      expect(ours.length).toBe(2);
    });
  });
});

it('an open server has it once; one that takes no AuditEvents says so', async () => {
  const upstream = await startClinicUpstream();
  const [open, epic] = [await vendorStandIn(MEDPLUM_LIKE, upstream.url), await vendorStandIn(EPIC_LIKE, upstream.url)];
  const first = row('3', 'reveal', { patientId: MARIA });
  const written = await openFhir({ baseUrl: open.url }).writeAudit!(first, false);
  expect(await openFhir({ baseUrl: open.url }).writeAudit!(first, true)).toEqual(written);
  expect(await openFhir({ baseUrl: epic.url }).writeAudit!(first, false)).toEqual({
    ok: true,
    value: { state: 'keptHere' },
  });
  for (const server of [open, epic, upstream]) await server.close();
});
