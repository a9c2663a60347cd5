// The connection to a PBX that behaves badly: what is shown stays true, and what is wrong is told in a code.
import { afterEach, describe, expect, it } from 'vitest';
import { AmiServer, block } from '../../../test/fakes/ami-server.ts';
import { until } from '../../../test/support/until.ts';
import { emptyBoard, reduceBoard } from '../../../shared/domain/queue/board.ts';
import type { Board, QueueEvent } from '../../../shared/domain/queue/board.ts';
import type { QueueLink } from '../../ports/queues.ts';
import { AsteriskQueues } from './queue-adapter.ts';

const ends: (() => void)[] = [];
afterEach(() => ends.splice(0).forEach((end) => end()));

async function stage() {
  const server = await AmiServer.start();
  const account = { username: 'frontdesk', secret: 'secret' };
  const pbx = new AsteriskQueues({ host: '127.0.0.1', port: server.port, tls: false, ...account });
  const seen = { board: emptyBoard as Board, links: [] as QueueLink[], events: [] as QueueEvent[] };
  const start = () =>
    pbx.start({
      onEvent: (event) => {
        seen.events.push(event);
        seen.board = reduceBoard(seen.board, event, Date.now());
      },
      onLink: (link) => seen.links.push(link),
    });
  ends.push(
    () => pbx.stop(),
    () => server.close(),
  );
  const link = (wanted: QueueLink) => until(`the link is ${wanted}`, () => seen.links.at(-1) === wanted);
  const ready = async () => {
    start();
    await link('ok');
  };
  return { server, pbx, seen, start, link, ready };
}

const join = (id: string, more: Readonly<Record<string, string | number>> = {}) =>
  block({
    ...{ Event: 'QueueCallerJoin', Channel: `PJSIP/trunk-${id}`, CallerIDNum: '2065550123', Queue: 'front' },
    ...{ Priority: 5, Uniqueid: id, Position: 1, Count: 1, ...more },
  });
const waiting = (board: Board) => [...board.waiting.keys()];

describe('what no decent PBX would send', () => {
  it('an event that stops in the middle is completed by the next connection’s list, and by nothing else', async () => {
    const { server, seen, ready, link } = await stage();
    await ready();
    server.say(join('1'));
    await until('one waits', () => seen.board.waiting.size === 1);
    server.say('Event: QueueCallerJoin\r\nUniqueid: 2\r\nQueue: fro');
    server.cut();
    await link('unreachable');
    await link('ok');
    expect([server.connections, waiting(seen.board)]).toEqual([2, []]);
  });

  it('a flood, unknown events, junk and an endless message leave the reader where it was', async () => {
    const { server, seen, ready } = await stage();
    await ready();
    for (let count = 0; count < 5_000; count++)
      server.say(block({ Event: 'NobodyKnows', Uniqueid: count, Queue: 'front' }));
    server.say('no colon at all\r\n\r\n: nothing\r\n\r\nEvent\r\n\r\n\r\n\r\n');
    server.say(`Event: Endless\r\nX: ${'y'.repeat(400_000)}\r\n\r\n`);
    server.say(join('1'));
    await until('the next one is heard', () => seen.board.waiting.size === 1);
    expect([seen.links, server.connections]).toEqual([['connecting', 'ok'], 1]);
  });

  it('the same id twice is one caller; one without number or queue is none, or hides the number', async () => {
    const { server, seen, ready } = await stage();
    await ready();
    server.say(
      join('1') + join('1') + join('2', { Queue: '' }) + join('', {}) + join('3', { CallerIDNum: '<unknown>' }),
    );
    await until('both wait', () => seen.board.waiting.size === 2);
    expect(seen.board.waiting.get('3')).toMatchObject({ number: '', withheld: true });
    expect([...seen.board.doubt]).toEqual(['front']);
  });

  it('waits below nothing and positions that are none', async () => {
    const { server, pbx, ready } = await stage();
    await ready();
    server.answer = (action) => {
      const id = { ActionID: action.get('ActionID') ?? '' };
      if (action.get('Action') !== 'QueueStatus') return undefined;
      const entry = {
        Event: 'QueueEntry',
        Queue: 'front',
        Uniqueid: '1',
        Wait: '-90',
        Position: '-3',
        Priority: 'x',
        ...id,
      };
      return block({ Response: 'Success', ...id }) + block(entry) + block({ Event: 'QueueStatusComplete', ...id });
    };
    const truth = await pbx.truth('front');
    if (!truth.ok) throw new Error(truth.error.code);
    expect(truth.value.waiting).toMatchObject([{ position: 1, priority: 0 }]);
    expect(truth.value.waiting[0]!.joinedAt).toBeLessThanOrEqual(Date.now());
  });
});

describe('what may not be done', () => {
  const refuse = (message: string) => (action: ReadonlyMap<string, string>) =>
    block({ Response: 'Error', ActionID: action.get('ActionID') ?? '', Message: message });

  it.each([
    ['Permission denied', 'queueForbidden'],
    ['Unable to request withdraw from queue: Already requested', 'queueCallerGone'],
    ['Unable to request withdraw from queue: No such caller', 'queueCallerGone'],
  ])('taking: %s', async (words, code) => {
    const { server, pbx, ready, seen } = await stage();
    await ready();
    server.say(join('1'));
    await until('one waits', () => seen.board.waiting.size === 1);
    server.answer = refuse(words);
    expect(await pbx.withdraw({ queue: 'front', uniqueId: '1' }, '101')).toMatchObject({ error: { code } });
    expect(server.heard.at(-1)?.get('Caller')).toBe('PJSIP/trunk-1');
  });

  it.each([
    ["Unable to remove interface 'PJSIP/101' from queue 'front': Member is not dynamic", 'queueMemberFixed'],
    ['Permission denied', 'queueForbidden'],
    ['Unable to remove interface from queue: No such queue', 'queueRefused'],
  ])('signing out: %s', async (words, code) => {
    const { server, pbx, ready } = await stage();
    await ready();
    server.answer = refuse(words);
    expect(await pbx.signOut({ queue: 'front', extension: '101' })).toMatchObject({ error: { code } });
  });

  it('signing in twice, and out twice, is done', async () => {
    const { server, pbx, ready } = await stage();
    await ready();
    server.answer = refuse('Unable to add interface: Already there');
    expect(await pbx.signIn({ queue: 'front', extension: '101' }, 'Ana')).toMatchObject({ ok: true });
    server.answer = refuse('Unable to remove interface: Not there');
    expect(await pbx.signOut({ queue: 'front', extension: '101' })).toMatchObject({ ok: true });
  });

  it('a PBX that takes logins before it knows its queues is asked again', async () => {
    const { server, seen, start, link } = await stage();
    server.answer = (action) =>
      action.get('Action') === 'QueueStatus' ? refuse('Invalid/unknown command: QueueStatus.')(action) : undefined;
    start();
    await link('refused');
    server.answer = () => undefined;
    await link('ok');
    expect([server.connections, seen.links]).toEqual([1, ['connecting', 'refused', 'ok']]);
  });

  it('a list that never ends is a list that was not given: nobody is shown who was not said', async () => {
    const { server, pbx, ready } = await stage();
    await ready();
    server.answer = (action) => block({ Response: 'Success', ActionID: action.get('ActionID') ?? '' });
    const asked = pbx.truth('front');
    await until('it was asked', () => server.heard.at(-1)?.get('Action') === 'QueueStatus');
    server.cut();
    expect(await asked).toMatchObject({ ok: false, error: { code: 'queueUnreachable' } });
  });
});
