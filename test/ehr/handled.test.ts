// How calls went, with the notes in the chart: written as an extension, found again by any desk, corrected, and left out
// where a server does not want it.
import { validateResource } from '@medplum/core';
import type { Communication } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFhir } from '../../electron/adapters/fhir/fhir-adapter.ts';
import { startClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { ClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { EhrPort, EhrWrite } from '../../electron/ports/ehr.ts';
import type { HandledCallsPort, HandledQuestion } from '../../electron/ports/handled-calls.ts';
import type { HandledCall } from '../../shared/domain/figures/handled.ts';
import { MARIA, collectingLog, sampleWrite } from './samples.ts';
import { json, outcome, standIn } from './stand-in.ts';

let clinic: ClinicEhr;
let ehr: EhrPort;
let port: HandledCallsPort;
beforeAll(async () => {
  clinic = await startClinicEhr({ port: 0, seed: 3, today: new Date('2026-11-20T18:00:00Z') });
  ehr = openFhir({ baseUrl: clinic.url, log: collectingLog() });
  port = ehr.handled!;
});
afterAll(() => clinic.close());

const handled = (callId: string): HandledCall => ({
  ...{ callId, version: 3, at: Date.UTC(2026, 10, 21, 17), answeredAt: Date.UTC(2026, 10, 21, 17, 0, 8), agent: '101' },
  ...{ direction: 'incoming', queue: 'front-desk', entry: '17.4', linkedId: '17.1', talk: 200, hold: 12, wrapUp: 31 },
  ...{ transfers: { reached: true, tried: 2, bounced: 1 }, category: 'scheduling', outcome: 'callback' },
  patientId: MARIA,
});
const writeOf = (callId: string): EhrWrite => ({ ...sampleWrite(callId, 'communication'), handled: handled(callId) });
async function sent(write: EhrWrite, to = ehr): Promise<string> {
  const answer = await to.write(write);
  if (!answer.ok || answer.value.state !== 'sent') throw new Error(JSON.stringify(answer));
  return answer.value.reference;
}
async function everything(question: HandledQuestion): Promise<HandledCall[]> {
  const all: HandledCall[] = [];
  let page = await port.first(question);
  for (;;) {
    if (!page.ok) throw new Error(page.error.code);
    all.push(...page.value.calls);
    if (page.value.next === undefined) return all;
    page = await port.next(page.value.next);
  }
}
const changedSince = (since: number) => everything({ by: 'changed', since });

describe('how a call went', () => {
  it('is valid FHIR, and read back as it was written, by the day of the call and by when it was written', async () => {
    const reference = await sent(writeOf('handled 1/ä'));
    const there = (await (await fetch(`${clinic.url}/${reference}`)).json()) as Communication;
    expect(validateResource(there).filter(({ severity }) => severity === 'error')).toEqual([]);
    // The first version carries no number in its identifier.
    const told = { ...handled('handled 1/ä'), version: 0, key: undefined };
    expect(await changedSince(Date.now() - 60_000)).toContainEqual(told);
    const day = { since: Date.UTC(2026, 10, 21), before: Date.UTC(2026, 10, 22) };
    expect(await everything({ by: 'sent', ...day })).toContainEqual(told);
    expect(await everything({ by: 'sent', since: Date.UTC(2026, 10, 22) })).toEqual([]);
  });

  it('a correction is found as the newer version, with what it says now', async () => {
    const first = writeOf('handled-2');
    const reference = await sent(first);
    const note = { ...first.note, version: 5, content: { ...first.note.content, category: 'records' } };
    await sent({
      ...{ ...first, id: `${first.id}/5`, note, amends: { reference } },
      handled: { ...handled('handled-2'), version: 5, category: 'records' },
    });
    const found = (await changedSince(Date.now() - 60_000)).filter(({ callId }) => callId === 'handled-2');
    expect(found).toMatchObject([{ version: 5, category: 'records', wrapUp: 31, talk: 200 }]);
  });

  it('hundreds come in pages, the newest first; other Communications of the chart are not among them', async () => {
    for (let index = 0; index < 130; index++) {
      const write = writeOf(`many-${index}`);
      await sent({ ...write, note: { ...write.note, createdAt: Date.UTC(2026, 5, 1, 12, index) }, handled: undefined });
    }
    const page = await port.first({ by: 'sent', since: Date.UTC(2026, 5, 1), before: Date.UTC(2026, 5, 2) });
    expect(page.ok && page.value.calls.length).toBe(100);
    expect(page.ok && page.value.calls[0]?.callId).toBe('many-129');
    const all = await everything({ by: 'sent', since: Date.UTC(2026, 5, 1), before: Date.UTC(2026, 5, 2) });
    expect(new Set(all.map(({ callId }) => callId)).size).toBe(130);
    // Written by a desk that does not tell more: what it was about is known all the same.
    expect(all[0]).toMatchObject({ category: 'scheduling', agent: '', patientId: MARIA });
    const ofOurs = await everything({ by: 'sent', since: 0 });
    expect(ofOurs.every(({ callId }) => /^(many|handled)/.test(callId))).toBe(true);
  });
});

describe('servers that are different', () => {
  const capability = (...parameters: string[]) => ({
    resourceType: 'CapabilityStatement',
    rest: [
      {
        mode: 'server',
        resource: [
          {
            ...{ type: 'Communication', searchParam: parameters.map((name) => ({ name })) },
            interaction: ['create', 'search-type'].map((code) => ({ code })),
          },
        ],
      },
    ],
  });

  it.each([
    [['identifier', 'sent'], 'sent'],
    [['category', 'sent'], 'sent'],
    [['identifier', 'sent', '_lastUpdated'], 'changed'],
    [['patient', 'sent'], 'none'],
    [['identifier'], 'none'],
  ] as const)('one that searches by %s is asked by %s', async (parameters, support) => {
    const server = await standIn((_, response) => json(response, 200, capability(...parameters)));
    const other = openFhir({ baseUrl: server.url, log: collectingLog() });
    expect(await other.handled!.support()).toEqual({ ok: true, value: support });
    if (support === 'none')
      expect(await other.handled!.first({ by: 'sent', since: 0 })).toMatchObject({ error: { code: 'ehrCannot' } });
    await server.close();
  });

  it('one that refuses extensions gets the note without, and is not offered them again', async () => {
    const server = await standIn((heard, response) => {
      if (heard.path.startsWith('metadata')) return json(response, 200, capability());
      if (heard.body.includes('handled-call')) return json(response, 422, outcome('extension'));
      return json(response, 201, { resourceType: 'Communication', id: 'c1' });
    });
    const other = openFhir({ baseUrl: server.url, log: collectingLog() });
    expect(await sent(writeOf('plain-1'), other)).toBe('Communication/c1');
    expect(await sent(writeOf('plain-2'), other)).toBe('Communication/c1');
    expect(server.heard.filter(({ method }) => method === 'POST')).toHaveLength(3);
    await server.close();
  });

  it('odd resources cost themselves and nothing else; a pause that is asked for is told', async () => {
    let isTired = false;
    const good = { resourceType: 'Communication', id: 'g', sent: '2026-11-21T17:00:00Z', status: 'completed' };
    const identifier = [{ system: 'https://frontdesk.example/fhir/identifier/write', value: 'g/communication' }];
    const server = await standIn((heard, response) => {
      if (heard.path.startsWith('metadata')) return json(response, 200, capability('identifier', 'sent'));
      if (isTired) return json(response, 429, outcome('throttled'), { 'retry-after': '7' });
      const resources = [
        { ...good, identifier, extension: 'no' },
        { ...good, identifier: 7 },
        null,
        { ...good, identifier, sent: 'once' },
      ];
      return json(response, 200, {
        resourceType: 'Bundle',
        type: 'searchset',
        entry: resources.map((resource) => ({ resource })),
        link: [{ relation: 'next', url: 'https://elsewhere.example/steal' }],
      });
    });
    const other = openFhir({ baseUrl: server.url, log: collectingLog() }).handled!;
    const page = await other.first({ by: 'sent', since: 0 });
    expect(page.ok && page.value.calls.map(({ callId }) => callId)).toEqual(['g']);
    expect(await other.next((page.ok && page.value.next) || '')).toMatchObject({ error: { code: 'ehrNotFhir' } });
    isTired = true;
    expect(await other.first({ by: 'sent', since: 0 })).toMatchObject({
      error: { code: 'ehrBusy', retryAfterMs: 7000 },
    });
    await server.close();
  });
});
