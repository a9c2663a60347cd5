// Escalations against real Asterisk, with the sound measured at every end: people who do not answer, are busy, decline,
// answer late, or are not there at all; called off midway, a window that is loaded anew, a caller who gives up.
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CallId } from '../../shared/domain/call/call.ts';
import type { ContractClient } from '../support/host.ts';
import { hearsInPage } from '../support/host.ts';
import { until } from '../support/until.ts';
import type { Asterisk } from './asterisk.ts';
import { PbxDesk, must } from './desk.ts';

/** Hold music of the test, the caller, this desk, the colleague: Hz. */
const MUSIC = 600;
const CALLER = 440;
const DESK = 1000;
const COLLEAGUE = 1200;

/** A colleague at a real phone, a line that is always busy, a phone that nobody ever picks up. */
const PEOPLE = [
  { id: 'dr-kim', name: 'Dr. Kim', number: '103' },
  { id: 'dr-busy', name: 'Dr. Busy', number: '204' },
  { id: 'dr-away', name: 'Dr. Away', number: '299' },
];
interface Step {
  readonly entry: string;
  readonly keepRinging?: boolean;
}

let pbx: PbxDesk;
let asterisk: Asterisk;
let desk: ContractClient;
let phone: Page;
let colleague: Page;

beforeAll(async () => {
  pbx = await PbxDesk.open(undefined, ['escalations']);
  ({ asterisk, client: desk, phone, colleague } = pbx);
}, 300_000);
afterAll(() => pbx?.close());
afterEach(async () => {
  await colleague.evaluate('window.session && window.session.state !== "Terminated" && end()');
  await pbx.quiet();
});

async function withEscalation(steps: readonly Step[], connect: 'introduce' | 'atOnce' = 'introduce'): Promise<void> {
  const version = desk.row('site')?.version;
  pbx.writeSite((document) => {
    for (const person of PEOPLE) document.addIn(['directory'], document.createNode(person));
    document.setIn(
      ['escalations'],
      [
        {
          id: 'test',
          name: 'Test',
          steps: steps.map(({ entry, keepRinging = false }) => ({ to: { entry }, ringSeconds: 5, keepRinging })),
          connect,
          callBack: { owner: 'Nurse line', within: '1 hours' },
        },
      ],
    );
  });
  await until('the site file is taken live', () => desk.row('site')?.version !== version);
}

const escalation = (id: CallId) => desk.row('escalations', id);
const phase = (id: CallId, wanted: string) =>
  until(`the escalation is ${wanted}`, () => escalation(id)?.phase === wanted);
const ringsAtColleague = () => colleague.getByRole('button', { name: /Answer/ }).waitFor();
const quietAtColleague = () => colleague.getByRole('button', { name: /Answer/ }).waitFor({ state: 'detached' });
const steps = (id: CallId) =>
  (escalation(id)?.steps ?? []).map(({ what, who, reason }) => [what, who, reason].filter(Boolean).join(' '));
const kept = (id: CallId) => (desk.row('notes', id)?.escalation ?? []).length;
const promised = (id: CallId) => desk.rows('worklist').find((item) => item.id === `${id}/escalation`);

async function started(steps: readonly Step[], connect?: 'introduce' | 'atOnce'): Promise<CallId> {
  await withEscalation(steps, connect);
  const id = await pbx.answered();
  await must(desk.command('escalation.start', { callId: id }));
  return id;
}
async function backWithReceptionist(id: CallId): Promise<void> {
  await pbx.state(id, 'talking');
  await asterisk.hears('caller', DESK);
  await hearsInPage(phone, id, CALLER);
}

describe('an escalation', () => {
  it('of people who do not answer: one after the other is rung, then a call-back is promised', async () => {
    const id = await started([{ entry: 'dr-kim' }, { entry: 'dr-away' }]);
    await ringsAtColleague();
    await asterisk.hears('caller', MUSIC);
    await quietAtColleague();
    expect(steps(id).slice(-2)).toEqual(['noAnswer Dr. Kim', 'ringing Dr. Away']);
    await phase(id, 'capturing');
    await backWithReceptionist(id);
    await must(desk.command('escalation.capture', { callId: id, number: '(206) 555-0142' }));
    await phase(id, 'promised');
    expect(steps(id).slice(-3)).toEqual(['noAnswer Dr. Away', 'nobody', 'promised Nurse line']);
    const item = await until('it is a thing to do', () => promised(id));
    expect(item).toMatchObject({ number: '2065550142', owner: 'Nurse line', state: 'open' });
    await until('every step stands in the note', () => kept(id) === steps(id).length);
  });

  it('of a busy line: the next one is rung at once, introduced, and connected', async () => {
    const id = await started([{ entry: 'dr-busy' }, { entry: 'dr-kim' }]);
    await ringsAtColleague();
    expect(steps(id)).toEqual(['started Test', 'ringing Dr. Busy', 'notReached Dr. Busy busy', 'ringing Dr. Kim']);
    await colleague.evaluate('answer()');
    await phase(id, 'answered');
    await hearsInPage(colleague, 'only', DESK);
    await asterisk.hears('caller', MUSIC);
    await must(desk.command('call.transferAttended', { callId: id, consultCallId: escalation(id)!.answeredLeg! }));
    await phase(id, 'connected');
    await asterisk.hears('caller', COLLEAGUE);
    await hearsInPage(colleague, 'only', CALLER);
    const last = escalation(id)?.steps.at(-1);
    expect(last).toMatchObject({ what: 'connected', who: 'Dr. Kim' });
    console.log(`figure escalation-start-to-connected ${last?.afterMs} ms`);
    expect(await until('nothing is left here', () => pbx.live().length === 0)).toBe(true);
  });

  it('of somebody who declines, and nobody else: the caller is back', async () => {
    const id = await started([{ entry: 'dr-kim' }, { entry: 'dr-busy' }]);
    await ringsAtColleague();
    await colleague.evaluate('window.incoming.reject({ statusCode: 603 })');
    await phase(id, 'capturing');
    expect(steps(id)).toContain('ringing Dr. Busy');
    // Asterisk tells a declined call (603) as one that was refused (cause 21, 403).
    expect(steps(id)).toContain('notReached Dr. Kim refused');
    expect(steps(id)).toContain('notReached Dr. Busy busy');
    await backWithReceptionist(id);
  });

  it('of somebody who answers late, while the next is rung: they are it, and the two are joined by themselves', async () => {
    const id = await started([{ entry: 'dr-kim', keepRinging: true }, { entry: 'dr-away' }], 'atOnce');
    await ringsAtColleague();
    await until('the next one is rung', () => steps(id).includes('ringing Dr. Away'));
    await colleague.evaluate('answer()');
    await phase(id, 'connected');
    expect(steps(id).slice(-2)).toEqual(['answered Dr. Kim', 'connected Dr. Kim']);
    await asterisk.hears('caller', COLLEAGUE);
    await hearsInPage(colleague, 'only', CALLER);
    expect(await until('nobody is rung any more', () => pbx.live().length === 0)).toBe(true);
  });

  it('of a mailbox that answers: left by hand, the next one is rung', async () => {
    const id = await started([{ entry: 'dr-kim' }, { entry: 'dr-away' }]);
    await ringsAtColleague();
    await colleague.evaluate('answer()');
    await phase(id, 'answered');
    await must(desk.command('escalation.next', { callId: id }));
    await until('the next one is rung', () => steps(id).includes('ringing Dr. Away'));
    await asterisk.hears('caller', MUSIC);
    await phase(id, 'capturing');
    await backWithReceptionist(id);
  });
});

describe('on the way', () => {
  it('it is called off: nobody rings any more, and caller and receptionist hear each other', async () => {
    const id = await started([{ entry: 'dr-kim' }, { entry: 'dr-away' }]);
    await ringsAtColleague();
    await must(desk.command('escalation.cancel', { callId: id }));
    await quietAtColleague();
    await backWithReceptionist(id);
    await phase(id, 'cancelled');
    expect(steps(id).at(-1)).toBe('cancelled');
    expect(promised(id)).toBeUndefined();
  });

  it('the window is loaded anew: it goes on, and the same keys steer it', async () => {
    const id = await started([{ entry: 'dr-away' }, { entry: 'dr-kim' }]);
    await pbx.window.locator('[data-escalation=ringing]').waitFor();
    await pbx.window.reload();
    await pbx.window.locator('[data-escalation=ringing]').waitFor();
    await ringsAtColleague();
    await colleague.evaluate('answer()');
    await pbx.window.locator('[data-escalation=answered]').waitFor();
    await pbx.window.keyboard.press('F6');
    await phase(id, 'connected');
    await asterisk.hears('caller', COLLEAGUE);
  });

  it('the caller hangs up: nobody rings on, and they are called back', async () => {
    const id = await started([{ entry: 'dr-kim' }]);
    await ringsAtColleague();
    await asterisk.hangUpCallers();
    await quietAtColleague();
    await phase(id, 'callerGone');
    const item = await until('it is a thing to do', () => promised(id));
    expect(item).toMatchObject({ number: '2065550199', owner: 'Nurse line' });
  });
});

it('from the window alone: Alt-E rings, F9 calls it off, and so does nobody else', async () => {
  await withEscalation([{ entry: 'dr-kim' }]);
  const id = await pbx.answered();
  await pbx.offered('F6');
  await pbx.window.keyboard.press('Alt+e');
  await ringsAtColleague();
  await pbx.window.locator('[data-escalation=ringing]').waitFor();
  await pbx.window.keyboard.press('F9');
  await quietAtColleague();
  await backWithReceptionist(id);
});
