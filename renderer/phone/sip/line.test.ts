import { describe, expect, it } from 'vitest';
import { lineState } from './line.ts';
import { ownerOf } from './registration.ts';

describe('the one sentence about the phone', () => {
  it.each([
    ['ok', 'pending', false, 'starting'],
    ['ok', 'registered', true, 'registered'],
    ['ok', 'pending', true, 'connecting'],
    ['connecting', 'registered', true, 'connecting'],
    ['unreachable', 'registered', true, 'unreachable'],
    ['unreachable', 'takenOver', true, 'unreachable'],
    ['connecting', 'takenOver', true, 'takenOver'],
    ['ok', 'refused', false, 'refused'],
  ] as const)('way %s, place %s, before %s: %s', (way, registered, ever, state) => {
    expect(lineState(way, registered, ever)).toBe(state);
  });
});

describe('who is registered', () => {
  it.each([
    ['we', ['us'], 'ours'],
    ['we beside another phone', ['desk', 'us'], 'ours'],
    ['nobody, as after a restart of the PBX', [], 'nobody'],
    ['the phone that has always stood beside ours', ['neighbour'], 'nobody'],
    ['another copy', ['stranger'], 'other'],
    ['another copy beside the usual phone', ['neighbour', 'stranger'], 'other'],
  ] as const)('%s', (_who, bound, owner) => {
    expect(ownerOf(bound, 'us', new Set(['neighbour']))).toBe(owner);
  });
});
