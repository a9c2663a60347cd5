// What goes wrong while a note and its refill request are written: refused before anything was done, or done without an answer
// that can be read. Tried again as the outbox does, each stands there once.
import type { Bundle } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openFhir } from '../../electron/adapters/fhir/fhir-adapter.ts';
import { startClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { ClinicEhr } from '../../electron/clinic/ehr/server.ts';
import { requestWrite, requestsFor } from './requests.ts';
import { collectingLog, sampleWrite } from './samples.ts';
import { json, outcome, standIn } from './stand-in.ts';
import type { Heard, StandIn } from './stand-in.ts';
import { vendorStandIn } from './strict.ts';
import type { Vendor } from './strict.ts';
import { EPIC_LIKE, MEDPLUM_LIKE } from './vendors.ts';

interface Fault {
  readonly name: string;
  readonly code: string;
  /** Whether the server did it before the answer went wrong. */
  readonly isDone: boolean;
  /** Undefined: no answer at all. */
  readonly answer?: {
    readonly status: number;
    readonly body: string | object;
    readonly headers?: Record<string, string>;
  };
}
const HTML = '<!doctype html><title>Sign in</title>';
const FAULTS: readonly Fault[] = [
  {
    ...{ name: '429 with Retry-After', code: 'ehrBusy', isDone: false },
    answer: { status: 429, body: outcome('throttled'), headers: { 'retry-after': '7' } },
  },
  { name: '409', code: 'ehrUnknownOutcome', isDone: false, answer: { status: 409, body: outcome('conflict') } },
  { name: '412', code: 'ehrUnknownOutcome', isDone: false, answer: { status: 412, body: outcome('conflict') } },
  {
    name: '409, and it is there',
    code: 'ehrUnknownOutcome',
    isDone: true,
    answer: { status: 409, body: outcome('duplicate') },
  },
  {
    name: '500, and it is there',
    code: 'ehrUnknownOutcome',
    isDone: true,
    answer: { status: 500, body: outcome('exception') },
  },
  { name: 'a page instead of an answer', code: 'ehrUnknownOutcome', isDone: true, answer: { status: 200, body: HTML } },
  {
    name: 'an answer that is cut off',
    code: 'ehrUnknownOutcome',
    isDone: true,
    answer: { status: 201, body: '{"resourceType":' },
  },
  { name: 'no answer in time', code: 'ehrUnknownOutcome', isDone: true },
];

let clinic: ClinicEhr;
beforeAll(async () => {
  clinic = await startClinicEhr({ port: 0, seed: 3, today: new Date('2026-11-20T18:00:00Z') });
});
afterAll(() => clinic.close());

/** Hands everything on; the next write goes wrong while there is a fault. */
async function faulty(upstream: string): Promise<{ server: StandIn; fault: { next: Fault | undefined } }> {
  const fault: { next: Fault | undefined } = { next: undefined };
  const server = await standIn(async (heard, response) => {
    const isWrite = heard.method === 'POST' && !heard.path.includes('_search') && heard.path !== '';
    const wrong = isWrite ? fault.next : undefined;
    if (wrong) fault.next = undefined;
    if (!wrong || wrong.isDone) {
      const answer = await passOn(upstream, heard);
      if (!wrong) return json(response, answer.status, answer.body, answer.headers);
    }
    if (!wrong.answer) return; // until the deadline
    const { status, body, headers } = wrong.answer;
    if (typeof body === 'object') return json(response, status, body, headers);
    response.writeHead(status, { 'content-type': 'application/fhir+json' }).end(body);
  });
  return { server, fault };
}

/** A desk that knows what this vendor can, at a server that does not always do it. */
async function connected(vendor: Vendor) {
  const far = await vendorStandIn(vendor, clinic.url);
  const { server, fault } = await faulty(far.url);
  const ehr = openFhir({ baseUrl: server.url, log: collectingLog() });
  await ehr.connect();
  const close = async () => {
    await server.close();
    await far.close();
  };
  return { server, fault, ehr, close };
}

async function passOn(upstream: string, { method, path, headers, body }: Heard) {
  const kept = ['content-type', 'if-none-exist', 'if-match'].flatMap((name) =>
    headers[name] === undefined ? [] : [[name, String(headers[name])]],
  );
  const answer = await fetch(`${upstream}/${path}`, {
    method,
    headers: Object.fromEntries(kept) as Record<string, string>,
    ...(method === 'GET' ? {} : { body }),
  });
  return { status: answer.status, body: (await answer.json()) as object, headers: {} };
}

async function howMany(type: string, id: string): Promise<number> {
  const found = (await (await fetch(`${clinic.url}/${type}?_count=500`)).json()) as Bundle;
  return (found.entry ?? []).filter(({ resource }) =>
    JSON.stringify(resource?.resourceType && resource).includes(`"${id}"`),
  ).length;
}

describe.each([
  ['a server that takes If-None-Exist', MEDPLUM_LIKE, 'Task'],
  ['a server that can only be searched', EPIC_LIKE, 'Communication'],
] as const)('at %s', (name, vendor, stepType) => {
  it.each(FAULTS)('$name: tried again, it stands there once', async (fault) => {
    const far = await vendorStandIn(vendor, clinic.url);
    const { server, fault: plan } = await faulty(far.url);
    const ehr = openFhir({ baseUrl: server.url, retryDelayMs: 1, deadlineMs: 700, log: collectingLog() });
    expect(await ehr.connect()).toMatchObject({ ok: true });
    const callId = `${vendor.name}-${fault.name}`.replaceAll(/[^a-zA-Z0-9]+/g, '-');
    for (const [write, type] of [
      [sampleWrite(callId, 'communication'), 'Communication'],
      [requestWrite(callId, requestsFor('MedicationRequest/m1').refill), stepType],
    ] as const) {
      plan.next = fault;
      expect(await ehr.write(write)).toMatchObject({ ok: false, error: { code: fault.code } });
      const again = await ehr.write({ ...write, lookFirst: fault.code === 'ehrUnknownOutcome' });
      expect([again, name]).toMatchObject([{ ok: true, value: { state: 'sent' } }, name]);
      expect(await howMany(type, write.id)).toBe(1);
    }
    await server.close();
    await far.close();
  });

  it('422 names what is wrong, is not tried again, and a sentence can be made of it', async () => {
    const { fault, ehr, close } = await connected(vendor);
    const issue = [{ severity: 'error', code: 'value', expression: ['Communication.payload[0].content'] }];
    const answer = { status: 422, body: { resourceType: 'OperationOutcome', issue } };
    fault.next = { name: '', code: '', isDone: false, answer };
    const { handled: _none, ...write } = sampleWrite(`${vendor.name}-422`, 'communication');
    expect(await ehr.write(write)).toMatchObject({
      ok: false,
      error: { code: 'ehrRejected', field: 'Communication.payload[0].content' },
    });
    await close();
  });

  it('405 for what the statement promises: the next in the chain is written, and that is remembered', async () => {
    const { server, fault, ehr, close } = await connected(vendor);
    fault.next = { name: '', code: '', isDone: false, answer: { status: 405, body: outcome('not-supported') } };
    const write = sampleWrite(`${vendor.name}-405`, 'communication');
    const reference = expect.stringMatching(/^DocumentReference\//) as string;
    expect(await ehr.write(write)).toMatchObject({ ok: true, value: { state: 'sent', reference } });
    const another = sampleWrite(`${vendor.name}-405b`, 'communication');
    expect(await ehr.write(another)).toMatchObject({ ok: true, value: { reference } });
    expect(server.heard.filter(({ method, path }) => method === 'POST' && path === 'Communication').length).toBe(1);
    await close();
  });

  it('403: this person may not write that; the next in the chain is, and another person writes the first one again', async () => {
    const { fault, ehr, close } = await connected(vendor);
    fault.next = { name: '', code: '', isDone: false, answer: { status: 403, body: outcome('forbidden') } };
    const write = sampleWrite(`${vendor.name}-403`, 'communication');
    expect(await ehr.write(write)).toMatchObject({
      ok: true,
      value: { reference: expect.stringMatching(/^DocumentReference\//) },
    });
    // The answer was lost on the way to the disk, and somebody who may write both is at the desk now: there once.
    const again = await ehr.write({ ...write, lookFirst: true });
    expect(again).toMatchObject({ ok: true, value: { reference: expect.stringMatching(/^DocumentReference\//) } });
    expect(await howMany('Communication', write.id)).toBe(0);
    const another = sampleWrite(`${vendor.name}-403b`, 'communication');
    expect(await ehr.write(another)).toMatchObject({
      ok: true,
      value: { reference: expect.stringMatching(/^Communication\//) },
    });
    await close();
  });

  it('403 to everything is said, and not waited for', async () => {
    const far = await vendorStandIn(vendor, clinic.url);
    const server = await standIn(async (heard, response) => {
      if (heard.method === 'POST' && !heard.path.includes('_search') && heard.path !== '')
        return json(response, 403, outcome('forbidden'));
      const answer = await passOn(far.url, heard);
      return json(response, answer.status, answer.body, answer.headers);
    });
    const ehr = openFhir({ baseUrl: server.url, log: collectingLog() });
    await ehr.connect();
    const write = sampleWrite(`${vendor.name}-403c`, 'communication');
    expect(await ehr.write(write)).toMatchObject({ ok: false, error: { code: 'ehrNotPermitted' } });
    await server.close();
    await far.close();
  });
});
