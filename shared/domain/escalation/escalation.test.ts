import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallId } from '../call/call.ts';
import type { EndCause } from '../call/call.ts';
import { beginEscalation, isOver, isRinging, reduceEscalation } from './escalation.ts';
import type { EscalationEffect, EscalationEvent, EscalationPlan, Move } from './escalation.ts';
import type { RungTarget } from './types.ts';

const target = (label: string, more: Partial<RungTarget> = {}): RungTarget => ({
  entry: label,
  label,
  number: `20${label.length}`,
  ringSeconds: 20,
  keepRinging: false,
  ...more,
});
const plan = (targets: RungTarget[], connect: EscalationPlan['connect'] = 'introduce'): EscalationPlan => ({
  callId: CallId.parse('caller'),
  escalation: 'on-call',
  name: 'On call',
  targets,
  connect,
  callBack: { owner: 'Nurse line', within: '1 hours' },
  say: { en: 'Hold on.' },
  sayNobody: { en: 'Nobody.' },
});

/** Runs events one second apart and keeps what was asked for. */
function story(targets: RungTarget[], connect?: EscalationPlan['connect']) {
  let afterMs = 0;
  const asked: string[] = [];
  const write = (effects: readonly EscalationEffect[]) =>
    effects.forEach((effect) => asked.push('target' in effect ? `${effect.do} ${effect.target}` : effect.do));
  let move: Move = beginEscalation(plan(targets, connect), { at: 0, afterMs });
  write(move.effects);
  return {
    asked,
    state: () => move.state,
    steps: () => move.state.steps.map(({ what, who }) => (who ? `${what} ${who}` : what)),
    tell: (...events: EscalationEvent[]) => {
      for (const event of events) {
        afterMs += 1000;
        move = reduceEscalation(move.state, event, { at: afterMs, afterMs });
        write(move.effects);
      }
    },
  };
}
const lee = target('Lee');
const patel = target('Patel');

describe('an escalation', () => {
  it('rings the first, then the next, then asks for a number', () => {
    const { tell, asked, steps, state } = story([lee, patel]);
    expect(asked).toEqual(['dial 0', 'time 0']);
    tell({ type: 'rang', target: 0 }, { type: 'timeUp', target: 0 });
    expect(asked.slice(2)).toEqual(['hangUp 0', 'dial 1', 'time 1']);
    tell({ type: 'legEnded', target: 0, cause: 'hungUp' }, { type: 'rang', target: 1 }, { type: 'timeUp', target: 1 });
    expect(asked.slice(5)).toEqual(['hangUp 1', 'resume']);
    expect(state().phase).toBe('capturing');
    tell({ type: 'captured', number: '+12065550142' });
    expect(asked.at(-1)).toBe('promise');
    expect(steps()).toEqual([
      'started On call',
      ...['ringing Lee', 'noAnswer Lee', 'ringing Patel', 'noAnswer Patel', 'nobody', 'promised Nurse line'],
    ]);
  });
  it.each<EndCause>(['busy', 'declined', 'noAnswer', 'notFound', 'unreachable', 'failed'])(
    'goes on at once when it is %s',
    (cause) => {
      const { tell, asked, state } = story([lee, patel]);
      tell({ type: 'legEnded', target: 0, cause });
      expect(asked.slice(2)).toEqual(['dial 1', 'time 1']);
      expect(state().steps.find(({ what }) => what === 'notReached')).toMatchObject({ who: 'Lee', reason: cause });
    },
  );
  it('waits for the receptionist to introduce the caller, or joins at once where the site says so', () => {
    const introduced = story([lee, patel]);
    introduced.tell({ type: 'answered', target: 0 });
    expect([introduced.state().phase, introduced.asked.slice(2)]).toEqual(['answered', []]);
    introduced.tell(
      { type: 'timeUp', target: 0 },
      { type: 'joining' },
      { type: 'legEnded', target: 0, cause: 'callerHungUp' },
      { type: 'connected' },
    );
    expect([introduced.state().phase, introduced.steps().at(-1)]).toEqual(['connected', 'connected Lee']);
    const atOnce = story([lee], 'atOnce');
    atOnce.tell({ type: 'answered', target: 0 });
    expect(atOnce.asked.at(-1)).toBe('join 0');
  });
  it('takes whoever answers late where the first goes on ringing, and leaves the other', () => {
    const { tell, asked, steps } = story([target('Lee', { keepRinging: true }), patel]);
    tell({ type: 'rang', target: 0 }, { type: 'timeUp', target: 0 });
    expect(asked.slice(2)).toEqual(['dial 1', 'time 1']);
    tell({ type: 'rang', target: 1 }, { type: 'answered', target: 0 });
    expect(asked.at(-1)).toBe('hangUp 1');
    expect(steps().at(-1)).toBe('answered Lee');
  });
  it('an answer that crosses our hanging up counts for nothing', () => {
    const { tell, asked, state } = story([lee, patel]);
    tell({ type: 'timeUp', target: 0 }, { type: 'answered', target: 0 });
    expect(state().phase).toBe('ringing');
    expect(asked.filter((one) => one === 'hangUp 0')).toHaveLength(1);
  });
  it('goes on when who answered hangs up before the two are joined, or is a mailbox', () => {
    const left = story([lee, patel]);
    left.tell({ type: 'answered', target: 0 }, { type: 'legEnded', target: 0, cause: 'callerHungUp' });
    expect([left.steps().slice(-2), left.asked.at(-2)]).toEqual([['left Lee', 'ringing Patel'], 'dial 1']);
    const skipped = story([lee, patel]);
    skipped.tell({ type: 'answered', target: 0 }, { type: 'next' });
    expect(skipped.asked.slice(2)).toEqual(['hangUp 0', 'dial 1', 'time 1']);
  });
  it('a join that fails is tried again, or the next one is rung', () => {
    const there = story([lee, patel]);
    there.tell({ type: 'answered', target: 0 }, { type: 'joining' }, { type: 'joinFailed' });
    expect(there.state().phase).toBe('answered');
    const gone = story([lee, patel]);
    gone.tell(
      { type: 'answered', target: 0 },
      { type: 'joining' },
      { type: 'legEnded', target: 0, cause: 'callerHungUp' },
      { type: 'joinFailed' },
    );
    expect(gone.asked.at(-2)).toBe('dial 1');
  });
  it('is called off at any moment: everybody is left and the caller is back', () => {
    const { tell, asked, state } = story([target('Lee', { keepRinging: true }), patel]);
    tell({ type: 'timeUp', target: 0 }, { type: 'cancelled' });
    expect(asked.slice(-3)).toEqual(['hangUp 0', 'hangUp 1', 'resume']);
    expect(state().phase).toBe('cancelled');
    tell({ type: 'timeUp', target: 1 }, { type: 'next' }, { type: 'cancelled' });
    expect(asked.slice(-3)).toEqual(['hangUp 0', 'hangUp 1', 'resume']);
  });
  it('a caller who hangs up is called back', () => {
    const { tell, asked, state } = story([lee]);
    tell({ type: 'callerGone' });
    expect([asked.slice(2), state().phase]).toEqual([['hangUp 0', 'promise'], 'callerGone']);
  });
  it('with nobody to ring it asks for the number at once', () => {
    const { asked, state } = story([]);
    expect([asked, state().phase]).toEqual([['resume'], 'capturing']);
  });
});

describe('whatever happens', () => {
  const targets = fc
    .array(fc.boolean(), { minLength: 0, maxLength: 4 })
    .map((keeps) => keeps.map((keepRinging, at) => target(`T${at}`, { keepRinging })));
  const aTarget = fc.integer({ min: 0, max: 4 });
  const event: fc.Arbitrary<EscalationEvent> = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        type: fc.constantFrom('rang' as const, 'answered' as const, 'timeUp' as const),
        target: aTarget,
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constant('legEnded' as const),
        target: aTarget,
        cause: fc.constantFrom<EndCause>('busy', 'declined', 'hungUp', 'callerHungUp'),
      }),
    },
    fc.record({ type: fc.constantFrom('joining' as const, 'joinFailed' as const, 'next' as const) }),
    fc.constantFrom<EscalationEvent>(
      { type: 'connected' },
      { type: 'cancelled' },
      { type: 'callerGone' },
      { type: 'captured', number: '1' },
    ),
  );
  // The wall clock is set back and forward on the way; the steps still know how long it took.
  const jumps = fc.array(fc.tuple(event, fc.integer({ min: -90_000, max: 90_000 })), { maxLength: 40 });
  const runs = fc.record({ targets, jumps, connect: fc.constantFrom('introduce' as const, 'atOnce' as const) });

  it('nobody is rung twice, nobody rings on for nothing, and there is one end', () => {
    fc.assert(
      fc.property(runs, ({ targets: rung, jumps: script, connect }) => {
        let afterMs = 0;
        let move = beginEscalation(plan(rung, connect), { at: 5_000_000, afterMs });
        const effects = [...move.effects];
        const ended = new Set<number>();
        for (const [next, jump] of script) {
          afterMs += 500;
          if (next.type === 'legEnded') ended.add(next.target);
          move = reduceEscalation(move.state, next, { at: 5_000_000 + jump, afterMs });
          effects.push(...move.effects);
        }
        const { state } = move;
        const dialled = effects.flatMap((effect) => (effect.do === 'dial' ? [effect.target] : []));
        expect(dialled).toEqual(rung.slice(0, dialled.length).map((_one, at) => at));
        expect(state.legs.filter((leg) => leg.state === 'answered').length).toBeLessThanOrEqual(1);
        expect(effects.filter((effect) => effect.do === 'promise').length).toBeLessThanOrEqual(1);
        expect(effects.filter((effect) => effect.do === 'resume').length).toBeLessThanOrEqual(2);
        const after = state.steps.map((step) => step.afterMs);
        expect(after).toEqual(after.toSorted((a, b) => a - b));
        const hungUp = new Set(effects.flatMap((effect) => (effect.do === 'hangUp' ? [effect.target] : [])));
        const mayStay = state.phase === 'connected' ? 1 : 0;
        const open = dialled.filter((one) => !hungUp.has(one) && !ended.has(one));
        if (!isRinging(state)) expect(open.length).toBeLessThanOrEqual(mayStay);
      }),
      { numRuns: 2000 },
    );
  });

  it('when nobody ever answers it comes to an end by its timers alone', () => {
    fc.assert(
      fc.property(targets, (rung) => {
        let move = beginEscalation(plan(rung), { at: 0, afterMs: 0 });
        const timers = [...move.effects];
        for (let turns = 0; turns <= rung.length; turns++) {
          const timer = timers.findLast((effect) => effect.do === 'time');
          if (!timer || !('target' in timer) || move.state.phase !== 'ringing') break;
          move = reduceEscalation(move.state, { type: 'timeUp', target: timer.target }, { at: 0, afterMs: turns });
          timers.push(...move.effects);
        }
        expect(move.state.phase).toBe('capturing');
        expect(isOver(move.state)).toBe(false);
      }),
    );
  });
});
