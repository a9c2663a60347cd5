// kill -9 while notes, their steps, what was said to being recorded, corrections and the audit are being sent to the EHR, again
// and again: nothing is lost, nothing is there twice, and what must come first did, whether the request never left, was done
// without an answer, was answered by half, or arrives when the next run has begun already.
// Short here, and shorter at HAPI FHIR, where each round takes 5 s; FRONTDESK_FAULTS=long kills 200 times at each server,
// FRONTDESK_FAULTS=150 that often.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJournal } from '../../electron/adapters/storage/journal.ts';
import { hasHapi, startHapi } from '../support/hapi.ts';
import { send, startClinicUpstream } from './servers.ts';
import { vendorStandIn } from './strict.ts';
import type { Vendor } from './strict.ts';
import { EPIC_LIKE, MEDPLUM_LIKE } from './vendors.ts';

const ASKED = process.env['FRONTDESK_FAULTS'];
const killsOr = (short: number): number => (ASKED === 'long' ? 200 : Number(ASKED ?? '') || short);
/** Whose notes the sender writes. */
const PATIENTS = Array.from({ length: 40 }, (_, index) => `made-up-${index}`);
const KEY = 'ab'.repeat(32);
const SENDER = path.resolve(import.meta.dirname, '../integration/fixtures/note-sender.ts');

/** What becomes of the request during which the sender dies. `late`: it reaches the server after the next one. */
const ENDS = ['lost', 'done', 'half', 'late'] as const;
type End = (typeof ENDS)[number];
/** What is being written when the sender dies. A correction changes what is there. */
const WHATS = ['Communication', 'Task', 'Consent', 'correction', 'AuditEvent'] as const;
type What = (typeof WHATS)[number];
interface Plan {
  readonly what: What;
  /** Counted from 0 among the writes of its kind. */
  readonly at: number;
  readonly end: End;
  readonly kill: () => void;
}

function whatOf({ method, url = '' }: IncomingMessage): What | undefined {
  if (method === 'PUT') return 'correction';
  const [type, ...more] = url.replace(/^\/fhir\/?/, '').split('/');
  return method === 'POST' && more.length === 0 ? WHATS.find((what) => what === type) : undefined;
}

/** Between sender and server: hands everything on, until the request in which it kills. */
class Between {
  #plan: Plan | undefined;
  #writes = 0;
  #late: (() => Promise<unknown>) | undefined;
  /** Our ids in the order in which the server took them, the first time each. */
  readonly arrived: string[] = [];
  readonly #upstream: string;
  readonly #server = createServer(
    (request, response) => void this.#serve(request, response).catch(() => response.destroy()),
  );

  constructor(upstream: string) {
    this.#upstream = upstream;
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/fhir`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  begin(plan: Plan | undefined): void {
    this.#writes = 0;
    this.#plan = plan;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    const what = whatOf(request);
    const ask = () => this.#ask(request, body);
    const isPlanned = what !== undefined && what === this.#plan?.what && this.#plan.at === this.#writes++;
    const plan = isPlanned ? this.#plan : undefined;
    if (!plan) {
      if (what !== undefined && this.#late) {
        const late = this.#late;
        this.#late = undefined;
        await late();
      }
      const answer = await ask();
      return void response.writeHead(answer.status, answer.headers).end(answer.text);
    }
    this.#plan = undefined;
    if (plan.end === 'late') this.#late = ask;
    if (plan.end === 'done' || plan.end === 'half') {
      const answer = await ask();
      if (plan.end === 'half') response.writeHead(answer.status, answer.headers).write(answer.text.slice(0, 40));
    }
    plan.kill();
  }

  async #ask(request: IncomingMessage, body: string) {
    const headers = Object.fromEntries(
      ['accept', 'content-type', 'if-none-exist', 'if-match'].flatMap((name) => {
        const value = request.headers[name];
        return typeof value === 'string' ? [[name, value]] : [];
      }),
    );
    const url = `${this.#upstream}${(request.url ?? '').replace(/^\/fhir/, '')}`;
    const answer = await fetch(url, { method: request.method ?? 'GET', headers, ...(body === '' ? {} : { body }) });
    if (answer.ok && whatOf(request) !== undefined)
      for (const id of idsIn(JSON.parse(body) as Identified)) if (!this.arrived.includes(id)) this.arrived.push(id);
    const kept = ['content-type', 'location', 'etag'].flatMap((name) => {
      const value = answer.headers.get(name);
      return value === null ? [] : [[name, value] as const];
    });
    return { status: answer.status, headers: Object.fromEntries(kept), text: await answer.text() };
  }
}

function startSender(
  folder: string,
  fhir: string,
  round: number,
): { child: ChildProcess; acknowledged: Promise<string[]> } {
  const child = spawn(process.execPath, [SENDER, folder, KEY, fhir, String(round)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (data: Buffer) => (said += data.toString()));
  const acknowledged = new Promise<string[]>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve(said.split('\n').slice(0, -1)));
  });
  return { child, acknowledged };
}

interface Identified {
  readonly identifier?: readonly { readonly value?: string }[];
  readonly entity?: readonly { readonly what?: { readonly identifier?: { readonly value?: string } } }[];
  readonly payload?: readonly { readonly contentString?: string }[];
}
/** Our ids in a resource: of a note's parts, or of a row of the audit. */
const idsIn = ({ identifier = [], entity = [] }: Identified): string[] =>
  [...identifier, ...entity.map(({ what }) => what?.identifier ?? {})]
    .map(({ value = '' }) => decodeURIComponent(value))
    .filter((id) => /^(r\d+n\d|audit\/)/.test(id));

/** Everything on the server that carries an id of ours. */
async function written(fhir: string): Promise<Identified[]> {
  const all: Identified[] = [];
  for (const type of ['Communication', 'Task', 'DocumentReference', 'Consent', 'AuditEvent']) {
    let next: string | undefined = `${fhir}/${type}?_count=200`;
    while (next !== undefined) {
      const page = (await (await fetch(next, { headers: { 'cache-control': 'no-cache' } })).json()) as {
        entry?: { resource: Identified }[];
        link?: { relation: string; url: string }[];
      };
      all.push(...(page.entry ?? []).map(({ resource }) => resource).filter((one) => idsIn(one).length > 0));
      next = page.link?.find(({ relation }) => relation === 'next')?.url;
    }
  }
  return all;
}

/** What the desk that was killed knows of its notes and of its audit. */
function keptIn(folder: string) {
  const opened = openJournal(folder, KEY);
  if (!opened.ok) throw new Error(opened.error.code);
  const { auditMirror } = opened.value;
  const items = opened.value.outbox();
  const rows = auditMirror.after(0, 1_000_000);
  const place = auditMirror.place();
  opened.value.close();
  return { items, rows, place };
}

const twice = (ids: readonly string[]) => ids.filter((id, index) => ids.indexOf(id) !== index);

/** Takes everything, but knows no If-None-Exist: that something is there already can only be found by a search. */
const SEARCHED: Vendor = {
  ...MEDPLUM_LIKE,
  name: 'Strict S',
  types: Object.fromEntries(
    Object.entries(MEDPLUM_LIKE.types).map(([type, policy]) => [type, { ...policy, conditionalCreate: false }]),
  ),
};
// A request that is still on its way when it is looked for can only be caught by the server itself.
const SEEN: readonly End[] = ['lost', 'done', 'half'];

interface Far {
  /** Where it is written to. */
  readonly url: string;
  /** Where everything that was written can be read. */
  readonly all: string;
  close(): Promise<unknown>;
}

const standIn = (vendor: Vendor) => async (): Promise<Far> => {
  const upstream = await startClinicUpstream();
  const far = await vendorStandIn(vendor, upstream.url);
  return { url: far.url, all: upstream.url, close: () => Promise.all([far.close(), upstream.close()]) };
};

/** It takes no note of a patient whom it does not know. */
async function hapi(): Promise<Far> {
  const { url, close } = await startHapi();
  const entry = PATIENTS.map((id) => ({
    resource: { resourceType: 'Patient', id },
    request: { method: 'PUT', url: `Patient/${id}` },
  }));
  await send('POST', url, { resourceType: 'Bundle', type: 'transaction', entry });
  return { url, all: url, close };
}

describe.skipIf(!hasHapi()).each([['HAPI FHIR', hapi, ENDS, WHATS, killsOr(5)] as const])('%s', kills);
describe.each([
  ['takes If-None-Exist', standIn(MEDPLUM_LIKE), ENDS, WHATS, killsOr(12)],
  ['can only be searched', standIn(SEARCHED), SEEN, WHATS, killsOr(12)],
  ['takes notes alone', standIn(EPIC_LIKE), SEEN, ['Communication'], killsOr(12)],
] as const)('a server that %s', kills);

function kills(
  name: string,
  start: () => Promise<Far>,
  ends: readonly End[],
  whats: readonly What[],
  times: number,
): void {
  let far: Far;
  let between: Between;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-kill-sync-'));
  const acknowledged: string[] = [];
  const killed: string[] = [];
  beforeAll(async () => {
    far = await start();
    between = new Between(far.url);
  }, 120_000);
  afterAll(async () => {
    between.close();
    await far.close();
  });

  /** What is killed in this round, and how; no AuditEvent has a condition of its own. */
  function planOf(round: number, kill: () => void): Plan {
    const what = whats[round % whats.length] ?? 'Communication';
    const end = ends[Math.floor(round / whats.length) % ends.length] ?? 'lost';
    return { what, at: (round * 7) % 3, end: what === 'AuditEvent' && end === 'late' ? 'done' : end, kill };
  }

  it(`is killed ${times} times while it is written to`, { timeout: times * 12_000 }, async () => {
    const fhir = await between.start();
    for (let round = 0; killed.length < times; round++) {
      const sender = startSender(folder, fhir, round);
      const plan = planOf(round, () => {
        killed.push(`${plan.what} ${plan.end}`);
        sender.child.kill('SIGKILL');
      });
      between.begin(plan);
      acknowledged.push(...(await sender.acknowledged));
    }
    between.begin(undefined);
    acknowledged.push(...(await startSender(folder, fhir, times * 10).acknowledged));
    expect(acknowledged.length).toBeGreaterThan(times);
  });

  it('holds every acknowledged version once, and nothing twice', async () => {
    const { items } = keptIn(folder);
    const there = await written(far.all);
    const ids = there.flatMap(idsIn).filter((id) => !id.startsWith('audit/'));
    expect(twice(ids)).toEqual([]);
    // All sent, or kept here where the server takes nothing of the kind; what is said to be sent is there.
    expect(items.filter(({ state }) => state !== 'sent' && state !== 'keptHere')).toEqual([]);
    expect(ids.toSorted()).toEqual(
      items
        .filter(({ state }) => state === 'sent')
        .map(({ id }) => id)
        .toSorted(),
    );
    for (const said of acknowledged) {
      const [callId, version] = said.split(' ');
      expect(items.some((item) => item.callId === callId && String(item.version) === version)).toBe(true);
    }
    const corrected = there.filter((one) => idsIn(one).some((id) => /communication\/\d+$/.test(id)));
    for (const one of corrected) expect(one.payload?.[0]?.contentString).toContain('Told: corrected r');
    process.stdout.write(
      `${name}: ${killed.length} kills, ${acknowledged.length} versions acknowledged, ${there.length} resources, ` +
        `${corrected.length} corrected, none twice: ${JSON.stringify(counted(killed))}\n`,
    );
  });

  it('has each note before its step and before its correction', () => {
    const { arrived } = between;
    const place = new Map(arrived.map((id, index) => [id, index]));
    const before = (id: string) =>
      id.endsWith('/task') ? id.replace(/task$/, 'communication') : id.replace(/(?<=\/\w+)\/\d+$/, '');
    const early = arrived.filter(
      (id) => !id.startsWith('audit/') && (place.get(before(id)) ?? Infinity) > place.get(id)!,
    );
    expect(early).toEqual([]);
  });

  it('has the audit row by row, in order, or none of it', async () => {
    const { rows, place } = keptIn(folder);
    expect(rows.length).toBeGreaterThan(killed.length);
    expect(place).toEqual({ seq: rows.at(-1)?.seq, trying: false });
    const told = whats.includes('AuditEvent') ? rows.map(({ id }) => id) : [];
    const there = (await written(far.all)).flatMap(idsIn).filter((id) => id.startsWith('audit/'));
    expect(there.toSorted()).toEqual(told.toSorted());
    expect(between.arrived.filter((id) => id.startsWith('audit/'))).toEqual(told);
    process.stdout.write(`${name}: ${told.length} rows of the audit, each once and in order\n`);
  });
}

const counted = (all: readonly string[]): Record<string, number> =>
  Object.fromEntries([...new Set(all)].toSorted().map((one) => [one, all.filter((other) => other === one).length]));
