// What other desks' notes say, on disk beside this desk's own: told twice, corrected, two notes of one call, and read page
// by page from an EHR that fails, tires, or cannot be asked.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFigureBook } from '../test/fakes/figure-book.ts';
import type { FigureBook } from '../test/fakes/figure-book.ts';
import { FakeClock, FakeLog } from '../test/fakes/parts.ts';
import type { HandledCall } from '../shared/domain/figures/handled.ts';
import { knownShare } from '../shared/domain/figures/sums.ts';
import type { QueueCall } from '../shared/domain/figures/types.ts';
import { fail, ok } from '../shared/result/result.ts';
import type { Result } from '../shared/result/result.ts';
import type { EhrPort } from './ports/ehr.ts';
import type { HandledPage, HandledQuestion, HandledSupport } from './ports/handled-calls.ts';
import { HandledReader } from './services/figures/handled-reader.ts';

const T = Date.parse('2026-01-05T09:00:00-05:00');
const NOW = T + 2 * 86_400_000;
const DAY = 86_400_000;
const settings = { zone: 'America/New_York', shortSeconds: 5, targetSeconds: {}, resolutionDays: 7 };
const always = { from: '2020-01-01', to: '2030-01-01' };

let book: FigureBook;
beforeEach(() => {
  book = openFigureBook();
});
afterEach(() => book.close());

async function sums() {
  const report = await book.reader.report(always, settings, NOW);
  if (!report.ok) throw new Error(report.error.code);
  return report.value.all;
}
async function calls() {
  const found = await book.reader.behind({ ...always, figure: 'all', limit: 999 }, settings, NOW);
  if (!found.ok) throw new Error(found.error.code);
  return found.value.calls;
}
const queueCall = (change: Partial<QueueCall> = {}): QueueCall => ({
  ...{ entry: 'u1', queue: 'front', joinedAt: T, number: '2065550142', unanswered: {}, end: 'answered', waited: 7 },
  ...{ agent: '201', talk: 60 },
  ...change,
});
const handled = (change: Partial<HandledCall> = {}): HandledCall => ({
  ...{ callId: 'far-1', version: 0, at: T + 2_000, answeredAt: T + 7_000, agent: '201', direction: 'incoming' },
  ...{ entry: 'u1', queue: 'front', talk: 60, hold: 9, wrapUp: 30, category: 'billing', patientId: 'p1' },
  ...{ transfers: { reached: false, tried: 1, bounced: 1 } },
  ...change,
});
const keyOf = (number: string) => number.replace(/^(\d{10})$/, '+1$1');

describe('notes of other desks on disk', () => {
  it('what a note says stands in the row of its call; the note itself cannot be opened here', async () => {
    book.journal.figures.putCalls([queueCall()], 'live');
    expect(knownShare('category', await sums())).toBe(0);
    expect(book.journal.figures.putHandled([handled()])).toEqual({ ok: true, value: 1 });
    expect(await sums()).toMatchObject({
      entered: 1,
      direct: 0,
      holdSum: 9,
      wrapUpSum: 30,
      tried: 1,
      bounced: 1,
      categorised: 1,
    });
    expect(await calls()).toMatchObject([{ category: 'billing', hasNote: false }]);
    expect((await calls())[0]?.callId).toBeUndefined();
  });

  it('read twice it is no news; a newer version wins, an older one does not come back, the wrap-up stays', async () => {
    book.journal.figures.putCalls([queueCall()], 'live');
    book.journal.figures.putHandled([handled()]);
    const { wrapUp: _, ...corrected } = handled({ version: 5, category: 'records' });
    expect(book.journal.figures.putHandled([handled(), corrected, handled(), handled({ version: 4 })])).toEqual({
      ok: true,
      value: 1,
    });
    expect(await calls()).toMatchObject([{ category: 'records' }]);
    expect(await sums()).toMatchObject({ entered: 1, wrapUpSum: 30, categorised: 1 });
  });

  it("this desk's own call stays as it is here", async () => {
    book.journal.figures.putDeskFacts([
      {
        ...{ callId: 'far-1', at: T, direction: 'incoming', number: '2065550142', agent: '201', answered: true },
        ...{ transferred: false, tried: 0, bounced: 0, note: 'complete', category: 'clinical', talk: 50 },
      },
    ]);
    expect(book.journal.figures.putHandled([handled()])).toEqual({ ok: true, value: 0 });
    expect(await calls()).toMatchObject([{ category: 'clinical', callId: 'far-1', hasNote: true }]);
  });

  it("of two desks' notes for one call that of who answered counts, in either order", async () => {
    const [one, two] = [handled(), handled({ callId: 'far-2', agent: '202', category: 'records', hold: 99 })];
    book.journal.figures.putCalls([queueCall(), queueCall({ entry: 'u2' })], 'live');
    book.journal.figures.putHandled([one, two]);
    book.journal.figures.putHandled([
      { ...two, entry: 'u2', callId: 'far-4' },
      { ...one, entry: 'u2', callId: 'far-3' },
    ]);
    expect((await calls()).map(({ category }) => category)).toEqual(['billing', 'billing']);
    expect(await sums()).toMatchObject({ entered: 2, direct: 0, holdSum: 18 });
  });

  it('without an id it is joined when the call becomes known, by caller or by who answered when', async () => {
    const { entry: _entry, queue: _queue, ...apart } = handled();
    book.journal.figures.putHandled([
      apart,
      { ...apart, callId: 'far-2', at: T + DAY, answeredAt: T + DAY, key: '+12065550199', category: 'records' },
    ]);
    expect(book.journal.figures.joinHandled({ from: 0, to: NOW }, keyOf)).toEqual({ ok: true, value: 0 });
    expect(await sums()).toMatchObject({ entered: 0, direct: 2 });
    book.journal.figures.putCalls(
      [queueCall(), queueCall({ entry: 'u2', joinedAt: T + DAY - 30_000, number: '2065550199' })],
      'log',
    );
    expect(book.journal.figures.joinHandled({ from: 0, to: NOW }, keyOf)).toEqual({ ok: true, value: 2 });
    expect(await sums()).toMatchObject({ entered: 2, direct: 0, categorised: 2 });
    // A correction does not part them again.
    book.journal.figures.putHandled([{ ...apart, version: 9, category: 'clinical' }]);
    expect(await sums()).toMatchObject({ entered: 2, direct: 0 });
    expect((await calls()).map(({ category }) => category)).toEqual(['records', 'clinical']);
  });

  it('the same patient calling two desks about the same is one matter', async () => {
    book.journal.figures.putHandled([
      handled(),
      handled({ callId: 'far-2', entry: 'u2', at: T + 3_600_000, agent: '202' }),
    ]);
    const report = await book.reader.report(always, settings, T + 30 * DAY);
    expect(report.ok && report.value.all).toMatchObject({ matters: 1, resolved: 0 });
  });
});

/** Notes of many desks on a server that pages by three. */
class NotesServer {
  readonly asked: string[] = [];
  support: Result<HandledSupport> = ok('changed');
  refusal: Result<never> | undefined;
  notes: { at: number; call: HandledCall }[] = [];
  readonly #pages = new Map<string, HandledPage>();

  readonly port = {
    handled: {
      support: async () => this.support,
      first: async ({ by, since, before = Infinity }: HandledQuestion) => {
        this.asked.push(`${by} ${Math.round((since - NOW) / 60_000)} min`);
        if (this.refusal) return this.refusal;
        const found = this.notes.filter(({ at }) => at >= since && at < before).sort((a, b) => b.at - a.at);
        return ok(this.#page(found.map(({ call }) => call)));
      },
      next: async (page: string) => {
        this.asked.push('next');
        return this.refusal ?? ok(this.#pages.get(page)!);
      },
    },
  } as unknown as EhrPort;

  #page(rest: readonly HandledCall[]): HandledPage {
    const next = `p${this.#pages.size}`;
    if (rest.length <= 3) return { calls: rest };
    this.#pages.set(next, { calls: [] });
    this.#pages.set(next, this.#page(rest.slice(3)));
    return { calls: rest.slice(0, 3), next };
  }
}

function reading(server: NotesServer) {
  const clock = new FakeClock(NOW);
  const made = new HandledReader({
    ...{ clock, log: new FakeLog(), store: () => book.journal.figures, keyOf, horizon: () => NOW - 80 * DAY },
    ehr: () => ({ port: server.port, address: 'https://ehr' }),
    breathe: async () => undefined,
  });
  /** Runs it while the time it wants between pages goes by. */
  const run = async () => {
    let isDone = false;
    void made.run().then(() => (isDone = true));
    while (!isDone) {
      await new Promise((resolve) => setImmediate(resolve));
      if (!isDone) clock.advance(250);
    }
  };
  return { made, clock, run };
}
const far = (index: number, at: number) => ({ at, call: handled({ callId: `f${index}`, entry: `e${index}`, at }) });

describe('reading the notes of other desks', () => {
  it('the past in parts, the newest first and each page once; then only what is new', async () => {
    const server = new NotesServer();
    server.notes = Array.from({ length: 8 }, (_, index) => far(index, NOW - index * DAY - 1_000));
    const { made, clock, run } = reading(server);
    await run();
    expect(made.state()).toBe('ok');
    expect(server.asked.filter((one) => one === 'next')).toHaveLength(2);
    expect(server.asked.filter((one) => one !== 'next')).toHaveLength(3);
    expect((await sums()).direct).toBe(8);
    server.asked.length = 0;
    server.notes.push(far(9, clock.now()));
    await run();
    expect(server.asked).toHaveLength(1);
    expect((await sums()).direct).toBe(9);
    // After a start it goes on where it was.
    const again = reading(server);
    await again.run();
    expect(server.asked).toHaveLength(2);
  });

  it('cut off in the middle of the past, it goes on with the part it was in', async () => {
    const server = new NotesServer();
    server.notes = [far(1, NOW - 5_000), far(2, NOW - 40 * DAY)];
    const { made, clock, run } = reading(server);
    const { first } = server.port.handled!;
    let count = 0;
    Object.assign(server.port.handled!, {
      first: async (question: HandledQuestion) => (++count === 2 ? fail('ehrUnreachable') : first(question)),
    });
    await run();
    expect([made.state(), (await sums()).direct]).toEqual(['unreachable', 1]);
    clock.advance(30_000);
    await run();
    expect([made.state(), (await sums()).direct]).toEqual(['ok', 2]);
  });

  it('a server that wants to be left alone is, for as long as it says', async () => {
    const server = new NotesServer();
    server.refusal = fail('ehrBusy', '429', 90_000);
    const { clock, run } = reading(server);
    await run();
    const asked = server.asked.length;
    clock.advance(89_000);
    await run();
    expect(server.asked).toHaveLength(asked);
    clock.advance(2_000);
    await run();
    expect(server.asked).toHaveLength(asked + 1);
  });

  it.each([
    ['says so', (server: NotesServer) => void (server.support = ok('none'))],
    [
      'refuses to look across patients',
      (server: NotesServer) => void (server.refusal = fail('ehrRejected', 'HTTP 400')),
    ],
  ])('a server that cannot (%s) is asked again only after it was connected again', async (_, make) => {
    const server = new NotesServer();
    make(server);
    const { made, run } = reading(server);
    await run();
    const asked = server.asked.length;
    await run();
    expect([made.state(), server.asked.length]).toEqual(['cannot', asked]);
    server.support = ok('sent');
    server.refusal = undefined;
    made.connected();
    await run();
    expect(made.state()).toBe('ok');
  });
});
