import { describe, expect, it } from 'vitest';
import { rowKey } from './keys.ts';

const press = (key: string, part: Partial<Parameters<typeof rowKey>[0]> = {}) =>
  rowKey({ key, code: key, altKey: false, ctrlKey: false, metaKey: false, ...part }, { count: 20, at: 3 });

describe('the keys of the directory', () => {
  it('move within the list and never out of it', () => {
    expect(press('ArrowDown')).toEqual({ do: 'move', to: 4 });
    expect(press('ArrowUp')).toEqual({ do: 'move', to: 2 });
    expect(press('PageDown')).toEqual({ do: 'move', to: 11 });
    expect(press('PageUp')).toEqual({ do: 'move', to: 0 });
  });
  it('call, give, pick up, speak', () => {
    expect(press('Enter')).toEqual({ do: 'call' });
    expect(press('Enter', { altKey: true })).toEqual({ do: 'give' });
    expect(press('π', { altKey: true, code: 'KeyP' })).toEqual({ do: 'pickUp' });
    expect(press('ˆ', { altKey: true, code: 'KeyI' })).toEqual({ do: 'speak' });
    expect(press('f', { altKey: true, code: 'KeyF' })).toEqual({ do: 'favourite' });
  });
  it('leave typing and the desk’s own keys alone', () => {
    for (const key of ['a', 'p', 'Home', 'End', 'ArrowLeft', 'F2', 'Escape']) expect(press(key)).toBeUndefined();
    expect(press('Enter', { ctrlKey: true })).toBeUndefined();
  });
});
