// The PBX's log as a web server has it, over https with its own certificate: read on by ranges, passed over by ETag, rotated,
// packed, cut off in the middle of a line, and read from where it was by a console that starts again.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { queueLogAt } from '../../electron/adapters/asterisk/queue-log.ts';
import { figureReader } from '../../electron/adapters/storage/figure-reader.ts';
import { openJournal } from '../../electron/adapters/storage/journal.ts';
import type { StoredJournal } from '../../electron/adapters/storage/journal.ts';
import type { FigureReader } from '../../electron/ports/figures.ts';
import { LogImporter } from '../../electron/services/figures/log-importer.ts';
import type { Sums } from '../../shared/domain/figures/sums.ts';
import { FakeClock, FakeLog } from '../fakes/parts.ts';

const KEY = '5a'.repeat(32);
const T = Date.parse('2026-01-05T09:00:00-05:00');
const NOW = T + 86_400_000;
const second = T / 1000;
const settings = { zone: 'America/New_York', shortSeconds: 1, targetSeconds: {}, resolutionDays: 7 };

/** Files over https as a web server has them: ETag, If-None-Match, Range with 206 and 416. */
class Files {
  readonly files = new Map<string, Buffer>();
  readonly asked: string[] = [];
  knowsRanges = true;
  /** Ends the connection after so many bytes of a body. */
  cutAfter = Infinity;
  readonly #server: Server;

  constructor(key: Buffer, cert: Buffer) {
    this.#server = createServer({ key, cert }, (request, response) => {
      const name = (request.url ?? '').slice(1);
      const file = this.files.get(name);
      const range = request.headers.range;
      this.asked.push(`${name} ${range ?? 'whole'}`);
      if (!file) return void response.writeHead(404).end();
      const etag = `"${createHash('sha256').update(file).digest('hex').slice(0, 16)}"`;
      if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
      const [, from = '0', to] = this.knowsRanges ? (/^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? []) : [];
      const isPart = this.knowsRanges && range !== undefined;
      if (isPart && Number(from) >= file.length) return void response.writeHead(416, { etag }).end();
      const body = file.subarray(Number(from), to ? Number(to) + 1 : undefined);
      response.writeHead(isPart ? 206 : 200, { etag, 'content-length': body.length });
      if (body.length <= this.cutAfter) return void response.end(body);
      response.write(body.subarray(0, this.cutAfter), () => response.destroy());
    });
  }

  listen = () => new Promise<void>((resolve) => this.#server.listen(0, 'localhost', resolve));
  close = () => {
    this.#server.closeAllConnections();
    this.#server.close();
  };
  get url(): string {
    return `https://localhost:${(this.#server.address() as AddressInfo).port}/queue_log`;
  }
  add(text: string, name = 'queue_log'): void {
    this.files.set(name, Buffer.concat([this.files.get(name) ?? Buffer.alloc(0), Buffer.from(text)]));
  }
  rotate(to: string, pack = (bytes: Buffer) => bytes): void {
    this.files.set(to, pack(this.files.get('queue_log')!));
    this.files.delete('queue_log');
  }
}

let folder: string;
let files: Files;
let certificate: string;
let journal: StoredJournal;
let reader: FigureReader;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-served-'));
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-keyout', key, '-out', cert, ...subject],
    { stdio: 'ignore' },
  );
  certificate = readFileSync(cert, 'utf8');
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(async () => {
  files = new Files(readFileSync(path.join(folder, 'key.pem')), readFileSync(path.join(folder, 'cert.pem')));
  await files.listen();
  const at = mkdtempSync(path.join(folder, 'journal-'));
  const opened = openJournal(at, KEY);
  if (!opened.ok) throw new Error(opened.error.code);
  journal = opened.value;
  reader = figureReader(at, KEY);
});
afterEach(() => {
  reader.close();
  journal.close();
  files.close();
});

function importer(ca: string | undefined = certificate): LogImporter {
  const made = new LogImporter({
    ...{ clock: new FakeClock(NOW), log: new FakeLog(), store: () => journal.figures, skewMs: () => 0 },
    ...{ agentOf: (name: string) => name, breathe: async () => undefined },
  });
  made.use(files.url, queueLogAt(files.url, ca));
  return made;
}
/** A whole call. */
const call = (entry: string, at = second): string =>
  `${at}|${entry}|front|NONE|ENTERQUEUE||2065550142|1\n${at + 9}|${entry}|front|Ana|CONNECT|9|x|2\n${at + 69}|${entry}|front|Ana|COMPLETECALLER|9|60|1\n`;
async function sums(): Promise<Sums> {
  const report = await reader.report({ from: '2020-01-01', to: '2030-01-01' }, settings, NOW);
  if (!report.ok) throw new Error(report.error.code);
  return report.value.all;
}

const heard = () => journal.figures.heardIn(0, NOW);

describe('the log over https', () => {
  it('is read on by ranges; unchanged it is passed over; a console that starts again goes on in the middle of a line', async () => {
    files.add(`${call('a')}${second + 100}|b|front|NONE|ENTERQUEUE||2065550101|1\n${second + 105}|b|front|NO`);
    const first = importer();
    await first.run();
    expect([first.state(), await sums()]).toMatchObject(['ok', { entered: 2, answered: 1, waiting: 1 }]);
    // The console ends; the rest of the line is written meanwhile.
    first.stop();
    files.add(`NE|ABANDON|1|1|5\n`);
    const second_ = importer();
    files.asked.length = 0;
    await second_.run();
    expect(await sums()).toMatchObject({ entered: 2, answered: 1, gaveUp: 1, waiting: 0 });
    // Only from the oldest call that was not over.
    expect(files.asked.at(-1)).toBe(`queue_log bytes=${call('a').length}-`);
    files.asked.length = 0;
    await second_.run();
    expect(files.asked).toEqual(['queue_log bytes=0-511']);
    files.add(call('c', second + 300));
    await second_.run();
    expect((await sums()).answered).toBe(2);
    expect(heard()).toEqual([{ from: T, to: NOW }]);
  });

  it.each([
    ['plain', 'queue_log.1', (bytes: Buffer) => bytes],
    ['packed', 'queue_log.1.gz', (bytes: Buffer) => gzipSync(bytes)],
  ])(
    'rotated (%s), the rest of the old file is read before the new one, and nothing is missing',
    async (_, name, pack) => {
      const log = importer();
      files.add(call('a'));
      await log.run();
      files.add(call('b', second + 200));
      files.rotate(name, pack);
      files.add(call('c', second + 400));
      await log.run();
      expect(await sums()).toMatchObject({ entered: 3, answered: 3, talkSum: 180 });
      expect(heard()).toEqual([{ from: T, to: NOW }]);
      await log.run();
      expect((await sums()).entered).toBe(3);
    },
  );

  it('rotated to nowhere, it is known from when on it tells anew', async () => {
    const log = importer();
    files.add(call('a'));
    await log.run();
    files.files.clear();
    files.add(call('c', second + 400));
    await log.run();
    expect((await sums()).entered).toBe(2);
    expect(heard().at(-1)).toEqual({ from: T + 400_000, to: NOW });
  });

  it('from a server that knows no ranges, and one that is cut off: what arrived counts once', async () => {
    files.knowsRanges = false;
    files.add(Array.from({ length: 2_000 }, (_, index) => call(`m${index}`, second + index * 2)).join(''));
    files.cutAfter = 100_000;
    const log = importer();
    await log.run();
    expect(log.state()).toBe('unreadable');
    const some = (await sums()).answered;
    expect(some).toBeGreaterThan(100);
    expect(some).toBeLessThan(2_000);
    files.cutAfter = Infinity;
    await log.run();
    expect([log.state(), (await sums()).answered]).toEqual(['ok', 2_000]);
  });

  it('under a certificate that nobody vouches for, or without the file, is not read', async () => {
    files.add(call('a'));
    const stranger = importer('');
    await stranger.run();
    expect(stranger.state()).toBe('unreadable');
    expect(files.asked).toEqual([]);
    files.files.clear();
    const nothing = importer();
    await nothing.run();
    expect([nothing.state(), (await sums()).entered]).toEqual(['unreadable', 0]);
  });
});

describe('packed logs in a folder', () => {
  it('are read with the others, the oldest first; a broken one costs itself and says so', async () => {
    const file = path.join(mkdtempSync(path.join(folder, 'log-')), 'queue_log');
    const log = () => {
      const made = importer();
      made.use(file, queueLogAt(file));
      return made;
    };
    writeFileSync(`${file}-20260104.gz`, gzipSync(call('a')));
    writeFileSync(`${file}.2.gz`, gzipSync(call('b', second + 200)).subarray(0, 40));
    writeFileSync(`${file}.1.gz`, gzipSync(call('c', second + 400)));
    writeFileSync(file, call('d', second + 600));
    const first = log();
    await first.run();
    expect([first.state(), (await sums()).answered]).toEqual(['ok', 3]);
    // Rotated and packed between two readings: the rest of it is found in the middle of the packed file.
    const before = readFileSync(file, 'utf8');
    rmSync(file);
    writeFileSync(`${file}.0.gz`, gzipSync(before + call('e', second + 800)));
    writeFileSync(file, call('f', second + 900));
    await log().run();
    expect(await sums()).toMatchObject({ entered: 5, answered: 5 });
  });
});
