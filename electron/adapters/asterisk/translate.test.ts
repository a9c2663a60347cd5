import { expect, it } from 'vitest';
import { translate } from './translate.ts';

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
  expect(translate(message({ ...head, event: 'QueueCallerLeave' }), NOW)).toEqual([{ type: 'left', entry: '17.1' }]);
});
