// The way out of the browser host, over real HTTP on loopback.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FakeAccess, FakeClock, FakeLog } from '../../test/fakes/parts.ts';
import { TopicHub } from './hub.ts';
import { CommandRouter } from './router.ts';
import { WayOut } from './way-out.ts';
import { startWebHost } from './web-host.ts';
import type { WebHost } from './web-host.ts';

const THERE = 'https://ehr.example/chart/p1';
const root = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-way-out-'));
const access = new FakeAccess();
const clock = new FakeClock();
const wayOut = new WayOut(clock);
let host: WebHost;
let cookie: string;

beforeAll(async () => {
  const router = new CommandRouter(access, new FakeLog());
  host = await startWebHost({
    ...{ router, root, wayOut, port: 0 },
    hub: new TopicHub(access),
    onPages: () => undefined,
  });
  const door = await fetch(host.startUrl(), { redirect: 'manual' });
  cookie = door.headers.get('set-cookie')?.split(';')[0] ?? '';
});
afterAll(async () => {
  await host.close();
  rmSync(root, { recursive: true, force: true });
});

function way(): string {
  const opened = wayOut.open(THERE);
  return opened.ok ? (opened.value.way ?? '') : '';
}
const ask = (target: string, headers: Record<string, string> = { cookie }): Promise<Response> =>
  fetch(`${host.origin}${target}`, { headers, redirect: 'manual' });

it('leads there once, with nothing of here, and is kept by nobody', async () => {
  const once = way();
  expect(once).not.toContain('p1');
  const answer = await ask(once);
  expect([answer.status, answer.headers.get('location'), await answer.text()]).toEqual([303, THERE, '']);
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect((await ask(once)).status).toBe(404);
});

it('is for who is let in, and for a moment only', async () => {
  const late = way();
  expect((await ask(late, {})).status).toBe(403);
  clock.advance(30_000);
  expect((await ask(late)).status).toBe(404);
});
