import { describe, expect, it } from 'vitest';
import type { NoteContent } from '../note/types.ts';
import { correctedEvents } from './correct.ts';
import { reduceWork } from './reduce.ts';
import type { WorkEvent, WorkSource } from './types.ts';

const STEP = { text: 'Call back', owner: 'Front desk', due: '2026-11-23' };
const source: WorkSource = { id: 'c1/task', kind: 'followUp', about: '', createdAt: 1, createdBy: 'ana', ...STEP };
const content = (nextStep: NoteContent['nextStep']): NoteContent => ({ words: '', fields: {}, told: '', nextStep });
const corrected = (nextStep: NoteContent['nextStep']) => ({
  content: content(nextStep),
  author: 'ana',
  finishedAt: 10,
  correction: { reason: 'heard wrong', by: 'ana', at: 9, of: 1 },
});
const step = { by: 'sam', name: 'Sam' };
const follow = (nextStep: NoteContent['nextStep'], ...history: WorkEvent[]) =>
  correctedEvents(reduceWork(source, history), corrected(nextStep), content(STEP));

describe('a corrected note', () => {
  it('that owes nothing any more closes what it had left', () => {
    expect(follow('nothing')).toEqual([{ what: 'closed', how: 'done' }]);
  });
  it('changes what it changed, with its reason, and nothing else', () => {
    expect(follow({ ...STEP, text: 'Call the daughter', due: '2026-11-24' })).toEqual([
      { what: 'reworded', text: 'Call the daughter', reason: 'heard wrong' },
      { what: 'moved', due: '2026-11-24', reason: 'heard wrong' },
    ]);
    expect(follow(STEP)).toEqual([]);
  });
  it('leaves an owner whom somebody else chose meanwhile', () => {
    const passedOn: WorkEvent = { ...step, at: 5, what: 'reassigned', owner: 'Nurse line', reason: 'hers' };
    expect(follow({ ...STEP, text: 'Call today' }, passedOn).map(({ what }) => what)).toEqual(['reworded']);
  });
  it('is followed once, and changes nothing that is done', () => {
    const done: WorkEvent = { ...step, at: 5, what: 'closed', how: 'done' };
    expect(follow('nothing', done)).toEqual([]);
    const reworded: WorkEvent = { at: 11, by: 'ana', name: 'Ana', what: 'reworded', text: 'x', reason: 'heard wrong' };
    expect(follow({ ...STEP, text: 'x' }, reworded)).toEqual([]);
    expect(reduceWork(source, [reworded])).toMatchObject({ text: 'x', version: 1 });
  });
});
