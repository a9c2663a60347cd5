import { expect, it } from 'vitest';
import { todoKey } from './todo-keys.ts';

const press = (key: string, part = {}) => ({ key, code: key, altKey: false, ctrlKey: false, metaKey: false, ...part });
const list = { count: 3, at: 1 };

it('moves within the list and never past its ends', () => {
  expect(todoKey(press('ArrowDown'), list)).toEqual({ do: 'move', to: 2 });
  expect(todoKey(press('PageUp'), list)).toEqual({ do: 'move', to: 0 });
  expect(todoKey(press('ArrowDown'), { count: 0, at: 0 })).toBeUndefined();
});

it('calls with Enter, does the rest with Alt by the place of the key, and leaves everything else to whoever types', () => {
  expect(todoKey(press('Enter'), list)).toEqual({ do: 'call' });
  expect(todoKey(press('ç', { code: 'KeyC', altKey: true }), list)).toEqual({ do: 'claim' });
  for (const each of [press('c'), press('Enter', { ctrlKey: true }), press('x', { code: 'KeyX', altKey: true })])
    expect(todoKey(each, list)).toBeUndefined();
});
