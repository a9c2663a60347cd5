// The embedded EHR as a server on the wire: what any FHIR client may rely on.
import { get } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FAULTS } from '../../electron/clinic/ehr/faults.ts';
import { startClinicEhr } from '../../electron/clinic/ehr/server.ts';
import type { ClinicEhr } from '../../electron/clinic/ehr/server.ts';

/** What these tests look into; each answer has the part that its test asks for. */
interface Body {
  readonly resourceType: string;
  readonly id: string;
  readonly status: string;
  readonly meta: { readonly versionId: string };
  readonly fhirVersion: string;
  readonly rest: [
    { readonly resource: { readonly type: string; readonly searchParam: { readonly name: string }[] }[] },
  ];
  readonly total: number;
  readonly link: { readonly relation: string; readonly url: string }[];
  readonly entry: [Entry, ...Entry[]];
  readonly issue: [{ readonly code: string }];
}
interface Entry {
  readonly resource: { readonly id: string; readonly name: [{ readonly family: string }] };
  readonly search: { readonly mode: string };
  readonly response: { readonly status: string };
}

interface Answer {
  status: number;
  headers: Headers;
  body: Body;
}

let ehr: ClinicEhr;
beforeAll(async () => {
  ehr = await startClinicEhr({ port: 0, seed: 3, today: new Date('2026-11-20T18:00:00Z') });
});
beforeEach(() => ehr.setFault('none'));
afterAll(() => ehr.close());

async function ask(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(path.startsWith('http') ? path : `${ehr.url}/${path}`, init);
  return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
}
const form = (parameters: Record<string, string>): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams(parameters),
});
const send = (method: string, body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method,
  headers: { 'content-type': 'application/fhir+json', ...headers },
  body: JSON.stringify(body),
});
const task = (value: string) => ({
  resourceType: 'Task',
  status: 'requested',
  intent: 'order',
  identifier: [{ system: 'urn:test', value }],
});

describe('the embedded EHR', () => {
  it('says what it can do, and can do it', async () => {
    const { body } = await ask('metadata');
    expect(body.fhirVersion).toBe('4.0.1');
    for (const { type, searchParam } of body.rest[0].resource) {
      const names: string[] = searchParam.map(({ name }: { name: string }) => name);
      expect((await ask(`${type}?_count=1`)).status).toBe(200);
      expect(names).toContain('_id');
    }
    expect((await ask('Observation')).status).toBe(404);
    expect((await ask('Patient?shoe-size=44')).status).toBe(400);
    expect((await ask('Patient/x', { method: 'DELETE' })).status).toBe(405);
  });

  it('searches by GET and by POST, with several spellings of a number at once', async () => {
    const phone = '+12065550142,(206) 555-0142,206.555.0142,+1 206-555-0142,(206)555-0142';
    const got = await ask(`Patient?phone=${encodeURIComponent(phone)}`);
    const posted = await ask('Patient/_search', form({ phone }));
    expect(got.body.total).toBe(4);
    expect(posted.body.entry).toEqual(got.body.entry);
    expect((await ask('RelatedPerson/_search', form({ phone }))).body.total).toBe(4);
  });

  it('finds names without accents, by part and by birth date', async () => {
    expect((await ask('Patient?name=gonzalez&birthdate=1979-03-14')).body.total).toBe(1);
    expect((await ask('Patient?family=GONZ&given=maria')).body.entry[0].resource.name[0].family).toBe('González');
    const joined = await ask('Patient?name=grace&family=okafor&_revinclude=RelatedPerson:patient');
    expect(joined.body.entry.map((e) => e.search.mode)).toEqual(['match', 'include', 'include']);
  });

  it('pages with links that hold nothing of the search', async () => {
    const seen: string[] = [];
    let page = await ask('Patient/_search', form({ 'address-state': 'WA', _count: '50' }));
    for (;;) {
      seen.push(...page.body.entry.map((entry) => entry.resource.id));
      const next = page.body.link.find(({ relation }) => relation === 'next')?.url;
      if (next === undefined) break;
      expect(next).toMatch(/\/fhir\?_page=[0-9a-f-]{36}$/);
      page = await ask(next);
    }
    expect(seen.length).toBe(page.body.total);
    expect(new Set(seen).size).toBe(seen.length);
    expect((await ask(`${ehr.url}?_page=unknown`)).status).toBe(404);
  });

  it('creates once with If-None-Exist, updates with If-Match only', async () => {
    const condition = { 'if-none-exist': 'identifier=urn:test|once' };
    const first = await ask('Task', send('POST', task('once'), condition));
    const second = await ask('Task', send('POST', task('once'), condition));
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body.id).toBe(first.body.id);
    expect(first.headers.get('location')).toBe(`${ehr.url}/Task/${first.body.id}`);
    const path = `Task/${first.body.id}`;
    const done = { ...first.body, status: 'completed' };
    expect((await ask(path, send('PUT', done, { 'if-match': 'W/"stale"' }))).status).toBe(412);
    expect((await ask(path, send('PUT', done, { 'if-match': first.headers.get('etag') ?? '' }))).status).toBe(200);
    expect((await ask('Task/never', send('PUT', { ...done, id: 'never' }))).status).toBe(404);
  });

  it('of many who create or change the same thing at once exactly one does', async () => {
    const condition = { 'if-none-exist': 'identifier=urn:test|many' };
    const created = await Promise.all(
      Array.from({ length: 12 }, () => ask('Task', send('POST', task('many'), condition))),
    );
    expect(created.map(({ status }) => status).sort()).toEqual([...Array<number>(11).fill(200), 201]);
    expect(new Set(created.map(({ body }) => body.id)).size).toBe(1);
    const [{ body }] = created as [Answer];
    const match = { 'if-match': `W/"${body.meta.versionId}"` };
    const changed = await Promise.all(
      ['a', 'b', 'c', 'd', 'e'].map((description) =>
        ask(`Task/${body.id}`, send('PUT', { ...body, description }, match)),
      ),
    );
    expect(changed.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412]);
  });

  it('refuses what is no FHIR: invalid resources, no JSON, wrong media type, too much', async () => {
    expect((await ask('Task', send('POST', { resourceType: 'Task', status: 'requested' }))).status).toBe(400);
    expect((await ask('Task', { ...send('POST', {}), body: '{"resourceType":' })).status).toBe(400);
    expect((await ask('Task', { method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } })).status).toBe(
      415,
    );
    const large = send('POST', { ...task('large'), description: 'x'.repeat(2_100_000) });
    await expect(ask('Task', large).then(({ status }) => status)).resolves.toBe(413);
  });

  it('answers a batch part by part', async () => {
    const entry = [
      'Patient/patient-maria-gonzalez',
      'Patient/nobody',
      'Coverage?patient=Patient/patient-maria-gonzalez',
    ];
    const batch = {
      resourceType: 'Bundle',
      type: 'batch',
      entry: entry.map((url) => ({ request: { method: 'GET', url } })),
    };
    const { body } = await ask('', send('POST', batch));
    expect(body.entry.map((one) => one.response.status)).toEqual(['200', '404', '200']);
  });

  it('can be ill: a sign-in page instead of JSON, or no connection at all', async () => {
    expect(FAULTS).toContain('slow');
    ehr.setFault('html');
    const page = await fetch(`${ehr.url}/metadata`);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    ehr.setFault('down');
    await expect(fetch(`${ehr.url}/metadata`)).rejects.toThrow();
    ehr.setFault('none');
    // On a connection of its own: fetch may take one from its pool of which it has not heard yet that it was cut.
    const status = new Promise((resolve, reject) => {
      get(`${ehr.url}/metadata`, { agent: false }, (answer) => resolve(answer.resume().statusCode)).once(
        'error',
        reject,
      );
    });
    expect(await status).toBe(200);
  });

  it('keeps callers waiting when slow, and closes without waiting for them', async () => {
    const other = await startClinicEhr({ port: 0, seed: 3, today: new Date('2026-11-20T18:00:00Z') });
    other.setFault('slow');
    await expect(fetch(`${other.url}/metadata`, { signal: AbortSignal.timeout(50) })).rejects.toThrow(/timeout/i);
    const hanging = expect(fetch(`${other.url}/metadata`)).rejects.toThrow();
    await other.close();
    await hanging;
  });
});
