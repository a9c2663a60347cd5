import { mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { siteFromAddress } from './address.ts';
import { siteFromFile, versionOf } from './source.ts';

const example = readFileSync(new URL('../../../build/examples/clinic.yaml', import.meta.url), 'utf8');
const folders: string[] = [];
const ends: (() => void)[] = [];
const folder = () => {
  const made = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-site-'));
  folders.push(made);
  return made;
};
afterEach(() => {
  ends.splice(0).forEach((end) => end());
  folders.splice(0).forEach((made) => rmSync(made, { recursive: true, force: true }));
});

describe('a site file on a path', () => {
  const stage = () => {
    const file = path.join(folder(), 'clinic.yaml');
    writeFileSync(file, example, { mode: 0o640 });
    return { file, source: siteFromFile(file) };
  };

  it('is written over the version that was read, whole, and nothing else is left in the folder', async () => {
    const { file, source } = stage();
    const written = await source.write('new: text\n', versionOf(example));
    expect(written).toMatchObject({ ok: true, value: { version: versionOf('new: text\n') } });
    expect(readFileSync(file, 'utf8')).toBe('new: text\n');
    expect(readdirSync(path.dirname(file))).toEqual(['clinic.yaml']);
  });

  it('that somebody else changed is left alone, and of two at once one is told', async () => {
    const { file, source } = stage();
    const both = await Promise.all([
      source.write('one: 1\n', versionOf(example)),
      siteFromFile(file).write('two: 2\n', versionOf(example)),
    ]);
    expect(both.map((result) => (result.ok ? 'ok' : result.error.code)).sort()).toEqual(['ok', 'siteChangedMeanwhile']);
    expect(['one: 1\n', 'two: 2\n']).toContain(readFileSync(file, 'utf8'));
  });

  it('that is gone is said, and nothing is made in its place', async () => {
    const { file, source } = stage();
    rmSync(file);
    expect(await source.write('x: 1\n', versionOf(example))).toMatchObject({ error: { code: 'siteUnreadable' } });
    expect(readdirSync(path.dirname(file))).toEqual([]);
    expect(await source.read()).toMatchObject({
      ok: false,
      problems: [{ message: expect.stringContaining('ENOENT') }],
    });
    expect(await source.place()).toEqual({ writable: false, keptAt: 'clinic.yaml' });
  });

  it('behind a link stays behind it', async () => {
    const { file } = stage();
    const link = path.join(folder(), 'clinic.yaml');
    symlinkSync(file, link);
    expect(await siteFromFile(link).write('x: 1\n', versionOf(example))).toMatchObject({ ok: true });
    expect(readFileSync(file, 'utf8')).toBe('x: 1\n');
  });
});

describe('a site file at an address', () => {
  interface Server {
    text: string;
    allow: string;
    answers: boolean;
    readonly asked: string[];
  }
  async function stage(change: Partial<Server> = {}) {
    const server: Server = { text: example, allow: 'GET, PUT, OPTIONS', answers: true, asked: [], ...change };
    const etag = () => `"${versionOf(server.text).slice(0, 12)}"`;
    const http = createServer((request, response) => {
      server.asked.push(request.method ?? '');
      if (!server.answers) return void request.socket.destroy();
      if (request.method === 'OPTIONS') return void response.writeHead(204, { allow: server.allow }).end();
      if (request.method === 'GET') {
        if (request.headers['if-none-match'] === etag()) return void response.writeHead(304).end();
        return void response.writeHead(200, { etag: etag() }).end(server.text);
      }
      if (!server.allow.includes('PUT')) return void response.writeHead(405).end();
      if (request.headers['if-match'] !== etag()) return void response.writeHead(412).end();
      let body = '';
      request.on('data', (part) => (body += String(part)));
      request.on('end', () => {
        server.text = body;
        response.writeHead(204, { etag: etag() }).end();
      });
    });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    ends.push(() => http.close());
    const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/clinic.yaml`;
    const copy = path.join(folder(), 'site-copy.yaml');
    return { server, url, copy, source: siteFromAddress(url, copy), host: new URL(url).host };
  }

  it('is asked for by its ETag, and written over exactly that', async () => {
    const { server, source, host } = await stage();
    expect(await source.read()).toMatchObject({ ok: true });
    expect(await source.text()).toMatchObject({ ok: true, value: { text: example } });
    expect(await source.place()).toEqual({ writable: true, keptAt: host });
    const changed = example.replace('priority: 3', 'priority: 4');
    expect(await source.write(changed, versionOf(example))).toMatchObject({ ok: true });
    expect(server.text).toBe(changed);
    expect(await source.write('x: 1\n', versionOf(example))).toMatchObject({ error: { code: 'siteChangedMeanwhile' } });
  });

  it('that takes no changes says whom to ask', async () => {
    const { source, host } = await stage({ allow: 'GET' });
    expect(await source.place()).toEqual({ writable: false, keptAt: host });
    expect(await source.write('x: 1\n', versionOf(example))).toMatchObject({ error: { code: 'siteReadOnly' } });
  });

  it('that does not answer leaves the last good copy in force', async () => {
    const { server, source, url, copy } = await stage();
    await source.read();
    server.answers = false;
    expect(await source.read()).toMatchObject({ ok: false });
    expect(await siteFromAddress(url, copy).read()).toMatchObject({ ok: true });
    expect(await siteFromAddress(url, `${copy}.none`).read()).toMatchObject({ ok: false });
  });

  it('is not read over an open line', async () => {
    const source = siteFromAddress('http://settings.example/clinic.yaml', path.join(folder(), 'copy'));
    expect(await source.text()).toMatchObject({ ok: false, error: { code: 'siteUnreadable', detail: 'needs https' } });
  });
});
