// A corrected note in the chart: what the first version wrote is changed, once a version, and nothing stands there twice.
import { validateResource } from '@medplum/core';
import type { Communication, Resource, Task } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFhir } from '../../electron/adapters/fhir/fhir-adapter.ts';
import { startClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { ClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { EhrPort, EhrWrite } from '../../electron/ports/ehr.ts';
import { collectingLog, sampleWrite } from './samples.ts';
import { json, standIn } from './stand-in.ts';

let clinic: ClinicEhr;
let ehr: EhrPort;

beforeAll(async () => {
  clinic = await startClinicEhr({ port: 0, seed: 3, today: new Date('2026-11-20T18:00:00Z') });
  ehr = openFhir({ baseUrl: clinic.url, timeZone: 'America/Los_Angeles', log: collectingLog() });
});
afterAll(() => clinic.close());

async function written(write: EhrWrite): Promise<string> {
  const answer = await ehr.write(write);
  if (!answer.ok || answer.value.state !== 'sent') throw new Error(JSON.stringify(answer));
  return answer.value.reference;
}
const read = async <T extends Resource>(reference: string) =>
  (await (await fetch(`${clinic.url}/${reference}`)).json()) as T;

/** The second version of a sample note: told something else, and a step of its own. */
function correction(first: EhrWrite, reference: string, change: Partial<EhrWrite['note']['content']>): EhrWrite {
  const note = {
    ...first.note,
    version: 5,
    content: { ...first.note.content, ...change },
    correction: { reason: 'The wrong day was noted', by: 'ana', at: first.note.savedAt, of: 3 },
  };
  return { ...first, id: `${first.id}/5`, note, amends: { reference } };
}

describe('a correction', () => {
  it('changes the Communication that is there, says why, and adds none', async () => {
    const first = sampleWrite('amend-1', 'communication');
    const reference = await written(first);
    const second = correction(first, reference, { told: 'We call on Tuesday.' });
    expect(await written(second)).toBe(reference);
    const after = await read<Communication>(reference);
    expect(after.payload?.[0]?.contentString).toContain('Told: We call on Tuesday.');
    expect(after.payload?.[0]?.contentString).toContain('Corrected: The wrong day was noted');
    expect(after.identifier?.map(({ value }) => value)).toEqual(['amend-1/communication', 'amend-1/communication/5']);
    expect(validateResource(after).filter(({ severity }) => severity === 'error')).toEqual([]);
    // Asked again after a lost answer: found, and not written anew.
    expect(await written({ ...second, lookFirst: true })).toBe(reference);
    expect((await read<Communication>(reference)).meta?.versionId).toBe(after.meta?.versionId);
    expect((await read<Communication>(reference)).identifier).toHaveLength(2);
  });

  it('changes what the Task asks for and leaves alone how far it has come', async () => {
    const first = sampleWrite('amend-2', 'task');
    const reference = await written(first);
    const claimed = { ...(await read<Task>(reference)), status: 'in-progress' };
    await fetch(`${clinic.url}/${reference}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/fhir+json' },
      body: JSON.stringify(claimed),
    });
    const nextStep = { text: 'Call back with three mornings', owner: 'Front desk', due: '2026-11-24' };
    await written(correction(first, reference, { nextStep }));
    expect(await read<Task>(reference)).toMatchObject({
      status: 'in-progress',
      description: 'Call back with three mornings',
      restriction: { period: { end: '2026-11-24' } },
    });
    const nothing = correction(first, reference, { nextStep: 'nothing' });
    await written({ ...nothing, id: 'amend-2/task/7' });
    expect(await read<Task>(reference)).toMatchObject({ status: 'cancelled' });
  });

  it('is kept here where the server takes no changes', async () => {
    const rigid = await standIn((heard, response) => {
      const resource = { type: 'Communication', interaction: [{ code: 'create' }, { code: 'read' }] };
      if (heard.path.startsWith('metadata'))
        return json(response, 200, {
          resourceType: 'CapabilityStatement',
          rest: [{ mode: 'server', resource: [resource] }],
        });
      return json(response, 201, { resourceType: 'Communication', id: 'c1' });
    });
    const port = openFhir({ baseUrl: rigid.url, timeZone: 'America/Los_Angeles', log: collectingLog() });
    const first = sampleWrite('amend-3', 'communication');
    const second = correction(first, 'Communication/c1', { told: 'x' });
    expect(await port.write(second)).toEqual({ ok: true, value: { state: 'keptHere' } });
    expect(rigid.heard.filter(({ method }) => method === 'PUT')).toEqual([]);
    await rigid.close();
  });

  it('does not overwrite a change that somebody else made in between: it reads again', async () => {
    let version = 1;
    const busy = await standIn((heard, response) => {
      const resource = { type: 'Communication', interaction: ['create', 'read', 'update'].map((code) => ({ code })) };
      if (heard.path.startsWith('metadata'))
        return json(response, 200, {
          resourceType: 'CapabilityStatement',
          rest: [{ mode: 'server', resource: [resource] }],
        });
      if (heard.method === 'GET')
        return json(response, 200, { resourceType: 'Communication', id: 'c1', meta: { versionId: String(version) } });
      const isCurrent = heard.headers['if-match'] === `W/"${version}"` && version > 1;
      version++;
      return json(response, isCurrent ? 200 : 412, { resourceType: 'Communication', id: 'c1' });
    });
    const port = openFhir({ baseUrl: busy.url, timeZone: 'America/Los_Angeles', log: collectingLog() });
    const second = correction(sampleWrite('amend-4', 'communication'), 'Communication/c1', { told: 'x' });
    expect(await port.write(second)).toMatchObject({ ok: false, error: { code: 'ehrBusy' } });
    expect(await port.write(second)).toMatchObject({
      ok: true,
      value: { state: 'sent', reference: 'Communication/c1' },
    });
    await busy.close();
  });
});
