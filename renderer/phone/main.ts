// The phone page's entry: topics in, reports out.
import { z } from 'zod';
import { ONLY_KEY } from '../../shared/contract/index.ts';
import type { PhoneOrder, PhoneReport, PhoneSetup } from '../../shared/contract/call.ts';
import type { SoundReport } from '../../shared/contract/devices.ts';
import { openBridge } from '../bridge/bridge.ts';
import { Headset } from './devices/headset.ts';
import type { Hid } from './devices/headset.ts';
import { OrderFailed } from './sip/leg.ts';
import { Phone } from './sip/phone.ts';

// The page's policy forbids compiling code from text; without this the schema library tries it once.
z.config({ jitless: true });

const bridge = openBridge('phone');
const report = (entry: PhoneReport) => void bridge.command('phone.report', entry);
const reportSound = (entry: SoundReport) => void bridge.command('phone.sound', entry);
const phone = new Phone(report, reportSound);
const headset = new Headset((navigator as { hid?: Hid }).hid, reportSound);
void headset.look();
let headsetTurn = 0;
/** Orders this page has begun: the topic may show one again after a reconnect, and it must not be carried out twice. */
const begun = new Set<string>();

async function carryOut(order: PhoneOrder): Promise<void> {
  if (begun.has(order.orderId)) return;
  begun.add(order.orderId);
  try {
    await phone.carryOut(order);
    report({ kind: 'orderDone', orderId: order.orderId });
  } catch (error) {
    report({
      kind: 'orderDone',
      orderId: order.orderId,
      failure: error instanceof OrderFailed ? error.code : 'callFailed',
    });
  }
}

bridge.subscribe('phoneOrders', (message) => {
  const rows = message.kind === 'snapshot' ? message.rows : message.upserts;
  rows.forEach(([, order]) => void carryOut(order));
});
bridge.subscribe('phoneSetup', (message) => {
  const rows = new Map<string, PhoneSetup>(message.kind === 'snapshot' ? message.rows : message.upserts);
  const removed = message.kind === 'snapshot' ? !rows.has(ONLY_KEY) : message.removals.includes(ONLY_KEY);
  if (removed) void phone.use(undefined);
  else if (rows.has(ONLY_KEY)) void phone.use(rows.get(ONLY_KEY));
});
bridge.subscribe('lampWatch', (message) => {
  const rows = message.kind === 'snapshot' ? message.rows : message.upserts;
  const row = rows.find(([key]) => key === ONLY_KEY)?.[1];
  if (row) phone.lamps.watch(row);
});
bridge.subscribe('soundSetup', (message) => {
  const rows = message.kind === 'snapshot' ? message.rows : message.upserts;
  for (const [, setup] of rows) {
    phone.sound.follow(setup);
    headset.show(setup.lamps);
    if (setup.headsetTurn !== headsetTurn) void headset.look();
    headsetTurn = setup.headsetTurn;
  }
});
bridge.onConnection((connected) => {
  if (!connected) return;
  report({ kind: 'holding', callIds: phone.callIds() });
  phone.sound.restate();
  phone.lamps.restate();
  headset.restate();
});

// Measuring sound needs the peer connections; they hold nothing private that the page does not hold anyway.
declare global {
  interface Window {
    frontdeskPhone?: Pick<Phone, 'callIds' | 'connectionOf'>;
  }
}
window.frontdeskPhone = phone;
