// A busy hospital's queues on one desk: 1,000 events a second with 500 callers waiting, recorded at a real Asterisk and played
// again. How long a frame of the window takes, what it costs the main process, whether the reader keeps up.
//   SECONDS=30 npm run bench -- board
import { mkdtempSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright';
import { findBrowser } from '../../electron/app-window.ts';
import { ContractClient, Host } from '../support/host.ts';
import { writeSite } from '../support/site.ts';
import { until } from '../support/until.ts';
import { QUEUES, Replay } from './board/replay.ts';
import { bench, figure, percentile } from './figures.ts';

const SECONDS = Number(process.env['SECONDS'] ?? 30);
const WARM_SECONDS = 10;
const RATE = 1_000;
const WAITING = 500;
const MEGABYTE = 2 ** 20;
/** A frame comes when it is ready and not at the display's next beat: what is measured is the window's own work. */
const AT_ONCE = ['--disable-gpu-vsync', '--disable-frame-rate-limit', '--disable-renderer-backgrounding'];
const FRAME_CLOCK = `
  window.frames = [];
  let last = performance.now();
  const look = () => {
    const now = performance.now();
    window.frames.push(now - last);
    last = now;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);`;

await bench(5 * 60_000, async () => {
  const pbx = new Replay();
  pbx.fill(WAITING);
  const { host, client } = await openDesk(await pbx.listen());
  await until('everybody is on the board', () => client.rows('waiting').length === WAITING, 30_000);
  const browser = await chromium.launch({
    executablePath: findBrowser() ?? '/usr/bin/chromium',
    args: ['--no-sandbox', ...AT_ONCE],
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.goto(host.info.console);
  await page.locator('[data-waiting-row]').first().waitFor();
  pbx.play(RATE);
  await sleep(WARM_SECONDS * 1000);
  await page.evaluate(FRAME_CLOCK);
  const before = usage(host.process.pid!);
  const [sent, began] = [pbx.sent, performance.now()];
  const memory = await memoryOver(SECONDS, host.process.pid!);
  const took = (performance.now() - began) / 1000;
  const after = usage(host.process.pid!);
  const frames = await page.evaluate<number[]>('window.frames');
  pbx.stop();
  figure('board.events', (pbx.sent - sent) / took, '/s');
  figure('board.waiting', client.rows('waiting').length, 'callers');
  figure('board.frame.p50', percentile(frames, 0.5), 'ms');
  figure('board.frame.p99', percentile(frames, 0.99), 'ms', 16);
  figure('board.main.cpu', (100 * (after.seconds - before.seconds)) / took, '%', 30);
  figure('board.main.memory', memory.end / MEGABYTE, 'MB', 300);
  figure('board.main.growth', (100 * (memory.end - memory.begin)) / memory.begin, '%', 5);
  figure('board.reader.behind', pbx.behind.bytes / 1024, 'kB');
  figure('board.reader.behind.longest', pbx.behind.ms, 'ms', 5_000);
  figure('board.reader.cut.off', pbx.connections - 1, 'times', 0);
  figure('board.wrong.after', await wrongRows(pbx, client), 'rows', 0);
  await browser.close();
  client.close();
  await host.stop();
  pbx.close();
});

async function openDesk(port: number): Promise<{ host: Host; client: ContractClient }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-bench-'));
  const pbx = { host: '127.0.0.1', port, tls: false, username: 'frontdesk' };
  const site = writeSite(folder, { servers: ['wss://127.0.0.1:1/ws'], domain: '127.0.0.1', pbx }, (document) =>
    document.set(
      'queues',
      QUEUES.map((id) => ({ id, name: id })),
    ),
  );
  const host = await Host.start(['--site', site], folder);
  const client = await ContractClient.open(host.info.window, host.info.origin, ['health', 'session', 'waiting']);
  await client.command('session.passphrase', { passphrase: 'a passphrase of the bench' });
  const secrets = { phonePassword: 'none', pbxPassword: 'any' };
  await client.command('session.signIn', { userId: 'chloe', password: 'first-sign-in', secrets });
  await until('the queues answer', () => client.row('health')?.queues === 'ok', 30_000);
  return { host, client };
}

/** Of a process by its number: CPU seconds so far (clock ticks are hundredths) and resident bytes. */
function usage(pid: number): { seconds: number; memory: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  return { seconds: (Number(fields[11]) + Number(fields[12])) / 100, memory: pages * 4096 };
}

/** What is in use between two collections: the least of the first and of the last third. */
async function memoryOver(seconds: number, pid: number): Promise<{ begin: number; end: number }> {
  const samples: number[] = [];
  for (const end = performance.now() + seconds * 1000; performance.now() < end; await sleep(250))
    samples.push(usage(pid).memory);
  if (process.env['MEMORY'])
    console.log(
      samples
        .filter((_, index) => index % 20 === 0)
        .map((one) => Math.round(one / MEGABYTE))
        .join(' '),
    );
  const third = Math.floor(samples.length / 3);
  return { begin: Math.min(...samples.slice(0, third)), end: Math.min(...samples.slice(-third)) };
}

/** Rows that differ from what the PBX has once it is quiet. */
async function wrongRows(pbx: Replay, client: ContractClient): Promise<number> {
  await sleep(3_000);
  const meant = new Map(
    QUEUES.flatMap((queue) => pbx.queues.get(queue)!.map(({ id }, index) => [id, `${queue} ${index + 1}`] as const)),
  );
  const rows = client
    .rows('waiting')
    .map((row) => [row.uniqueId ?? row.entry, `${row.queue} ${row.position}`] as const);
  return Math.max(meant.size, rows.length) - rows.filter(([id, place]) => meant.get(id) === place).length;
}
