// Two windows at one note over one host, every order of keys, saves, lost answers and news: they end with the same note, and
// nothing in it is gone that nobody has knowingly written over.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { NoteRow } from '../../../shared/contract/note.ts';
import { fillAhead } from '../../../shared/domain/note/fill.ts';
import type { FillValues } from '../../../shared/domain/note/fill.ts';
import type { NoteField } from '../../../shared/domain/site/site.ts';
import type { Content, Draft } from './drafts.ts';
import {
  edit,
  emptyContent,
  isDirty,
  newDraft,
  rowArrived,
  saveAcknowledged,
  saveFailed,
  saveJoined,
  saveStarted,
} from './drafts.ts';
import { noteRow } from './test-rows.ts';

type Answer = { version: number; newer?: Content; filled?: Record<string, string> };

class Host {
  version = 0;
  content: Content = emptyContent();
  author = '';
  filled: Record<string, string> = {};
  #fills = 0;
  /** The chart has come, or another one: what nobody typed into is filled ahead, as a version of its own. */
  fill() {
    const values = { x: `chart ${++this.#fills}`, y: `chart ${this.#fills}` };
    const fields = [...'xy'].map((id) => ({ id, type: 'text', label: {}, fill: id }) as unknown as NoteField);
    const { content, filled } = fillAhead(fields, this.content, this.filled, values as FillValues);
    this.filled = filled;
    if (content === this.content) return;
    this.content = content;
    this.version++;
  }
  save(version: number, content: Content, author: string): Answer {
    if (version < this.version) return { version: this.version, newer: this.content, filled: this.filled };
    this.content = content;
    this.author = author;
    return { version: ++this.version };
  }
  row = (): NoteRow =>
    noteRow('a', { version: this.version, content: this.content, author: this.author, filled: this.filled });
}

class Window {
  draft: Draft = newDraft();
  #answer: Answer | undefined;
  readonly #host: Host;
  readonly #name: string;
  constructor(host: Host, name: string) {
    this.#host = host;
    this.#name = name;
  }
  type(place: string, text: string) {
    this.draft = edit(this.draft, (content) => ({ ...content, fields: { ...content.fields, [place]: text } }));
  }
  send() {
    if (this.#answer || !isDirty(this.draft)) return;
    this.draft = saveStarted(this.draft);
    this.#answer = this.#host.save(this.draft.version, this.draft.content, this.#name);
  }
  hear(isLost = false) {
    const answer = this.#answer;
    if (!answer) return;
    this.#answer = undefined;
    const kept = { version: answer.version, savedAt: 1, author: 'other' };
    if (isLost) this.draft = saveFailed(this.draft, 'disconnected');
    else if (answer.newer)
      this.draft = saveJoined(this.draft, { ...kept, content: answer.newer, filled: answer.filled });
    else this.draft = saveAcknowledged(this.draft, kept);
  }
  news() {
    if (this.#host.version > 0) this.draft = rowArrived(this.draft, this.#host.row());
  }
}

const step = fc.record({
  who: fc.nat(1),
  what: fc.constantFrom('type', 'type', 'send', 'hear', 'lose', 'news', 'fill'),
  place: fc.constantFrom('x', 'y'),
});

it('two windows end with one note in which every text stands', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const host = new Host();
      const windows = [new Window(host, 'ana'), new Window(host, 'sam')] as const;
      const typed: string[] = [];
      // Somebody who saw it wrote over it: that is what editing is.
      const writtenOver = new Set<string | undefined>();
      for (const { who, what, place } of steps) {
        const window = windows[who]!;
        if (what === 'type') {
          writtenOver.add(window.draft.content.fields[place]);
          typed.push(`${who} ${place} ${typed.length}`);
          window.type(place, typed.at(-1)!);
        } else if (what === 'send') window.send();
        else if (what === 'fill') host.fill();
        else if (what === 'news') window.news();
        else window.hear(what === 'lose');
      }
      for (let round = 0; round < 12; round++)
        for (const window of windows) {
          window.send();
          window.hear();
          window.news();
        }
      const [a, b] = windows.map(({ draft }) => draft);
      expect([isDirty(a!), isDirty(b!)]).toEqual([false, false]);
      expect(a!.content).toEqual(b!.content);
      expect(host.content).toEqual(a!.content);
      const end = textsOf(host.content);
      for (const text of typed) if (!writtenOver.has(text)) expect(end).toContain(text);
      // Nobody typed it: it never stands beside a text to be chosen from.
      for (const { text } of host.content.others ?? []) expect(text).not.toMatch(/^chart/);
    }),
    { numRuns: 1500 },
  );
});

const textsOf = (content: Content): string[] => [
  ...Object.values(content.fields),
  ...(content.others ?? []).map(({ text }) => text),
];
