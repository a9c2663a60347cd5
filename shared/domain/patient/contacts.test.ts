import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lastContacts } from './contacts.ts';

const at = (day: number) => new Date(Date.UTC(2026, 10, day)).toISOString();

it('is one list, the newest first, each with where it is known from', () => {
  const ehr = [
    { at: at(12), text: 'seen in the chart' },
    { at: at(14), text: 'of another desk', callId: 'theirs' },
    { at: at(13), text: 'what the EHR made of our note', callId: 'mine' },
  ];
  const here = [{ callId: 'mine', at: at(13), text: 'our note', category: 'clinical' }];
  expect(lastContacts(ehr, here)).toEqual([
    { at: at(14), text: 'of another desk', from: 'desk' },
    { at: at(13), text: 'our note', from: 'here', category: 'clinical' },
    { at: at(12), text: 'seen in the chart', from: 'ehr' },
  ]);
});

it('an encounter of a call that was noted here is that note, and any other says how the contact was', () => {
  const ehr = [
    { at: at(14), text: '', callId: 'mine', by: 'phone' as const },
    { at: at(12), text: 'Cough', by: 'video' as const },
  ];
  expect(lastContacts(ehr, [{ callId: 'mine', at: at(14), text: 'our note' }])).toEqual([
    { at: at(14), text: 'our note', from: 'here' },
    { at: at(12), text: 'Cough', from: 'ehr', by: 'video' },
  ]);
});

it('what stands on the screen as the last note is not told a second time, neither by the EHR', () => {
  const here = [{ callId: 'mine', at: at(13), text: 'our note', isShown: true }];
  expect(lastContacts([{ at: at(13), text: 'in the EHR', callId: 'mine' }], here)).toEqual([]);
});

it('no contact twice, none lost, whatever stands on both sides', () => {
  const callId = fc.constantFrom('a', 'b', 'c', 'd');
  const ofEhr = fc.record({ day: fc.nat(28), callId: fc.option(callId, { nil: undefined }) });
  const ofDesk = fc.uniqueArray(fc.record({ day: fc.nat(28), callId }), { selector: (one) => one.callId });
  fc.assert(
    fc.property(fc.array(ofEhr, { maxLength: 5 }), ofDesk, (ehr, here) => {
      const told = ehr.map(({ day, callId: call }, index) => ({
        ...{ at: at(day + 1), text: `${call ?? `ehr ${index}`}` },
        ...(call === undefined ? {} : { callId: call }),
      }));
      const noted = here.map(({ day, callId: call }) => ({ at: at(day + 1), text: call, callId: call }));
      const list = lastContacts(told, noted);
      const texts = list.map(({ text }) => text);
      expect(new Set(texts).size).toBe(texts.length);
      const all = new Set([...told, ...noted].map(({ text }) => text));
      expect(list.length).toBe(Math.min(6, all.size));
      for (const { text, from } of list)
        expect(from).toBe(here.some((one) => one.callId === text) ? 'here' : text.startsWith('ehr') ? 'ehr' : 'desk');
    }),
  );
});
