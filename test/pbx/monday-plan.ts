// A Monday morning for Asterisk: its queues, what callers and agents do, and two hundred callers. Times are real seconds,
// a few where a morning has minutes; in the simulated clock of the figures caller `n` comes `n` of two hours' parts in.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Asterisk } from './asterisk.ts';

const QUEUES = ['m-front', 'm-billing', 'm-espanol'] as const;
const NOBODY = 'm-nobody';
type MondayQueue = (typeof QUEUES)[number] | typeof NOBODY;
export const AGENTS = ['201', '202', '203', '204', '205', '206', '207', '208'] as const;
const NAMES = ['Ana', 'Ben', 'Cleo', 'Dan', 'Eva', 'Finn', 'Gus', 'Hana'] as const;

export interface PlannedCall {
  readonly number: string;
  readonly queue: MondayQueue;
  /** What the caller and the agents mean to do; what becomes of it is the PBX's to say. */
  readonly does:
    | 'talks'
    | 'hangsUpSoon'
    | 'losesPatience'
    | 'waitsTooLong'
    | 'isTransferred'
    | 'isNotAnsweredFirst'
    | 'pressesKey'
    | 'isMoved';
  /** Seconds after which the caller hangs up, whatever happens. */
  readonly stays: number;
  /** Seconds the agent talks. */
  readonly talk: number;
  /** Seconds after which the queue gives up on the caller. */
  readonly limit: number;
}

/** The same morning every time. */
export function planned(count: number): PlannedCall[] {
  let state = 20260105;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: count }, (_, index): PlannedCall => {
    const number = `2065551${String(index).padStart(3, '0')}`;
    const queue = QUEUES[Math.floor(random() * random() * QUEUES.length)]!;
    const draw = random();
    const usual = { number, queue, stays: 25, talk: 1 + Math.floor(random() * 3), limit: 20 };
    if (draw < 0.07) return { ...usual, does: 'hangsUpSoon', stays: 1, queue: NOBODY };
    if (draw < 0.15) return { ...usual, does: 'losesPatience', stays: 3 + Math.floor(random() * 3), queue: NOBODY };
    if (draw < 0.2) return { ...usual, does: 'waitsTooLong', limit: 3, queue: NOBODY };
    if (draw < 0.28) return { ...usual, does: 'isTransferred', talk: 8 };
    if (draw < 0.36) return { ...usual, does: 'isNotAnsweredFirst' };
    if (draw < 0.4) return { ...usual, does: 'pressesKey', queue: NOBODY };
    if (draw < 0.44) return { ...usual, does: 'isMoved', queue: NOBODY };
    if (draw < 0.6) return { ...usual, does: 'talks', talk: 20, stays: 6 };
    return { ...usual, does: 'talks' };
  });
}

const QUEUE_CONF = `
[monday](!)
strategy=leastrecent
timeout=2
retry=1
wrapuptime=0
ringinuse=no
autofill=yes
joinempty=yes
leavewhenempty=no
announce-frequency=0
context=monday-keys

[m-front](monday)
${members([0, 1, 2, 3, 4, 5])}
[m-billing](monday)
${members([4, 5, 6, 7])}
[m-espanol](monday)
${members([6, 7])}
; Where nobody sits: who gives up, times out, leaves by key or is moved does so whatever the agents do.
[m-nobody](monday)
`;

function members(of: readonly number[]): string {
  return of
    .map((index) => `member => Local/${AGENTS[index]}@monday-agents/n,0,${NAMES[index]},Custom:m${AGENTS[index]}`)
    .join('\n');
}

/** The caller's side is one half of a Local channel, the queue the other; so are the agents. */
const DIALPLAN = `
[monday]
exten => _m-.,1,Answer()
 same => n,Queue(\${EXTEN},,,,\${LIMIT})
 same => n,GotoIf($["\${QUEUESTATUS}"="WITHDRAW"]?monday,m-front,1)
 same => n,Hangup()

[monday-keys]
exten => 1,1,Wait(1)
 same => n,Hangup()

[monday-caller]
exten => stay,1,Wait(\${STAYS})
 same => n,Hangup()
exten => press,1,Wait(2)
 same => n,SendDTMF(1)
 same => n,Wait(5)
 same => n,Hangup()

[monday-agents]
exten => _20X,1,GotoIf($["\${VAIN}"="first" & "\${GLOBAL(VAIN\${CALLERID(num)})}"=""]?vain)
 same => n,Set(DEVICE_STATE(Custom:m\${EXTEN})=INUSE)
 same => n,Set(CHANNEL(hangup_handler_push)=monday-free,\${EXTEN},1)
 same => n,Answer()
 same => n,Wait(\${TALK})
 same => n,Hangup()
 same => n(vain),Set(GLOBAL(VAIN\${CALLERID(num)})=1)
 same => n,Ringing()
 same => n,Wait(10)

[monday-free]
exten => _20X,1,Set(DEVICE_STATE(Custom:m\${EXTEN})=NOT_INUSE)
 same => n,Return()
`;

/** Adds the queues and numbers of the morning to a PBX that runs. */
export async function furnish(asterisk: Asterisk): Promise<void> {
  const etc = path.join(asterisk.folder, 'etc/asterisk');
  for (const [file, text] of [
    ['queues.conf', QUEUE_CONF],
    ['extensions.conf', DIALPLAN],
  ] as const)
    writeFileSync(path.join(etc, file), readFileSync(path.join(etc, file), 'utf8') + text);
  for (const command of ['core waitfullybooted', 'dialplan reload', 'queue reload all'])
    await asterisk.ask('Command', { Command: command });
  for (const agent of AGENTS) await asterisk.ask('Command', { Command: `devstate change Custom:m${agent} NOT_INUSE` });
}

export const extensionOfName = (name: string): string => AGENTS[NAMES.findIndex((one) => one === name)] ?? name;

export async function placeCall(asterisk: Asterisk, call: PlannedCall): Promise<void> {
  const variables = [`__TALK=${call.talk}`, `__LIMIT=${call.limit}`, `__STAYS=${call.stays}`];
  if (call.does === 'isNotAnsweredFirst') variables.push('__VAIN=first');
  await asterisk.ask('Originate', {
    Channel: `Local/${call.queue}@monday/n`,
    Context: 'monday-caller',
    Exten: call.does === 'pressesKey' ? 'press' : 'stay',
    Priority: '1',
    CallerID: `"Caller" <${call.number}>`,
    Variable: variables.join(','),
    Async: 'true',
  });
}
