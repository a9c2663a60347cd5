import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DirectoryEntry } from '../site/site.ts';
import type { Call, CallEvent, CallState } from './call.ts';
import { CALL_STATES, CallId } from './call.ts';
import { announcementOf, answersByItself, asksForAnswer } from './intercom.ts';
import { beginCall } from './reduce.ts';

const remote = { number: '103', name: 'Priya', withheld: false };
const rang = (part: object = {}) => ({ type: 'rang', remote, autoAnswer: true, ...part }) as const satisfies CallEvent;
const call = (state: CallState): Call => ({
  ...beginCall({ type: 'rang', remote }, 1, { id: CallId.parse('a'), line: 1 }),
  state,
});
const allowed = { setting: 'intercom', isSignedIn: true, others: [] } as const;

describe('a call that asks to be answered', () => {
  it('is answered where the site says so, somebody is signed in and nobody is in a call', () => {
    expect(answersByItself(rang(), allowed)).toBe(true);
  });
  it.each([
    ['the site says never', rang(), { ...allowed, setting: 'never' as const }],
    ['nobody is signed in', rang(), { ...allowed, isSignedIn: false }],
    ['it does not ask', rang({ autoAnswer: undefined }), allowed],
    ['it comes from a queue', rang({ queue: { queue: 'front-desk' } }), allowed],
    ['it is a parked caller', rang({ parkedSlot: '901' }), allowed],
  ])('rings when %s', (_why, event, now) => expect(answersByItself(event, now)).toBe(false));

  it.each(CALL_STATES)('beside a call that is %s', (state) => {
    const isOver = state === 'ended' || state === 'parked';
    expect(answersByItself(rang(), { ...allowed, others: [call(state)] })).toBe(isOver);
  });
});

describe('what is asked in headers', () => {
  const none = { callInfo: [], alertInfo: [], answerMode: [] };
  it.each([
    { callInfo: ['<sip:intercom>;answer-after=0'] },
    { callInfo: ['<http://x/icon.png>;purpose=icon', '<sip:127.0.0.1>; answer-after = 0'] },
    { alertInfo: ['<http://www.notused.com>;info=alert-autoanswer;delay=0'] },
    { alertInfo: ['Auto Answer'] },
    { alertInfo: ['"auto-answer"'] },
    { answerMode: ['Auto'] },
    { answerMode: ['auto;require'] },
  ])('%o asks', (headers) => expect(asksForAnswer({ ...none, ...headers })).toBe(true));
  it.each([
    {},
    { callInfo: ['<sip:intercom>;answer-after=5'] },
    { callInfo: ['<sip:answer-after=0@x>'] },
    { callInfo: ['<sip:intercom>;answer-after=05x'] },
    { alertInfo: ['<http://x/ring.wav>', 'Bellcore-dr1', 'No Auto Answer'] },
    { answerMode: ['Manual'] },
  ])('%o does not', (headers) => expect(asksForAnswer({ ...none, ...headers })).toBe(false));
  it('takes anything', () => {
    const values = fc.array(fc.string());
    fc.assert(
      fc.property(values, values, values, (callInfo, alertInfo, answerMode) => {
        expect(typeof asksForAnswer({ callInfo, alertInfo, answerMode })).toBe('boolean');
      }),
    );
  });
});

describe('what is spoken into rather than talked on', () => {
  const site = {
    directory: [
      DirectoryEntry.parse({ id: 'all', name: 'All desks', number: '680', kind: 'page' }),
      DirectoryEntry.parse({ id: 'ana', name: 'Ana', number: '201' }),
    ],
    phone: { emergencyNumbers: ['911'], intercomPrefix: '*80' },
  };
  it('is the intercom of a colleague, or a group', () => {
    expect(announcementOf('*80201', site)).toMatchObject({ purpose: 'intercom', remote: { number: '201' } });
    expect(announcementOf('680', site)).toMatchObject({ purpose: 'page', remote: { number: '680' } });
  });
  it.each(['201', '*80', '2065550123', '911'])('is not %s', (target) =>
    expect(announcementOf(target, site)).toBeUndefined(),
  );
  it('is never a call for help, whatever the prefix', () => {
    const phone = { emergencyNumbers: ['911'], intercomPrefix: '9' };
    expect(announcementOf('911', { ...site, phone })).toBeUndefined();
  });
});
