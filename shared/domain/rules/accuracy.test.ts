import { expect, it } from 'vitest';
import { CallId } from '../call/call.ts';
import type { Call, Transfer } from '../call/call.ts';
import { accuracyOf } from './accuracy.ts';

const transfer = (state: Transfer['state'], rule?: string, target = '301', askedAt = 1_000): Transfer => ({
  ...{ kind: 'blind', target, label: `Name of ${target}`, state, askedAt },
  ...(rule ? { rule } : {}),
});
let last = 0;
const call = (...transfers: Transfer[]): Call => ({
  ...{ id: CallId.parse(`c${++last}`), line: 1, direction: 'incoming', state: 'ended', startedAt: 0 },
  ...{ remote: { number: '', name: '', withheld: false }, muted: false, remoteHold: false, silenced: false },
  ...(transfers.length > 0 ? { transfer: transfers.at(-1)!, pastTransfers: transfers.slice(0, -1) } : {}),
});

it('counts what ended, by rule and by target, those that miss most first', () => {
  const { all, rules, destinations } = accuracyOf(
    [
      call(transfer('returned', 'nurse'), transfer('reached', 'nurse')),
      call(transfer('reached', 'billing', '202')),
      call(transfer('bounced', 'nurse'), transfer('abandoned', 'nurse')),
      call(transfer('reached', undefined, '400')),
      call(),
    ],
    0,
  );
  expect(all).toMatchObject({ counted: 6, reached: 3, bounced: 1, returned: 1, abandoned: 1 });
  expect(rules.map(({ key, counted, reached }) => `${key} ${reached}/${counted}`)).toEqual([
    'nurse 1/4',
    ' 1/1',
    'billing 1/1',
  ]);
  expect(destinations.map(({ label }) => label)).toEqual(['Name of 301', 'Name of 202', 'Name of 400']);
});

it('leaves out what was called off, parked, is under way or long ago', () => {
  const parked = { ...transfer('reached', 'nurse'), kind: 'park' as const };
  const calls = [
    call(transfer('cancelled', 'nurse'), transfer('ringing', 'nurse')),
    call(parked),
    call(transfer('unknown')),
  ];
  expect(accuracyOf(calls, 0).all.counted).toBe(0);
  expect(accuracyOf([call(transfer('reached', 'nurse'))], 2_000).rules).toEqual([]);
});

it('one miss alone does not come before a rule that misses often', () => {
  const often = Array.from({ length: 12 }, (_, at) => call(transfer(at < 10 ? 'returned' : 'reached', 'often')));
  expect(accuracyOf([call(transfer('returned', 'once')), ...often], 0).rules.map(({ key }) => key)).toEqual([
    'often',
    'once',
  ]);
});
