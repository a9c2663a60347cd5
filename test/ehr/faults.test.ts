// The adapter against servers that misbehave: each fault ends in time, in one of our codes, with nothing sent elsewhere.
import { afterEach, describe, expect, it } from 'vitest';
import { openFhir } from '../../electron/adapters/fhir/fhir-adapter.ts';
import type { FhirEhrOptions } from '../../electron/adapters/fhir/fhir-adapter.ts';
import { SLOW_MS } from '../../electron/clinic/ehr/faults.ts';
import { startClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { EhrPort } from '../../electron/ports/ehr.ts';
import type { EhrTokens } from '../../electron/ports/ehr-access.ts';
import { E164 } from '../../shared/domain/phone-number/e164.ts';
import { fail, ok } from '../../shared/result/result.ts';
import { MARIA, sampleWrite } from './samples.ts';
import { bundle, json, outcome, standIn } from './stand-in.ts';
import { capabilityOf } from './strict.ts';
import type { Answer, StandIn } from './stand-in.ts';
import type { Vendor } from './strict.ts';

const NUMBER = E164.parse('+12065550101');
const NOW = new Date('2026-11-20T18:00:00Z');
const OPEN: Vendor = {
  name: 'Stand-in',
  bundles: [],
  postSearch: true,
  or: true,
  types: {
    Patient: { search: ['phone', 'name', 'birthdate', '_id'] },
    Communication: { search: ['identifier', 'patient'], create: true },
    Task: { search: ['identifier', 'patient'], create: true, conditionalCreate: true },
  },
};
const patient = (id: string) => ({ resourceType: 'Patient', id, telecom: [{ system: 'phone', value: '2065550101' }] });

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function server(answer: Answer): Promise<StandIn> {
  const made = await standIn((heard, response, request) =>
    heard.path === 'metadata' ? json(response, 200, capabilityOf(OPEN)) : answer(heard, response, request),
  );
  closing.push(() => made.close());
  return made;
}
async function against(answer: Answer, options: Partial<FhirEhrOptions> = {}): Promise<{ ehr: EhrPort; far: StandIn }> {
  const far = await server(answer);
  return { far, ehr: openFhir({ baseUrl: far.url, retryDelayMs: 1, ...options }) };
}
/** A way in that gives what it has, and has nothing else to give. */
const tokens = (token: () => string): EhrTokens => ({
  token: () => Promise.resolve(ok(token())),
  refused: () => Promise.resolve(fail('ehrRefused')),
});
const refused = (code: string) => ({ ok: false, error: { code } });

describe('a slow server', () => {
  it('is given up at the deadline, with read and write told apart', async () => {
    const clinic = await startClinicEhr({ port: 0, seed: 3, today: NOW });
    closing.push(() => clinic.close());
    const ehr = openFhir({ baseUrl: clinic.url, deadlineMs: 400 });
    expect(await ehr.connect()).toMatchObject({ ok: true });
    clinic.setFault('slow');
    const start = performance.now();
    expect(await ehr.findByPhone(NUMBER)).toMatchObject(refused('ehrSlow'));
    expect(await ehr.readContext(MARIA, NOW)).toMatchObject(refused('ehrSlow'));
    expect(await ehr.connect()).toMatchObject(refused('ehrSlow'));
    expect(await ehr.write(sampleWrite('c', 'task'))).toMatchObject(refused('ehrUnknownOutcome'));
    expect(performance.now() - start).toBeLessThan(SLOW_MS / 2);
  });

  it('is given up in the middle of an answer too', async () => {
    const { ehr } = await against(
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/fhir+json' });
        response.write('{"resourceType":');
      },
      { deadlineMs: 400 },
    );
    expect(await ehr.findByPhone(NUMBER)).toMatchObject(refused('ehrSlow'));
  });
});

describe('answers that are no FHIR', () => {
  it.each([
    ['a sign-in page', '<html>Sign in</html>'],
    ['cut-off JSON', '{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Pat'],
    ['null', 'null'],
    ['a number', '42'],
    ['nothing', ''],
    ['another resource', '{"resourceType":"Patient","id":"x"}'],
  ])('%s is not taken for an answer', async (_, text) => {
    const { ehr } = await against((__, response) => response.writeHead(200).end(text) && undefined);
    expect(await ehr.findByPhone(NUMBER)).toMatchObject(refused('ehrNotFhir'));
  });

  it('a read that breaks off is a lost connection, a write is unknown', async () => {
    const { ehr } = await against((_, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"resourceType"', () => response.destroy());
    });
    expect(await ehr.findByPhone(NUMBER)).toMatchObject(refused('ehrUnreachable'));
    expect(await ehr.write(sampleWrite('c', 'communication'))).toMatchObject(refused('ehrUnknownOutcome'));
  });

  it('odd fields cost themselves, not the patient', async () => {
    const odd = { ...patient('p1'), name: 'Maria', birthDate: 7, address: [null, { postalCode: '98101' }], gender: {} };
    const { ehr } = await against((_, response) => json(response, 200, bundle([odd, { id: 'no type' }])));
    expect(await ehr.findByPhone(NUMBER)).toMatchObject({
      ok: true,
      value: [{ id: 'p1', given: '', family: '', sex: 'unknown', postalCode: '98101' }],
    });
  });

  it('a redirect is not followed', async () => {
    const elsewhere = await server((_, response) => json(response, 200, bundle([patient('p1')])));
    const { ehr } = await against((_, response) => json(response, 302, {}, { location: `${elsewhere.url}/Patient` }));
    expect(await ehr.findByPhone(NUMBER)).toMatchObject(refused('ehrNotFhir'));
    expect(elsewhere.heard).toEqual([]);
  });
});

describe('refusals', () => {
  it.each([
    [401, 'ehrRefused'],
    [403, 'ehrRefused'],
    [500, 'ehrUnreachable'],
    [503, 'ehrUnreachable'],
  ])('%i is %s', async (status, code) => {
    const { ehr } = await against((_, response) => json(response, status, outcome('exception', 'María González')));
    const answer = await ehr.findByPhone(NUMBER);
    expect(answer).toMatchObject(refused(code));
    expect(JSON.stringify(answer)).not.toContain('González');
  });

  it('429 says when to come back', async () => {
    const { ehr } = await against((_, response) => json(response, 429, outcome('throttled'), { 'retry-after': '7' }));
    expect(await ehr.findByPhone(NUMBER)).toMatchObject({
      ok: false,
      error: { code: 'ehrBusy', retryAfterMs: 7000, detail: 'HTTP 429 throttled' },
    });
  });

  it('a token that runs out in mid-call is a refusal, and a fresh one is used at once', async () => {
    let good = 'one';
    const { ehr } = await against(
      ({ headers }, response) =>
        headers.authorization === 'Bearer two'
          ? json(response, 200, bundle([patient('p1')]))
          : json(response, 401, outcome('login')),
      { access: tokens(() => good) },
    );
    expect(await ehr.findByPhone(NUMBER)).toMatchObject(refused('ehrRefused'));
    good = 'two';
    expect(await ehr.findByPhone(NUMBER)).toMatchObject({ ok: true });
  });

  it.each([
    [422, 'ehrRejected'],
    [500, 'ehrUnknownOutcome'],
    [504, 'ehrUnknownOutcome'],
    [401, 'ehrRefused'],
    [403, 'ehrNotPermitted'],
    [429, 'ehrBusy'],
  ])('a write answered with %i is %s', async (status, code) => {
    const { ehr, far } = await against((_, response) => json(response, status, outcome('processing')));
    expect(await ehr.write(sampleWrite('c', 'communication'))).toMatchObject(refused(code));
    expect(far.heard.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });
});

describe('trying again', () => {
  it('is for GET alone', async () => {
    let broken = 1;
    const { ehr, far } = await against(({ path }, response, request) => {
      if (path.startsWith('Patient/') && broken-- > 0) return void request.socket.destroy();
      json(response, 200, path.startsWith('Patient/p1') ? patient('p1') : bundle([]));
    });
    const patientId = sampleWrite('c', 'task').note.patientId;
    expect(patientId).toBeDefined();
    expect(await ehr.readContext('p1' as typeof MARIA, NOW)).toMatchObject({ ok: true });
    expect(far.heard.filter(({ path }) => path === 'Patient/p1')).toHaveLength(2);
  });

  it('never repeats a POST by itself', async () => {
    const { ehr, far } = await against((_, __, request) => void request.socket.destroy());
    await ehr.write(sampleWrite('c', 'communication'));
    expect(far.heard.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  it('after a lost answer finds what was written, instead of writing it twice', async () => {
    const kept: object[] = [];
    let lose = true;
    const { ehr, far } = await against(({ method, path, body }, response, request) => {
      if (method === 'GET') return json(response, 200, bundle(path.startsWith('Communication') ? kept : []));
      kept.push({ ...(JSON.parse(body) as object), id: `c${kept.length + 1}` });
      if (lose) return void request.socket.destroy();
      json(response, 201, kept.at(-1));
    });
    const write = sampleWrite('call-9', 'communication');
    expect(await ehr.write(write)).toMatchObject(refused('ehrUnknownOutcome'));
    lose = false;
    expect(await ehr.write({ ...write, lookFirst: true })).toMatchObject({
      ok: true,
      value: { state: 'sent', reference: 'Communication/c1' },
    });
    expect(kept).toHaveLength(1);
    expect(far.heard.at(-1)?.method).toBe('GET');
  });

  it('does not write when it cannot look, and uses If-None-Exist only where it is declared', async () => {
    const { ehr, far } = await against(({ method }, response) =>
      method === 'GET'
        ? json(response, 503, outcome('transient'))
        : json(response, 201, {}, { location: 'Task/t7/_history/1' }),
    );
    const task = sampleWrite('call-10', 'task');
    expect(await ehr.write({ ...task, lookFirst: true })).toMatchObject(refused('ehrUnreachable'));
    expect(await ehr.write(task)).toMatchObject({ ok: true, value: { state: 'sent', reference: 'Task/t7' } });
    await ehr.write(sampleWrite('call-10', 'communication'));
    const conditions = far.heard
      .filter(({ method }) => method === 'POST')
      .map(({ headers }) => headers['if-none-exist']);
    expect(conditions).toEqual([expect.stringContaining('call-10%2Ftask'), undefined]);
  });
});

describe('pages', () => {
  it('are followed on the same origin, relative or not, each patient once, never in circles', async () => {
    const { ehr, far } = await against(({ path }, response) => {
      if (path.startsWith('?page=2'))
        return json(response, 200, bundle([patient('p1'), patient('p2')], `${far.url}?page=3`));
      if (path.startsWith('?page=3'))
        return json(response, 200, bundle([patient('p2'), patient('p3')], `${far.url}?page=2`));
      json(response, 200, bundle([patient('p1')], '/fhir?page=2'));
    });
    const found = await ehr.findByPhone(NUMBER);
    expect(found.ok && found.value.map(({ id }) => String(id))).toEqual(['p1', 'p2', 'p3']);
    expect(far.heard.length).toBeLessThanOrEqual(5);
  });

  it('on another origin are not fetched, and the token stays here', async () => {
    const elsewhere = await server((_, response) => json(response, 200, bundle([patient('p9')])));
    const { ehr, far } = await against(
      (_, response) => json(response, 200, bundle([patient('p1')], `${elsewhere.url}?page=2`)),
      { access: tokens(() => 'secret') },
    );
    expect(await ehr.findByPhone(NUMBER)).toMatchObject(refused('ehrNotFhir'));
    expect(elsewhere.heard).toEqual([]);
    expect(far.heard.at(-1)?.headers.authorization).toBe('Bearer secret');
  });
});

describe('connecting', () => {
  it('names what is wrong with an address', async () => {
    const gone = await server(() => undefined);
    await gone.close();
    expect(await openFhir({ baseUrl: gone.url, retryDelayMs: 1 }).connect()).toMatchObject(refused('ehrUnreachable'));
    expect(await openFhir({ baseUrl: gone.url, retryDelayMs: 1 }).write(sampleWrite('c', 'task'))).toMatchObject(
      refused('ehrUnreachable'),
    );
  });

  it('asks nothing of a server off this machine without TLS', async () => {
    const ehr = openFhir({ baseUrl: 'http://ehr.invalid/fhir' });
    expect(await ehr.connect()).toMatchObject({
      ok: false,
      error: { code: 'ehrRefused', detail: 'https is required off this machine' },
    });
  });

  it('asks once for many who wait', async () => {
    const { ehr, far } = await against((_, response) => json(response, 200, bundle([])));
    await Promise.all([ehr.findByPhone(NUMBER), ehr.findByName('x'), ehr.findByPhone(NUMBER)]);
    expect(far.heard.filter(({ path }) => path === 'metadata')).toHaveLength(1);
  });
});
