// A network that loses sound in a call, done for real: what the desk is shown of it, how soon, and that it goes away.
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CallId } from '../../shared/domain/call/call.ts';
import { until } from '../support/until.ts';
import { endCalls, isLong, setStage, talk } from './stage.ts';
import type { Stage } from './stage.ts';

/** How soon it is to be said. */
const SHOWN_MS = 5_000;

let stage: Stage;
let window: Page;
beforeAll(async () => {
  stage = await setStage(1);
  window = await stage.context.newPage();
  await window.goto(stage.host.info.console);
});
afterAll(() => stage?.close());
afterEach(async () => {
  for (const way of ['desk', 'pbx'] as const) stage.network.lose(0, way);
  await endCalls(stage);
});

const header = () => window.getByRole('region', { name: 'Call in hand' });
const quality = (id: CallId) => stage.desk.row('calls', id)?.quality;

const WAYS = [
  ['what the caller says', 'desk', 'lossIn', /Your network is dropping \d+ % of what the caller says/],
  ['what we say', 'pbx', 'lossOut', /The caller misses \d+ % of what you say/],
] as const;

// The short form looks at one way; a quarter of an hour is all that the whole run may take.
describe.each(isLong ? WAYS : WAYS.slice(0, 1))('a network that loses %s', (_name, towards, cause, words) => {
  it('is told within five seconds, by a word and by a sentence with the percentage, and no longer than it lasts', async () => {
    const id = await talk(stage, stage.pbxs[0]!);
    await until('the line is good', () => quality(id)?.step === 'excellent');
    const began = performance.now();
    stage.network.lose(15, towards);
    await header().getByText(words).waitFor();
    const shownMs = performance.now() - began;
    await header()
      .getByText(/^(Fair|Poor|Bad) sound$/)
      .waitFor();
    // Smoothed over three seconds: a few seconds later the figure is the one that was made.
    const figure = await until('the percentage', () => (quality(id)!.loss >= 9 ? quality(id) : undefined));
    expect(figure).toMatchObject({ cause });
    expect(figure.loss).toBeLessThan(30);
    const mended = performance.now();
    stage.network.lose(0, towards);
    await header().getByText(words).waitFor({ state: 'detached' });
    await until('the line is good again', () => quality(id)?.step === 'excellent');
    const goneMs = performance.now() - mended;
    console.log(`loss 15 % ${cause}: shown after ${Math.round(shownMs)} ms, gone after ${Math.round(goneMs)} ms`);
    expect(shownMs).toBeLessThan(SHOWN_MS);
  });
});
