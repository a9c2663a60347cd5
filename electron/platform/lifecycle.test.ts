import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as fake from '../../test/fakes/electron.ts';
import { claim, giveUp, guardQuit } from './lifecycle.ts';
import type { Leaving } from './lifecycle.ts';
import { openWords } from './words.ts';

beforeEach(() => fake.reset());

describe('a second start', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-claim-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('ends, and brings the first to the front', () => {
    let shown = 0;
    const data = path.join(folder, 'not', 'there');
    expect(claim(data, () => (shown += 1))).toBe(true);
    expect(fake.app.paths).toEqual(
      new Map([
        ['userData', data],
        ['sessionData', path.join(data, 'window')],
      ]),
    );
    fake.app.emit('second-instance');
    expect(shown).toBe(1);
    fake.machine.isSecond = true;
    expect(claim(data, () => undefined)).toBe(false);
    expect(fake.calls).toContain('app.quit');
  });
});

describe('quitting', () => {
  const order: string[] = [];
  const leaving = (given: Partial<Leaving>): Leaving => ({
    words: openWords(() => 'es-MX'),
    liveCalls: () => 0,
    endCalls: async () => void order.push('calls ended'),
    closeConsole: async () => {
      order.push('console closed');
      return 'closed';
    },
    stop: async () => void order.push('stopped'),
    ...given,
  });
  const exited = () => vi.waitFor(() => expect(fake.seen.exitCode).toBeDefined());
  beforeEach(() => order.splice(0));

  it('without a call closes and stops, once however often it is asked for', async () => {
    guardQuit(leaving({}));
    fake.app.quit();
    fake.app.quit();
    fake.app.emit('window-all-closed');
    await exited();
    expect(order).toEqual(['console closed', 'stopped']);
    expect(fake.seen.boxes).toEqual([]);
  });

  it('with a call asks in words, and Enter or Escape keep talking', async () => {
    guardQuit(leaving({ liveCalls: () => 2 }));
    fake.app.quit();
    await vi.waitFor(() => expect(fake.seen.boxes).toHaveLength(1));
    expect(fake.seen.boxes[0]).toMatchObject({
      message: 'Todavía hay 2 llamadas abiertas.',
      buttons: ['Seguir hablando', 'Colgar y salir'],
      defaultId: 0,
      cancelId: 0,
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect([order, fake.seen.exitCode]).toEqual([[], undefined]);
    fake.machine.answers = [1];
    fake.app.quit();
    await exited();
    expect(order).toEqual(['calls ended', 'console closed', 'stopped']);
  });

  it('goes no further when something typed would be lost', async () => {
    const given = leaving({});
    guardQuit({ ...given, closeConsole: async () => 'stayed' });
    fake.app.quit();
    await new Promise((resolve) => setImmediate(resolve));
    expect([order, fake.seen.exitCode]).toEqual([[], undefined]);
  });

  it('ends even when leaving fails', async () => {
    guardQuit(leaving({ stop: () => Promise.reject(new Error('disk')) }));
    fake.app.quit();
    await exited();
    expect(fake.seen.exitCode).toBe(1);
  });
});

describe('giving up', () => {
  it('says why, then ends', () => {
    giveUp('Title', 'Text');
    expect(fake.seen.errorBoxes).toEqual([['Title', 'Text']]);
    expect(fake.seen.exitCode).toBe(1);
  });
});
