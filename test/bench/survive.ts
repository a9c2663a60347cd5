// What is survived, and how fast: a cut network in a call, a dead server, a window that is killed.
import { bench, figure, percentile } from './figures.ts';
import { until } from '../support/until.ts';
import { crash, cutFor, endCalls, openWindow, setStage, talk, wait } from '../faults/stage.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 10);
/** A cut of half a minute takes its time. */
const LONG_ROUNDS = Math.max(1, Math.ceil(ROUNDS / 3));

await bench(30 * 60_000, async () => {
  const stage = await setStage(2);
  const { desk, pbxs, network } = stage;
  const [first, second] = [pbxs[0]!, pbxs[1]!];
  const registered = () => until('registered', () => desk.row('health')?.phone === 'registered', 60_000);

  for (const seconds of [1, 3, 8, 30]) {
    const back: number[] = [];
    for (let round = 0; round < (seconds === 30 ? LONG_ROUNDS : ROUNDS); round++) {
      const id = await talk(stage, first);
      // At a moment of its own in the rhythm of the questions.
      await wait(Math.random() * 1_000);
      back.push((await cutFor(stage, first, id, seconds * 1_000, 'silent')).backMs);
      await endCalls(stage);
      await registered();
    }
    figure(`survive.cut${seconds}s.p50`, percentile(back, 0.5), 'ms');
    figure(`survive.cut${seconds}s.p95`, percentile(back, 0.95), 'ms', 3_000);
  }

  const found: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await wait(1_000 + Math.random() * 1_000);
    network.cut('silent');
    const began = performance.now();
    await until('said', () => desk.row('health')?.phone !== 'registered');
    found.push(performance.now() - began);
    network.mend();
    await registered();
  }
  figure('survive.silence.max', percentile(found, 1), 'ms', 3_000);

  const view: number[] = [];
  let page = await openWindow(stage);
  const address = page.url();
  const id = await talk(stage, first);
  for (let round = 0; round < ROUNDS; round++) {
    // What the desktop does about it (load the page again, at once) is done here by hand.
    const dead = page;
    await crash(dead);
    const began = performance.now();
    page = await openWindow(stage, address);
    await page.getByRole('button', { name: /End/ }).first().waitFor();
    view.push(performance.now() - began);
    await dead.close();
  }
  if (desk.row('calls', id)?.state !== 'talking') throw new Error('the call did not survive the window');
  figure('survive.view.max', percentile(view, 1), 'ms', 2_000);
  await page.close();
  await endCalls(stage);

  const next: number[] = [];
  for (let round = 0; round < Math.min(4, ROUNDS); round++) {
    const used = round % 2 === 0 ? first : second;
    const began = performance.now();
    await used.kill();
    await until('it is said', () => desk.row('health')?.phone !== 'registered');
    await registered();
    next.push(performance.now() - began);
    await used.startAgain();
    // Its modules come up one after the other; the WebSocket's is among the last.
    await wait(8_000);
  }
  figure('survive.nextServer.max', percentile(next, 1), 'ms', 5_000);
  figure('survive.rounds', ROUNDS, 'rounds');
  await stage.close();
});
