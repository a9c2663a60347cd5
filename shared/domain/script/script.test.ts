import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CALL_STATES } from '../call/call.ts';
import { E164 } from '../phone-number/e164.ts';
import { SCRIPTS } from '../site/notes.ts';
import { recordingConsent } from './consent.ts';
import { fillScript, languageOf, offeredScripts, scriptFor } from './script.ts';
import type { ScriptFacts } from './script.ts';

const facts = (part: Partial<ScriptFacts> = {}): ScriptFacts => ({
  state: 'talking',
  direction: 'incoming',
  spokenMs: 60_000,
  isOfficeOpen: true,
  isVerified: false,
  isEmergency: false,
  hasRoute: false,
  isComplete: false,
  recording: 'none',
  ...part,
});
const fits = (part: Partial<ScriptFacts>) => scriptFor(facts(part));

describe('what to say now', () => {
  it('follows the call from the ring to the goodbye', () => {
    expect(fits({ state: 'ringing' })).toBe('greeting');
    expect(fits({ state: 'ringing', isOfficeOpen: false })).toBe('closed');
    expect(fits({ spokenMs: 2_000 })).toBe('greeting');
    expect(fits({ spokenMs: 10_000, recording: 'ask' })).toBe('recordingConsent');
    expect(fits({ spokenMs: 10_000, recording: 'tell' })).toBe('recordingNotice');
    expect(fits({ recording: 'ask' })).toBe('identityCheck');
    expect(fits({ hasRoute: true })).toBe('route');
    expect(fits({ state: 'held', hasRoute: true })).toBe('hold');
    expect(fits({ hasRoute: true, isComplete: true })).toBe('closing');
    expect(fits({ state: 'ended' })).toBe('closing');
  });
  it('has what may be left on a machine ready while it rings there, and greets nobody who was called', () => {
    expect(fits({ direction: 'outgoing', state: 'remoteRinging' })).toBe('voicemail');
    expect(fits({ direction: 'outgoing', spokenMs: 1_000 })).toBe('identityCheck');
  });
  it('an emergency comes before everything', () => {
    for (const state of CALL_STATES) expect(fits({ state, isEmergency: true })).toBe('emergency');
  });
  it('offers what fits, whenever the site has it', () => {
    const anyFacts = fc.record({
      state: fc.constantFrom(...CALL_STATES),
      direction: fc.constantFrom('incoming' as const, 'outgoing' as const),
      spokenMs: fc.nat(100_000),
      isOfficeOpen: fc.boolean(),
      isVerified: fc.boolean(),
      isEmergency: fc.boolean(),
      hasRoute: fc.boolean(),
      isComplete: fc.boolean(),
      recording: fc.constantFrom('none' as const, 'ask' as const, 'tell' as const),
    });
    fc.assert(
      fc.property(anyFacts, (given) => {
        const isCalled = given.direction === 'incoming' && ['dialing', 'remoteRinging'].includes(given.state);
        const isCalling = given.direction === 'outgoing' && ['ringing', 'answering'].includes(given.state);
        if (!isCalled && !isCalling) expect(offeredScripts(given, () => true)).toContain(scriptFor(given));
        expect(offeredScripts(given, (moment) => moment === 'hold')).toEqual(['hold']);
        expect(['route', ...SCRIPTS]).toContain(scriptFor(given));
      }),
    );
  });
});

describe('the words', () => {
  const names = { name: 'Ana', practice: 'Riverside', patient: 'Jane', due: 'Monday noon' };
  it('have the names in them', () =>
    expect(fillScript('{practice}, this is {name}. {patient}, we call by {due}.', names)).toBe(
      'Riverside, this is Ana. Jane, we call by Monday noon.',
    ));
  it('leave no hole where a name is not known or may not be said', () => {
    expect(fillScript('{patient}, may I place you on hold?', {})).toBe('May I place you on hold?');
    expect(fillScript('Thank you, {patient}. Goodbye {patient}!', {})).toBe('Thank you. Goodbye!');
    expect(fillScript('¿{patient}, me permite?', {})).toBe('¿Me permite?');
    expect(fillScript('We call by {due}. Anything else?', {})).toBe('Anything else?');
  });
  it("are in the caller's language first, then in the window's, then in any", () => {
    const text = { en: 'Hello', es: 'Hola' };
    expect(languageOf(text, ['es', 'en'])).toBe('es');
    expect(languageOf(text, [undefined, 'fr', 'en'])).toBe('en');
    expect(languageOf({ pt: 'Olá' }, ['es', 'en'])).toBe('pt');
  });
});

describe('consent to recording', () => {
  const caller = (number: string) => E164.parse(number);
  const by = (clinicState: string | undefined, number?: string) =>
    recordingConsent({
      calls: true,
      consent: 'byState',
      clinicState,
      caller: number === undefined ? undefined : caller(number),
    });
  it('is asked of everybody unless the site says otherwise, and of nobody where nothing is recorded', () => {
    const texas = { clinicState: 'TX', caller: caller('+12125550101') };
    expect(recordingConsent({ calls: true, consent: 'allParties', ...texas })).toBe('ask');
    expect(recordingConsent({ calls: false, consent: 'allParties', ...texas })).toBe('none');
  });
  it('is asked where the state of the clinic or of the caller wants it', () => {
    expect(by('TX', '+12125550101')).toBe('tell');
    expect(by('CA', '+12125550101')).toBe('ask');
    expect(by('TX', '+12065550101')).toBe('ask');
  });
  it('is asked when the caller or the clinic is not known', () => {
    expect(by('TX')).toBe('ask');
    expect(by(undefined, '+12125550101')).toBe('ask');
    expect(by('ZZ', '+12125550101')).toBe('ask');
    expect(by('TX', '+18005550101')).toBe('ask');
    expect(by('TX', '+442079460000')).toBe('ask');
  });
  it('no area code of a state that asks everybody stands among the others', () => {
    const all =
      '209 213 310 415 510 619 714 818 916 203 860 302 305 407 561 813 954 217 312 618 708 773 847 240 301 410 443 339 413 508 617 781 978 231 248 313 517 616 734 406 702 725 775 603 215 267 412 484 570 610 717 814 206 253 360 425 509';
    for (const area of all.split(' ')) expect(by('TX', `+1${area}5550101`), area).toBe('ask');
  });
});
