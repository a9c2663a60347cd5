// INVITE at the socket → ringing card painted, on our console and on a bare SIP.js page that rings in the same instant.
import { bench, figure, percentile } from './figures.ts';
import { nextOf, setStage } from './stage.ts';
import { until } from '../support/until.ts';

const CALLS = Number(process.env['CALLS'] ?? 200);
await bench(15 * 60_000, async () => {
  const stage = await setStage();
  const bare = await stage.bare('102');
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let index = 0; index < CALLS; index++) {
    await stage.asterisk.dialDesk('119', `206555${String(1000 + index)}`);
    ours.push((await nextOf(stage.console, 'painted', index)) - (await nextOf(stage.phone, 'invites', index)));
    theirs.push((await nextOf(bare, 'painted', index)) - (await nextOf(bare, 'invites', index)));
    await stage.asterisk.hangUpCallers();
    await until('over', () => stage.desk.rows('calls').every((call) => call.state === 'ended'));
  }
  // The first calls warm the just-in-time compiler of both pages.
  const warm = (samples: number[]) => samples.slice(Math.min(5, samples.length - 1));
  figure('ring.console.p50', percentile(warm(ours), 0.5), 'ms', 20);
  figure('ring.console.p99', percentile(warm(ours), 0.99), 'ms', 50);
  figure('ring.bare.p50', percentile(warm(theirs), 0.5), 'ms');
  figure('ring.bare.p99', percentile(warm(theirs), 0.99), 'ms');
  figure('ring.calls', ours.length, 'calls');
  await stage.close();
});
