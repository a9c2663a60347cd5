// What a page sees of the topics, over a clock that stands and an access that the test turns.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeAccess } from '../../test/fakes/parts.ts';
import type { CallRow } from '../../shared/contract/call.ts';
import type { TopicMessage, TopicName } from '../../shared/contract/index.ts';
import type { Page } from '../../shared/contract/define.ts';
import { CallId } from '../../shared/domain/call/call.ts';
import type { Person, WaitingCaller } from '../../shared/domain/queue/types.ts';
import type { Subscriber } from '../ports/pages.ts';
import { TopicHub } from './hub.ts';

/** A page that applies messages as the console does. */
class View implements Subscriber {
  readonly page: Page;
  behind = false;
  readonly messages: TopicMessage[] = [];
  readonly tables = new Map<TopicName, Map<string, unknown>>();

  constructor(page: Page = 'console') {
    this.page = page;
  }
  isBehind = () => this.behind;
  send = (topic: TopicName, message: TopicMessage): void => {
    this.messages.push(message);
    const table = message.kind === 'snapshot' ? new Map(message.rows) : this.of(topic);
    if (message.kind === 'change') {
      message.removals.forEach((key) => table.delete(key));
      message.upserts.forEach(([key, row]) => table.set(key, row));
    }
    this.tables.set(topic, table);
  };
  of = (topic: TopicName) => this.tables.get(topic) ?? new Map<string, unknown>();
  /** What has come since the last look. */
  news = () => this.messages.splice(0);
}

const person = (extension: string, name = extension): Person => ({ extension, name, presence: 'free', queues: [] });
const waiting = (entry: string, number = '+16175550123'): WaitingCaller => ({
  entry,
  queue: 'front',
  position: 1,
  number,
  name: 'Doe',
  withheld: false,
  priority: 0,
  joinedAt: 0,
  ringingAt: [],
});
const call = (): CallRow => ({
  id: CallId.parse('c1'),
  line: 1,
  direction: 'incoming',
  state: 'ringing',
  remote: { number: '+16175550123', name: 'DOE JANE', withheld: false },
  startedAt: 0,
  muted: false,
  remoteHold: false,
  silenced: false,
  shownNumber: '(617) 555-0123',
  directoryName: 'Jane next door',
  match: { state: 'one', count: 1, candidates: [] },
  decision: { office: { open: true, reason: 'hours' }, priority: 0, transfer: 'any', destinations: [], trace: [] },
  patientName: 'Jane Doe',
  verified: true,
});

const frame = () => vi.advanceTimersByTimeAsync(16);
function stage(access = new FakeAccess()) {
  const hub = new TopicHub(access);
  const view = new View();
  return { access, hub, view };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.advanceTimersByTime(1_000);
});
afterEach(() => void vi.useRealTimers());

describe('a topic', () => {
  it('starts with everything there is, then sends what changed, by key', async () => {
    const { hub, view } = stage();
    hub.set('people', '201', person('201'));
    await frame();
    hub.subscribe(view, 'people');
    expect(view.news()).toEqual([{ kind: 'snapshot', rows: [['201', person('201')]] }]);
    hub.set('people', '202', person('202'));
    await frame();
    hub.remove('people', '201');
    await frame();
    expect(view.news()).toEqual([
      { kind: 'change', upserts: [['202', person('202')]], removals: [] },
      { kind: 'change', upserts: [], removals: ['201'] },
    ]);
  });

  it('sends the first change at once and what follows within the frame together', async () => {
    const { hub, view } = stage();
    hub.subscribe(view, 'people');
    view.news();
    hub.set('people', '201', person('201', 'a'));
    await vi.advanceTimersByTimeAsync(0);
    expect(view.news()).toHaveLength(1);
    for (const name of ['b', 'c', 'd']) hub.set('people', '201', person('201', name));
    hub.set('people', '202', person('202'));
    hub.remove('people', '202');
    await vi.advanceTimersByTimeAsync(10);
    expect(view.news()).toEqual([]);
    await frame();
    expect(view.news()).toEqual([{ kind: 'change', upserts: [['201', person('201', 'd')]], removals: ['202'] }]);
  });

  it('that is a call waits for no frame, not even one that another topic has begun', async () => {
    const { hub, view } = stage();
    hub.subscribe(view, 'calls');
    hub.subscribe(view, 'people');
    hub.set('people', '201', person('201', 'a'));
    await vi.advanceTimersByTimeAsync(0);
    hub.set('people', '201', person('201', 'b'));
    view.news();
    hub.set('calls', 'c1', call());
    await vi.advanceTimersByTimeAsync(0);
    expect(view.news()).toMatchObject([{ kind: 'change', upserts: [['c1', { id: 'c1' }]] }]);
    // What the other topic had to say comes with its own frame, behind the call.
    await frame();
    expect(view.news()).toMatchObject([{ kind: 'change', upserts: [['201', { name: 'b' }]] }]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that is set to what it was says nothing', async () => {
    const { hub, view } = stage();
    hub.set('people', '201', person('201', 'a'));
    hub.subscribe(view, 'people');
    await frame();
    view.news();
    hub.set('people', '201', person('201', 'a'));
    await frame();
    expect(view.news()).toEqual([]);
    // Taken away and put back within the frame, it is news again.
    hub.remove('people', '201');
    hub.set('people', '201', person('201', 'a'));
    await frame();
    expect(view.news()).toMatchObject([{ kind: 'change', upserts: [['201', { name: 'a' }]], removals: [] }]);
  });

  it('removes nothing that was not there', async () => {
    const { hub, view } = stage();
    hub.subscribe(view, 'people');
    view.news();
    hub.remove('people', 'nobody');
    await frame();
    expect(view.news()).toEqual([]);
  });
});

describe('who sees it', () => {
  it('a page that the contract does not name gets nothing, now or later', async () => {
    const { hub, view } = stage();
    const setup = { servers: [], domain: 'd', extension: '1', displayName: '', password: 'secret', iceServers: [] };
    expect(hub.subscribe(view, 'phoneSetup')).toBe(false);
    hub.set('phoneSetup', 'it', setup);
    await frame();
    expect(view.messages).toEqual([]);
    const phone = new View('phone');
    expect(hub.subscribe(phone, 'phoneSetup')).toBe(true);
    expect(phone.of('phoneSetup').get('it')).toEqual(setup);
    expect(hub.subscribe(phone, 'calls')).toBe(false);
  });

  it('signed out, only what anyone may see: of the rest not even a key', async () => {
    const { hub, view } = stage(new FakeAccess('out', undefined));
    hub.set('people', '201', person('201'));
    hub.set('preferences', 'it', { language: 'en', theme: 'dark' });
    hub.subscribe(view, 'people');
    hub.subscribe(view, 'preferences');
    expect(view.of('people').size).toBe(0);
    expect(view.of('preferences').size).toBe(1);
    view.news();
    await frame();
    hub.set('people', '202', person('202'));
    hub.remove('people', '201');
    await frame();
    expect(view.news().filter((message) => JSON.stringify(message).includes('20'))).toEqual([]);
  });

  it('signing in shows it, signing out takes it away', async () => {
    const { access, hub, view } = stage(new FakeAccess('out', undefined));
    hub.set('people', '201', person('201'));
    hub.subscribe(view, 'people');
    access.become('in', 'receptionist');
    expect(view.of('people').size).toBe(1);
    access.become('out');
    expect(view.of('people').size).toBe(0);
  });

  it('locked: private topics vanish, calls lose all that says who it is, unlocking brings them back', async () => {
    const { access, hub, view } = stage();
    hub.set('waiting', 'q1', waiting('q1'));
    hub.set('calls', 'c1', call());
    hub.subscribe(view, 'waiting');
    hub.subscribe(view, 'calls');
    await frame();
    access.become('locked');
    expect(view.of('waiting').size).toBe(0);
    const shown = view.of('calls').get('c1') as CallRow;
    expect(shown).toMatchObject({ id: 'c1', state: 'ringing', shownNumber: '', remote: { number: '', name: '' } });
    for (const part of ['match', 'decision', 'patientName', 'directoryName', 'transfer'])
      expect(shown).not.toHaveProperty(part);
    access.become('in');
    expect(view.of('waiting').get('q1')).toEqual(waiting('q1'));
    expect(view.of('calls').get('c1')).toEqual(call());
  });

  it('what changes while locked stays hidden too, and a call that rings then is stripped', async () => {
    const { access, hub, view } = stage();
    hub.subscribe(view, 'waiting');
    hub.subscribe(view, 'calls');
    access.become('locked');
    view.news();
    hub.set('waiting', 'q1', waiting('q1'));
    hub.set('calls', 'c1', call());
    await frame();
    const sent = JSON.stringify(view.news());
    expect(sent).toContain('"c1"');
    for (const secret of ['q1', '0123', 'DOE', 'Jane']) expect(sent).not.toContain(secret);
  });

  it('a change that waits for its frame when the screen locks is not let out after it', async () => {
    const { access, hub, view } = stage();
    hub.subscribe(view, 'waiting');
    hub.set('people', '201', person('201'));
    await vi.advanceTimersByTimeAsync(0);
    hub.set('waiting', 'q1', waiting('q1'));
    access.become('locked');
    view.news();
    await frame();
    expect(view.news()).toEqual([]);
  });
});

describe('a view that is behind', () => {
  it('gets one fresh snapshot once it has caught up, never the backlog', async () => {
    const { hub, view } = stage();
    hub.subscribe(view, 'people');
    view.news();
    view.behind = true;
    for (let round = 0; round < 50; round++) {
      hub.set('people', String(round % 3), person(String(round % 3), `round ${round}`));
      await frame();
    }
    expect(view.news()).toEqual([]);
    view.behind = false;
    hub.set('people', 'late', person('late'));
    await frame();
    await frame();
    const news = view.news();
    expect(news.map(({ kind }) => kind)).toEqual(['snapshot']);
    expect([...view.of('people').keys()].sort()).toEqual(['0', '1', '2', 'late']);
    hub.set('people', '0', person('0', 'after'));
    await frame();
    expect(view.news()).toEqual([{ kind: 'change', upserts: [['0', person('0', 'after')]], removals: [] }]);
  });

  it('holds up nobody else', async () => {
    const { hub, view } = stage();
    const quick = new View();
    hub.subscribe(view, 'people');
    hub.subscribe(quick, 'people');
    view.behind = true;
    hub.set('people', '201', person('201'));
    await frame();
    expect(quick.of('people').size).toBe(1);
    expect(view.of('people').size).toBe(0);
  });
});

describe('the end of a subscription', () => {
  it('is the end: nothing more is sent, nobody is kept, no timer goes on', async () => {
    const { hub, view } = stage();
    hub.subscribe(view, 'people');
    hub.subscribe(view, 'queues');
    hub.subscribe(view, 'people');
    expect(hub.followers('people')).toBe(1);
    hub.unsubscribe(view, 'people');
    expect([hub.followers('people'), hub.followers('queues')]).toEqual([0, 1]);
    hub.subscribe(view, 'people');
    view.behind = true;
    hub.set('people', '201', person('201'));
    await frame();
    hub.unsubscribe(view);
    view.behind = false;
    view.news();
    await frame();
    await frame();
    expect(view.news()).toEqual([]);
    expect([hub.followers('people'), hub.followers('queues'), vi.getTimerCount()]).toEqual([0, 0, 0]);
  });
});

describe('whatever happens in whatever order', () => {
  const key = fc.constantFrom('a', 'b', 'c', '__proto__');
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('set' as const), key, number: fc.stringMatching(/^\d{4}$/) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('remove' as const), key }) },
    fc.record({ do: fc.constant('time' as const), ms: fc.nat(40) }),
    fc.record({ do: fc.constantFrom('behind', 'upToDate', 'lock', 'unlock', 'subscribe') }),
  );

  it('a view that applies the messages has the hub’s table, and nothing of it while locked', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { access, hub, view } = stage();
        hub.subscribe(view, 'waiting');
        for (const change of steps) {
          if (change.do === 'set' && 'number' in change)
            hub.set('waiting', change.key, waiting(change.key, change.number));
          if (change.do === 'remove' && 'key' in change) hub.remove('waiting', change.key);
          if (change.do === 'time' && 'ms' in change) await vi.advanceTimersByTimeAsync(change.ms);
          if (change.do === 'behind' || change.do === 'upToDate') view.behind = change.do === 'behind';
          if (change.do === 'lock' || change.do === 'unlock') access.become(change.do === 'lock' ? 'locked' : 'in');
          if (change.do === 'subscribe') hub.subscribe(view, 'waiting');
          if (access.current().state === 'locked') expect(view.of('waiting').size).toBe(0);
        }
        view.behind = false;
        access.become('in');
        await vi.advanceTimersByTimeAsync(50);
        expect(view.of('waiting')).toEqual(
          new Map(hub.keys('waiting').map((each) => [each, hub.get('waiting', each)])),
        );
        expect(vi.getTimerCount()).toBe(0);
      }),
      { numRuns: 150 },
    );
  });
});
