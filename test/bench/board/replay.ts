// A PBX that plays what a real one told (recorded.ami) again, for hundreds of callers at once, and answers what it is asked
// from the same state. It keeps count of how far its reader falls behind: Asterisk cuts a slow one off.
import { readFileSync } from 'node:fs';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

export const QUEUES = ['front-desk', 'billing', 'espanol', 'referrals', 'records'];
const TICK_MS = 20;
const CALLER = { name: 'PJSIP/trunk-', queue: 'billing' };

type Block = readonly (readonly [string, string])[];
interface Place {
  readonly id: string;
  readonly number: string;
  readonly since: number;
}

const value = (block: Block, name: string): string => block.find(([key]) => key === name)?.[1] ?? '';
const textOf = (block: Block): string => `${block.map(([key, text]) => `${key}: ${text}`).join('\r\n')}\r\n\r\n`;

function read(): Block[] {
  const text = readFileSync(path.join(import.meta.dirname, 'recorded.ami'), 'utf8');
  return text.split('\n\n').map((block) =>
    block
      .split('\n')
      .filter((line) => line.includes(': '))
      .map((line) => {
        const colon = line.indexOf(': ');
        return [line.slice(0, colon), line.slice(colon + 2)] as const;
      }),
  );
}

/** One caller's part of the recording, from their joining to the end of their channel. */
function lives(blocks: readonly Block[]): Block[][] {
  const joins = blocks.filter((block) => value(block, 'Event') === 'QueueCallerJoin');
  return joins.map((join) => {
    const id = value(join, 'Uniqueid');
    const mine = blocks.slice(blocks.indexOf(join)).filter((block) => value(block, 'Uniqueid') === id);
    const end = mine.findIndex((block) => value(block, 'Event') === 'Hangup');
    return mine.slice(0, end + 1);
  });
}

export class Replay {
  readonly queues = new Map(QUEUES.map((queue): [string, Place[]] => [queue, []]));
  /** Bytes the reader had not taken, at most, and for how long it lagged at a stretch. */
  readonly behind = { bytes: 0, ms: 0 };
  sent = 0;
  connections = 0;
  #last = 0;
  #socket: net.Socket | undefined;
  #laggedSince = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #server = net.createServer((socket) => this.#serve(socket));
  readonly #blocks = read();
  readonly #lives = lives(this.#blocks);
  readonly #joins = this.#lives[0]![0]!;
  readonly #devices = this.#blocks.filter((block) => value(block, 'Event') === 'DeviceStateChange');
  readonly #rings = this.#lives[0]!.filter((block) => ['AgentCalled', 'DialBegin'].includes(value(block, 'Event')));

  async listen(): Promise<number> {
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
    return (this.#server.address() as AddressInfo).port;
  }

  /** So many wait before anybody listens. */
  fill(count: number): void {
    for (let index = 0; index < count; index++) this.#enter(QUEUES[index % QUEUES.length]!);
  }

  /** `rate` events a second, from now on; as many come as go. */
  play(rate: number): void {
    const perTick = (rate * TICK_MS) / 1000;
    let owed = 0;
    let last = performance.now();
    this.#timer = setInterval(() => {
      const now = performance.now();
      owed += (perTick * (now - last)) / TICK_MS;
      last = now;
      const before = this.sent;
      if (owed > 0) this.#turnOver();
      while (owed - (this.sent - before) > 0) this.#noise();
      owed -= this.sent - before;
      this.#lag();
    }, TICK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  close(): void {
    this.stop();
    this.#socket?.destroy();
    this.#server.close();
  }

  /** One comes, and somebody goes: mostly the first of a queue, some from the middle. */
  #turnOver(): void {
    const queue = QUEUES[this.#last % QUEUES.length]!;
    const place = this.#enter(queue);
    const places = this.queues.get(queue)!;
    this.#tell(this.#joins, place, queue, { Position: places.length, Count: places.length });
    const from = QUEUES[(this.#last * 3) % QUEUES.length]!;
    const waiting = this.queues.get(from)!;
    const index = this.#last % 4 === 0 ? Math.floor(waiting.length / 2) : 0;
    const [leaves] = waiting.splice(index, 1);
    if (!leaves) return;
    // One in twenty gives up, as many as a practice should allow; the others are answered or taken.
    const [answered, gaveUp, taken] = this.#lives;
    const life = (this.#last % 20 === 0 ? gaveUp : this.#last % 2 ? answered : taken)!;
    for (const block of life.slice(1)) this.#tell(block, leaves, from, { Position: index + 1, Count: waiting.length });
  }

  /** Phones that ring and stop ringing, lamps. */
  #noise(): void {
    const turn = this.sent;
    const queue = QUEUES[turn % QUEUES.length]!;
    const places = this.queues.get(queue)!;
    const place = places[turn % Math.max(1, Math.min(20, places.length))];
    const block =
      turn % 3 === 0 ? this.#devices[turn % this.#devices.length]! : this.#rings[turn % this.#rings.length]!;
    if (place) this.#tell(block, place, queue, {});
  }

  #enter(queue: string): Place {
    const number = `2065${String(++this.#last % 1_000_000).padStart(6, '0')}`;
    const place = { id: `1795000000.${this.#last}`, number, since: Date.now() };
    this.queues.get(queue)!.push(place);
    return place;
  }

  #tell(block: Block, { id, number }: Place, queue: string, counts: Readonly<Record<string, number>>): void {
    const changed = block.map(([key, text]): [string, string] => {
      if (key === 'Uniqueid' || key === 'Linkedid' || key === 'DestLinkedid') return [key, id];
      if (key === 'Channel') return [key, `${CALLER.name}${id}`];
      if (key === 'CallerIDNum') return [key, number];
      if (key === 'Queue') return [key, queue];
      return [key, key in counts ? String(counts[key]) : text];
    });
    this.#socket?.write(textOf(changed));
    this.sent++;
  }

  #lag(): void {
    const bytes = this.#socket?.writableLength ?? 0;
    this.behind.bytes = Math.max(this.behind.bytes, bytes);
    if (bytes === 0) this.#laggedSince = performance.now();
    else this.behind.ms = Math.max(this.behind.ms, performance.now() - this.#laggedSince);
  }

  #serve(socket: net.Socket): void {
    this.connections++;
    this.#socket = socket;
    let text = '';
    socket.write('Asterisk Call Manager/11.0.0\r\n');
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      text += chunk.toString();
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        const lines = text.slice(0, end).split('\r\n');
        text = text.slice(end + 4);
        this.#answer(new Map(lines.map((line) => line.split(': ') as [string, string])));
      }
    });
  }

  #answer(action: ReadonlyMap<string, string>): void {
    const id: [string, string] = ['ActionID', action.get('ActionID') ?? ''];
    const say = (...blocks: Block[]) => this.#socket?.write(blocks.map((block) => textOf([...block, id])).join(''));
    const success: Block = [['Response', 'Success']];
    const list = (complete: string, blocks: Block[]) => say(success, ...blocks, [['Event', complete]]);
    switch (action.get('Action')) {
      case 'Login':
        return void say(success);
      case 'Ping':
        return void say([...success, ['Timestamp', String(Date.now() / 1000)]]);
      case 'QueueStatus': {
        const wanted = action.get('Queue');
        return void list(
          'QueueStatusComplete',
          QUEUES.filter((queue) => !wanted || queue === wanted).flatMap((queue) => this.#status(queue)),
        );
      }
      case 'DeviceStateList':
        return void list('DeviceStateListComplete', this.#devices);
      case 'ParkedCalls':
        return void list('ParkedCallsComplete', []);
      default:
        return void say([
          ['Response', 'Error'],
          ['Message', 'Invalid/unknown command'],
        ]);
    }
  }

  #status(queue: string): Block[] {
    const own = this.#blocks.filter((block) => ['QueueParams', 'QueueMember'].includes(value(block, 'Event')));
    const renamed = own.map((block) => block.map(([key, text]) => [key, key === 'Queue' ? queue : text] as const));
    const entries = this.queues.get(queue)!.map(({ id, number, since }, index): Block => [
      ...([
        ['Event', 'QueueEntry'],
        ['Queue', queue],
        ['Position', String(index + 1)],
      ] as const),
      ...([
        ['Channel', `${CALLER.name}${id}`],
        ['Uniqueid', id],
        ['CallerIDNum', number],
      ] as const),
      ...([
        ['CallerIDName', 'unknown'],
        ['ConnectedLineNum', 'unknown'],
        ['ConnectedLineName', 'unknown'],
      ] as const),
      ...([
        ['Wait', String(Math.floor((Date.now() - since) / 1000))],
        ['Priority', '0'],
      ] as const),
    ]);
    return [...renamed, ...entries];
  }
}
