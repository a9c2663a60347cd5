import { expect, it } from 'vitest';
import { listKey } from './keys.ts';

const press = (key: string, change: object = {}) => ({
  ...{ key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false },
  ...change,
});

it('moves within the list and opens; every other key is for typing', () => {
  const place = { count: 10, at: 1 };
  expect(listKey(press('ArrowDown'), place)).toEqual({ do: 'move', to: 2 });
  expect(listKey(press('ArrowUp'), { count: 10, at: 0 })).toEqual({ do: 'move', to: 0 });
  expect(listKey(press('PageDown'), { count: 10, at: 8 })).toEqual({ do: 'move', to: 9 });
  expect(listKey(press('Enter'), place)).toEqual({ do: 'open' });
  expect(listKey(press('Enter'), { count: 0, at: 0 })).toBeUndefined();
  for (const key of ['a', 'Home', 'End', 'ArrowLeft', 'Escape']) expect(listKey(press(key), place)).toBeUndefined();
  for (const held of ['ctrlKey', 'altKey', 'shiftKey', 'metaKey'])
    expect(listKey(press('ArrowDown', { [held]: true }), place)).toBeUndefined();
});
