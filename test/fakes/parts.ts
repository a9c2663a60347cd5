// Edges made simple for unit tests: a clock that stands until it is moved, topics that are a map, a log that keeps.
import type { z } from 'zod';
import type { Access } from '../../electron/ports/access.ts';
import type { AuditRow, Journal, OutboxItem } from '../../electron/ports/journal.ts';
import type { Clock, Ids, Log } from '../../electron/ports/runtime.ts';
import type { Topics } from '../../electron/ports/topics.ts';
import type { Vault } from '../../electron/ports/vault.ts';
import type { Call } from '../../shared/domain/call/call.ts';
import type { Note } from '../../shared/domain/note/types.ts';
import { Site } from '../../shared/domain/site/site.ts';
import type { WorkEvent, WorkSource } from '../../shared/domain/work/types.ts';
import { fail, ok } from '../../shared/result/result.ts';
import type { ErrorCode, Result } from '../../shared/result/result.ts';

export class FakeClock implements Clock {
  #now: number;
  #timers: { at: number; run: () => void }[] = [];

  constructor(now = 1_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run };
    this.#timers.push(timer);
    return () => (this.#timers = this.#timers.filter((other) => other !== timer));
  }

  /** Moves time on, running what falls due in order. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = next.at;
      next.run();
    }
    this.#now = end;
  }
}

export class FakeTopics implements Topics {
  readonly tables = new Map<string, Map<string, unknown>>();

  set(topic: string, key: string, row: unknown): void {
    const table = this.tables.get(topic) ?? new Map<string, unknown>();
    this.tables.set(topic, table.set(key, row));
  }

  remove(topic: string, key: string): void {
    this.tables.get(topic)?.delete(key);
  }

  get = ((topic: string, key: string) => this.tables.get(topic)?.get(key)) as Topics['get'];
  keys = (topic: string): string[] => [...(this.tables.get(topic)?.keys() ?? [])];
}

export class FakeLog implements Log {
  readonly lines: { event: string; fields: unknown }[] = [];
  info = (event: string, fields?: unknown): void => void this.lines.push({ event, fields });
  warn = this.info;
  error = this.info;
}

export const countingIds = (name = 'id'): Ids => {
  let last = 0;
  return { next: () => `${name}-${++last}` };
};

/** Lets everything that is already promised happen; no time passes. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** An answer that the test gives when it wants to. */
export function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((done) => (resolve = done));
  return { promise, resolve };
}

type Current = ReturnType<Access['current']>;

export class FakeAccess implements Access {
  #current: Current;
  #listeners: (() => void)[] = [];

  constructor(state: Current['state'] = 'in', role: Current['role'] = 'receptionist') {
    this.#current = { state, userId: 'ana', role };
  }

  current = (): Current => this.#current;
  onChange = (listener: () => void): void => void this.#listeners.push(listener);

  become(state: Current['state'], role: Current['role'] = this.#current.role): void {
    this.#current = { ...this.#current, state, role };
    this.#listeners.forEach((listener) => listener());
  }
}

export class FakeVault implements Vault {
  readonly secrets = new Map<string, string>();
  /** Undefined: open from the start. */
  passphrase: string | undefined;
  isFull = false;
  #isOpen = false;

  state(): ReturnType<Vault['state']> {
    return this.passphrase === undefined || this.#isOpen ? 'ready' : 'needsPassphrase';
  }

  unlock(passphrase: string): Result<void> {
    if (passphrase !== this.passphrase) return fail('wrongPassword');
    this.#isOpen = true;
    return ok(undefined);
  }

  get = (name: string): string | undefined => this.secrets.get(name);

  set(name: string, value: string): Result<void> {
    if (this.isFull) return fail('journalDiskFull');
    this.secrets.set(name, value);
    return ok(undefined);
  }

  remove(name: string): Result<void> {
    this.secrets.delete(name);
    return ok(undefined);
  }
}

/** A journal in memory; `failure` makes every write fail as a full or broken disk does. */
export class FakeJournal implements Journal {
  failure: ErrorCode | undefined;
  readonly callEvents: { call: Call; type: string; at: number }[] = [];
  readonly kept = new Map<string, Note>();
  readonly finished = new Map<string, Note>();
  readonly items = new Map<string, OutboxItem>();
  readonly works = new Map<string, WorkSource>();
  readonly happened: { id: string; event: WorkEvent }[] = [];
  readonly audited: AuditRow[] = [];

  #write(work: () => unknown): Result<void> {
    if (this.failure) return fail(this.failure);
    work();
    return ok(undefined);
  }

  appendCallEvent = (call: Call, type: string, at: number) =>
    this.#write(() => this.callEvents.push({ call, type, at }));
  saveNote = (note: Note) => this.#write(() => this.#put(note));
  finishNote = (note: Note, items: readonly OutboxItem[]) =>
    this.#write(() => {
      this.#put(note);
      items.forEach((item) => this.items.set(item.id, item));
    });
  note = (callId: string) => this.kept.get(callId);
  notes = (filter: 'draft' | 'finished', since = 0) =>
    [...this.kept.values()].filter((note) => note.state === filter && note.savedAt >= since);
  versions = (callId: string) => [...this.finished.values()].filter((note) => note.callId === callId);
  #put(note: Note): void {
    this.kept.set(note.callId, note);
    if (note.state === 'finished') this.finished.set(`${note.callId} ${note.version}`, note);
  }
  calls = (): Call[] => [...new Map(this.callEvents.map(({ call }) => [call.id, call])).values()];
  saveOutbox = (item: OutboxItem) => this.#write(() => this.items.set(item.id, item));
  settle = (item: OutboxItem, note: Note) => this.finishNote(note, [item]);
  outbox = (which?: { callId: string } | 'unsent') =>
    [...this.items.values()].filter((item) => {
      if (which === 'unsent') return item.state === 'waiting' || item.state === 'unknown';
      return which === undefined || item.callId === which.callId;
    });
  saveWork = (item: WorkSource) => this.#write(() => this.works.has(item.id) || this.works.set(item.id, item));
  work = () => [...this.works.values()];
  appendWork = (id: string, events: readonly WorkEvent[]) =>
    this.#write(() => events.forEach((event) => this.happened.push({ id, event })));
  workEvents = () => [...this.happened];
  audit = (row: AuditRow) => this.#write(() => this.audited.push(row));
  verifyAudit = () => ({ intact: true as const, rows: this.audited.length });
  close = () => undefined;
}

const label = (en: string) => ({ en });

/** A small practice, read by the same schema as a real site file; `change` overrides its top-level parts. */
export const testSite = (change: Partial<z.input<typeof Site>> = {}): Site =>
  Site.parse({
    clinic: { name: 'Riverside', timeZone: 'America/New_York' },
    phone: { servers: ['wss://pbx.test/ws'], domain: 'pbx.test', outsidePrefix: '9' },
    queues: [{ id: 'front', name: 'Front desk' }],
    users: [
      { id: 'ana', name: 'Ana', role: 'receptionist', extension: '201' },
      { id: 'sam', name: 'Sam', role: 'supervisor', extension: '202' },
    ],
    hours: { weekly: {} },
    directory: [{ id: 'nurse', name: 'Nurse line', number: '301', skills: ['triage'] }],
    rules: {
      routes: [{ id: 'clinical', category: 'clinical', to: [{ skill: 'triage' }] }],
      redFlags: { phrases: { en: ['chest pain'] }, say: label('Call 911'), reach: [{ skill: 'triage' }] },
    },
    notes: {
      categories: [
        { id: 'clinical', label: label('Clinical') },
        { id: 'general', label: label('General') },
      ],
      outcomes: [{ id: 'answered', label: label('Answered') }],
    },
    ...change,
  });
