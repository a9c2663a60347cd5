import { describe, expect, it } from 'vitest';
import type { KeyPress, Where } from './keymap.ts';
import { keyAction } from './keymap.ts';

const press = (key: string, part: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: /^\d$/.test(key) ? `Digit${key}` : key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...part,
});
const where = (part: Partial<Where> = {}): Where => ({
  typing: false,
  onCard: false,
  popup: false,
  transferOpen: false,
  inTransfer: false,
  ringing: false,
  ...part,
});

describe('the keys', () => {
  it('work on calls wherever the caret is', () => {
    const typing = where({ typing: true });
    expect(['F2', 'F4', 'F5', 'F6', 'F7', 'F9'].map((key) => keyAction(press(key), typing)?.do)).toEqual([
      'answer',
      'mute',
      'hold',
      'transfer',
      'swap',
      'end',
    ]);
  });
  it('leave digits to whoever types, and take them with Alt anywhere', () => {
    expect(keyAction(press('2'), where({ typing: true }))).toBeUndefined();
    expect(keyAction(press('2'), where())).toEqual({ do: 'destination', number: 2 });
    // On many layouts Alt changes the character: the place of the key counts.
    expect(keyAction(press('²', { code: 'Digit2', altKey: true }), where({ typing: true }))).toEqual({
      do: 'destination',
      number: 2,
    });
    expect(keyAction(press('0', { altKey: true }), where({ typing: true }))).toEqual({ do: 'nothingOwed' });
  });
  it('open hours and on call, and ring one after the other, by the place of the letter', () => {
    const typing = where({ typing: true });
    expect(keyAction(press('˙', { code: 'KeyH', altKey: true }), typing)).toEqual({ do: 'duty' });
    expect(keyAction(press('e', { code: 'KeyE', altKey: true }), typing)).toEqual({ do: 'escalate' });
    expect(keyAction(press('®', { code: 'KeyR', altKey: true }), typing)).toEqual({ do: 'reports' });
    expect(keyAction(press('u', { code: 'KeyU', altKey: true }), typing)).toEqual({ do: 'endWrapUp' });
    expect(keyAction(press('e', { code: 'KeyE', altKey: true }), where({ popup: true }))).toBeUndefined();
    // AltGr and E is the euro sign on many keyboards.
    expect(keyAction(press('€', { code: 'KeyE', altKey: true, ctrlKey: true }), typing)).toBeUndefined();
    expect(keyAction(press('h', { code: 'KeyH' }), where())).toBeUndefined();
  });
  it('put a phrase in with Shift-Alt and its number, wherever the caret is, but not under a dialog', () => {
    const second = press('@', { code: 'Digit2', altKey: true, shiftKey: true });
    expect(keyAction(second, where({ typing: true }))).toEqual({ do: 'phrase', number: 2 });
    expect(keyAction(second, where({ popup: true }))).toBeUndefined();
    expect(keyAction({ ...second, code: 'Digit0' }, where())).toBeUndefined();
  });
  it('choose lines with Ctrl 1 to 6 and nothing beyond', () => {
    expect(keyAction(press('6', { ctrlKey: true }), where({ typing: true }))).toEqual({ do: 'line', number: 6 });
    expect(keyAction(press('7', { ctrlKey: true }), where())).toBeUndefined();
  });
  it('open and close the list of things to do with Ctrl-J, and leave Ctrl-Shift-J to the browser', () => {
    expect(keyAction(press('j', { ctrlKey: true }), where({ typing: true, popup: true }))).toEqual({ do: 'todo' });
    expect(keyAction(press('J', { ctrlKey: true, shiftKey: true }), where())).toBeUndefined();
  });
  it('open the practice’s settings with Ctrl-comma', () => {
    expect(keyAction(press(',', { ctrlKey: true }), where({ typing: true }))).toEqual({ do: 'practice' });
    expect(keyAction(press(','), where())).toBeUndefined();
  });
  it('finish with Ctrl-Enter and search with Ctrl-K', () => {
    expect(keyAction(press('Enter', { ctrlKey: true }), where({ typing: true }))?.do).toBe('finish');
    expect(keyAction(press('k', { metaKey: true }), where({ typing: true }))?.do).toBe('search');
    expect(keyAction(press('Enter'), where({ onCard: true }))).toBeUndefined();
  });
  it('give Escape to what is open first, and silence only when nobody types', () => {
    const esc = (part: Partial<Where>) => keyAction(press('Escape'), where({ ringing: true, ...part }))?.do;
    expect(esc({})).toBe('silence');
    expect(esc({ typing: true })).toBeUndefined();
    expect(esc({ popup: true })).toBeUndefined();
    expect(esc({ transferOpen: true, typing: true, inTransfer: true })).toBe('closeTransfer');
    expect(esc({ transferOpen: true, typing: true })).toBeUndefined();
    expect(esc({ onCard: true, popup: true })).toBe('silence');
    expect(keyAction(press('Escape'), where())).toBeUndefined();
  });
});

it('opens the directory and takes back a parked caller wherever the caret is', () => {
  for (const typing of [true, false]) {
    expect(keyAction(press('F3'), where({ typing }))).toEqual({ do: 'directory' });
    expect(keyAction(press('F8', { shiftKey: true }), where({ typing }))).toEqual({ do: 'retrieve' });
    expect(keyAction(press('F3', { shiftKey: true }), where({ typing }))).toEqual({ do: 'archive' });
  }
});
