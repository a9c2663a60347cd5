import { expect, it } from 'vitest';
import { translate, truthsOf } from './translate.ts';

const message = (fields: Record<string, string>) => new Map(Object.entries(fields));
const NOW = 100_000;

it('a caller who gives up, and one who is taken, stand in the event themselves: the board may never have known them', () => {
  const head = { uniqueid: '17.1', queue: 'front', calleridnum: '+12065550142', calleridname: '<unknown>' };
  const caller = { entry: '17.1', queue: 'front', number: '+12065550142', name: '', withheld: false, joinedAt: 58_000 };
  const gaveUp = message({
    ...head,
    event: 'QueueCallerAbandon',
    position: '2',
    originalposition: '3',
    holdtime: '42',
  });
  expect(translate(gaveUp, NOW)).toMatchObject([{ type: 'abandoned', caller }]);
  const taken = message({
    ...{ ...head, event: 'AgentConnect', interface: 'PJSIP/102', membername: 'Imani', holdtime: '42', ringtime: '3' },
  });
  expect(translate(taken, NOW)).toMatchObject([{ type: 'connected', extension: '102', name: 'Imani', caller }]);
  expect(translate(message({ event: 'QueueCallerAbandon' }), NOW)).toEqual([]);
  const left = message({ ...head, event: 'QueueCallerLeave', count: '2' });
  expect(translate(left, NOW)).toMatchObject([{ type: 'left', count: 2, caller: { entry: '17.1' } }]);
});

it('the priority of an event is the step of the dialplan: only the status list has the queue’s', () => {
  const head = { uniqueid: '17.1', queue: 'front', calleridnum: '1', priority: '5', position: '1' };
  expect(translate(message({ ...head, event: 'QueueCallerJoin' }), NOW)).toMatchObject([{ caller: { priority: 0 } }]);
  const list = [
    message({ event: 'QueueParams', queue: 'front', strategy: 'rrmemory' }),
    message({ event: 'QueueParams', queue: 'empty', strategy: 'linear' }),
    message({ ...head, event: 'QueueEntry', wait: '12' }),
    message({ event: 'QueueMember', queue: 'front', location: 'PJSIP/101', membership: 'dynamic', penalty: '2' }),
  ];
  expect(truthsOf(list, NOW, 0)).toMatchObject([
    {
      ...{ queue: 'front', strategy: 'rrmemory', members: [{ extension: '101', kind: 'dynamic', penalty: 2 }] },
      waiting: [{ entry: '17.1', priority: 5, joinedAt: 88_000 }],
    },
    { queue: 'empty', strategy: 'linear', waiting: [], members: [] },
  ]);
});

it('waits are spans of the PBX and wrap-up is a time of its clock: neither trusts that both clocks agree', () => {
  const lastCall = message({
    event: 'QueueMember',
    queue: 'q',
    interface: 'PJSIP/101',
    lastcall: '900',
    wrapuptime: '15',
  });
  const [member] = truthsOf([lastCall], NOW, 800_000)[0]!.members;
  expect(member?.wrapUpUntil).toBe(115_000);
  const odd = message({ event: 'QueueEntry', queue: 'q', uniqueid: '1', wait: '-7', position: 'x' });
  expect(truthsOf([odd], NOW, 0)[0]?.waiting).toMatchObject([
    { joinedAt: NOW, position: 1, number: '', withheld: true },
  ]);
});

it('a channel that ends, and whom the PBX rings for a caller', () => {
  expect(translate(message({ event: 'Hangup', uniqueid: '17.1' }), NOW)).toEqual([{ type: 'hungUp', entry: '17.1' }]);
  const dial = message({ event: 'DialBegin', uniqueid: '17.1', destchannel: 'PJSIP/102-0000000a' });
  expect(translate(dial, NOW)).toEqual([{ type: 'dialled', entry: '17.1', to: '102' }]);
  expect(translate(message({ event: 'DialBegin', destchannel: 'PJSIP/102-0000000a' }), NOW)).toEqual([]);
});
