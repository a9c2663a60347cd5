import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ListedDevice } from './sound.ts';
import { echoVerdict, medianOf, pickDevice } from './sound.ts';

const device = (id: string, label: string, group = id): ListedDevice => ({ id, label, group });
const headset = device('h1', 'Jabra Evolve2');
const builtIn = device('b1', 'Built-in microphone');
const system = device('default', 'Default - Built-in microphone', 'b1');

describe('the device in use', () => {
  it('is the chosen one while it is there', () => {
    expect(pickDevice([system, builtIn, headset], headset)).toEqual({
      id: 'h1',
      use: { state: 'chosen', label: 'Jabra Evolve2' },
    });
  });
  it('is found by its label when its id has changed', () => {
    expect(pickDevice([builtIn, device('h2', 'Jabra Evolve2')], headset).id).toBe('h2');
  });
  it('is found by its id when it has no label yet', () => {
    expect(pickDevice([device('h1', '')], headset).id).toBe('h1');
  });
  it('is the system’s, by name, when the chosen one is gone', () => {
    expect(pickDevice([system, builtIn], headset)).toEqual({
      id: '',
      use: { state: 'fallback', label: 'Built-in microphone', missing: 'Jabra Evolve2' },
    });
  });
  it('is the system’s when nothing is chosen; where the system does not say which, it has no name', () => {
    expect(pickDevice([system, builtIn, headset], undefined).use).toEqual({
      state: 'system',
      label: 'Built-in microphone',
    });
    const nameless = device('default', 'Default', 'nothing');
    expect(pickDevice([nameless, builtIn, headset], undefined).use.label).toBe('');
    expect(pickDevice([nameless, headset], undefined).use.label).toBe('Jabra Evolve2');
    expect(pickDevice([device('default', 'Default - Desk speaker', 'x'), builtIn, headset], undefined).use.label).toBe(
      'Desk speaker',
    );
  });
  it('is none without any device', () => {
    expect(pickDevice([], headset).use).toEqual({ state: 'none', label: '', missing: 'Jabra Evolve2' });
  });
  it('is always one of the list, or the system’s', () => {
    const any = fc.record({ id: fc.string({ maxLength: 3 }), label: fc.string({ maxLength: 3 }), group: fc.string() });
    fc.assert(
      fc.property(fc.array(any), fc.option(any, { nil: undefined }), (listed, wanted) => {
        const { id, use } = pickDevice(listed, wanted);
        expect(id === '' || listed.some((entry) => entry.id === id)).toBe(true);
        expect(use.state === 'chosen').toBe(id !== '');
        expect(use.missing !== undefined).toBe(wanted !== undefined && use.state !== 'chosen');
      }),
    );
  });
});

describe('the echo test', () => {
  it('says what is wrong, the nearest thing first', () => {
    const good = { answered: true, roundTrips: [120], microphonePeak: 0.2 };
    expect(echoVerdict(good)).toBe('ok');
    expect(echoVerdict({ ...good, microphonePeak: 0 })).toBe('micSilent');
    expect(echoVerdict({ ...good, roundTrips: [] })).toBe('noEcho');
    expect(echoVerdict({ ...good, answered: false })).toBe('noAnswer');
  });
  it('takes the middle of the times', () => {
    expect(medianOf([90, 400, 100])).toBe(100);
    expect(medianOf([])).toBeUndefined();
  });
});
