// Navigation of the phone page → registered, in the browser host, warm.
import { bench, figure, percentile } from './figures.ts';
import { setStage } from './stage.ts';
import { until } from '../support/until.ts';

const LOADS = Number(process.env['LOADS'] ?? 20);
await bench(15 * 60_000, async () => {
  const stage = await setStage();
  const times: number[] = [];
  for (let index = 0; index < LOADS; index++) {
    const address = stage.phone.url();
    await stage.phone.goto('about:blank');
    await until('the page is gone', () => stage.desk.row('health')?.phone !== 'registered');
    await stage.phone.goto(address, { waitUntil: 'commit' });
    const origin = (await stage.phone.evaluate(`performance.timeOrigin`)) as number;
    await until('registered', () => stage.desk.row('health')?.phone === 'registered');
    times.push(Date.now() - origin);
  }
  figure('start.registered.p50', percentile(times, 0.5), 'ms', 800);
  figure('start.registered.max', percentile(times, 1), 'ms');
  await stage.close();
});
