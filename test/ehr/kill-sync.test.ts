// kill -9 while notes are being sent to the EHR, again and again: nothing is lost and nothing is there twice, whether the
// request never left, was done without an answer, was answered by half, or arrives when the next run has begun already.
// Short here; FRONTDESK_FAULTS=long kills 200 times at each server.
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
import { startClinicUpstream } from './servers.ts';
import type { Upstream } from './servers.ts';
import { vendorStandIn } from './strict.ts';
import type { Vendor } from './strict.ts';
import { EPIC_LIKE, MEDPLUM_LIKE } from './vendors.ts';

const KILLS = process.env['FRONTDESK_FAULTS'] === 'long' ? 200 : 12;
const KEY = 'ab'.repeat(32);
const SENDER = path.resolve(import.meta.dirname, '../integration/fixtures/note-sender.ts');

/** What becomes of the request during which the sender dies. `late`: it reaches the server after the next one. */
const ENDS = ['lost', 'done', 'half', 'late'] as const;
type End = (typeof ENDS)[number];

/** Between sender and server: hands everything on, until the request in which it kills. */
class Between {
  /** The write at which it kills, counted from now, and how that request ends. */
  plan: { at: number; end: End; kill: () => void } | undefined;
  #writes = 0;
  #late: (() => Promise<unknown>) | undefined;
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

  begin(plan: Between['plan']): void {
    this.#writes = 0;
    this.plan = plan;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    const isWrite = request.method === 'POST' && !/_search|fhir\/?$/.test(request.url ?? '');
    const ask = () => this.#ask(request, body);
    const plan = isWrite && this.plan?.at === this.#writes++ ? this.plan : undefined;
    if (!plan) {
      if (isWrite && this.#late) {
        const late = this.#late;
        this.#late = undefined;
        await late();
      }
      const answer = await ask();
      return void response.writeHead(answer.status, answer.headers).end(answer.text);
    }
    this.plan = undefined;
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
    const kept = ['content-type', 'location', 'etag'].flatMap((name) => {
      const value = answer.headers.get(name);
      return value === null ? [] : [[name, value] as const];
    });
    return { status: answer.status, headers: Object.fromEntries(kept), text: await answer.text() };
  }
}

function send(folder: string, fhir: string, round: number): { child: ChildProcess; acknowledged: Promise<string[]> } {
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

/** How often each of our identifiers stands on the server, over all types that could hold it. */
async function written(fhir: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const type of ['Communication', 'Task', 'DocumentReference']) {
    let next: string | undefined = `${fhir}/${type}?_count=200`;
    while (next !== undefined) {
      const page = (await (await fetch(next)).json()) as {
        entry?: { resource: { identifier?: { value?: string }[] } }[];
        link?: { relation: string; url: string }[];
      };
      for (const { resource } of page.entry ?? [])
        for (const { value } of resource.identifier ?? [])
          if (value !== undefined && /^r\d+n\d/.test(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
      next = page.link?.find(({ relation }) => relation === 'next')?.url;
    }
  }
  return counts;
}

describe.each<[string, Vendor, readonly End[]]>([
  ['takes If-None-Exist', MEDPLUM_LIKE, ENDS],
  // A request that is still on its way when it is looked for can only be caught by the server itself.
  ['can only be searched', EPIC_LIKE, ['lost', 'done', 'half']],
])('a server that %s', (_what, vendor, ends) => {
  let upstream: Upstream;
  let far: Awaited<ReturnType<typeof vendorStandIn>>;
  let between: Between;
  beforeAll(async () => {
    upstream = await startClinicUpstream();
    far = await vendorStandIn(vendor, upstream.url);
    between = new Between(far.url);
  });
  afterAll(async () => {
    between.close();
    await far.close();
    await upstream.close();
  });

  it(
    `after ${KILLS} kills holds every acknowledged note once, and nothing twice`,
    { timeout: KILLS * 5_000 },
    async () => {
      const fhir = await between.start();
      const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-kill-sync-'));
      const acknowledged: string[] = [];
      let kills = 0;
      for (let round = 0; kills < KILLS; round++) {
        const sender = send(folder, fhir, round);
        const kill = () => {
          kills++;
          sender.child.kill('SIGKILL');
        };
        between.begin({ at: (round * 7) % 5, end: ends[round % ends.length] ?? 'lost', kill });
        acknowledged.push(...(await sender.acknowledged));
      }
      between.begin(undefined);
      acknowledged.push(...(await send(folder, fhir, KILLS * 10).acknowledged));
      expect(acknowledged.length).toBeGreaterThan(KILLS);
      const opened = openJournal(folder, KEY);
      if (!opened.ok) throw new Error(opened.error.code);
      const items = opened.value.outbox();
      opened.value.close();
      const counts = await written(upstream.url);
      expect([...counts].filter(([, count]) => count > 1)).toEqual([]);
      // All sent, or kept here where the server takes nothing of the kind; what is said to be sent is there.
      expect(items.filter(({ state }) => state !== 'sent' && state !== 'keptHere')).toEqual([]);
      for (const id of acknowledged) expect(items.filter(({ callId }) => callId === id).length).toBeGreaterThan(0);
      const sent = items.filter(({ state }) => state === 'sent');
      const missing = sent.filter(
        ({ id }) => ![...counts.keys()].some((value) => value.includes(id) || id.includes(value)),
      );
      expect(missing).toEqual([]);
      expect(counts.size).toBe(sent.length);
      process.stdout.write(
        `${vendor.name}: ${kills} kills, ${acknowledged.length} notes, ${counts.size} resources, none twice\n`,
      );
    },
  );
});
