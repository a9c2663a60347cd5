// Records what a real Asterisk 22 tells the console's account about callers of a queue: one who is rung for and answered, one
// who gives up, one who is taken. The bench plays it again, many times at once: node test/bench/board/record.ts
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import tls from 'node:tls';
import { setTimeout as sleep } from 'node:timers/promises';
import { actionText } from '../../../electron/adapters/asterisk/framing.ts';
import { Asterisk } from '../../pbx/asterisk.ts';
import { AMI_PASSWORD, AMI_PORT } from '../../pbx/asterisk-setup.ts';
import { until } from '../../support/until.ts';

const FILE = path.join(import.meta.dirname, 'recorded.ami');
const asterisk = await Asterisk.start();
let text = '';
const socket = tls.connect({ host: '127.0.0.1', port: AMI_PORT, ca: readFileSync(asterisk.certificateFile, 'utf8') });
socket.setEncoding('utf8');
socket.on('data', (chunk: string) => (text += chunk));
socket.write(actionText({ Action: 'Login', Username: 'frontdesk', Secret: AMI_PASSWORD }));
// It takes logins before it has read its queues.
const known = () => asterisk.ask('QueueStatus', { Queue: 'billing' }, 'QueueStatusComplete').catch(() => []);
await until('it knows the queue', async () => (await known()).length > 0);
await until('logged in', () => text.includes('Authentication accepted'));
text = '';
const waiting = async () => {
  const status = await asterisk.ask('QueueStatus', { Queue: 'billing' }, 'QueueStatusComplete');
  return status.filter((event) => event.get('event') === 'QueueEntry');
};
const comes = async (number: string) => {
  const fields = { Context: 'caller', Exten: 's', Priority: '1', Async: 'true', CallerID: `<${number}>` };
  await asterisk.ask('Originate', { Channel: 'PJSIP/701@outside', ...fields });
  return until('waits', async () => (await waiting()).find((event) => event.get('calleridnum') === number));
};
const agent = { Queue: 'billing', Interface: 'Local/91@agent/n' };
await asterisk.ask('QueueAdd', { ...agent, MemberName: 'Agent 91' });
await comes('2065550101');
await until('answered and over', () => text.includes('Event: AgentComplete'));
await asterisk.hangUpCallers();
await asterisk.ask('QueueRemove', agent);
await comes('2065550102');
await asterisk.hangUpCallers();
await until('gave up', () => text.includes('Event: QueueCallerAbandon'));
const taken = await comes('2065550103');
await asterisk.ask('QueueWithdrawCaller', {
  Queue: 'billing',
  Caller: taken.get('channel') ?? '',
  WithdrawInfo: '601',
});
await until('sent on', async () => (await waiting()).length === 0);
await sleep(1_000);
await asterisk.hangUpCallers();
socket.write(actionText({ Action: 'QueueStatus', ActionID: 'status', Queue: 'billing' }));
await until('status', () => text.includes('QueueStatusComplete'));
writeFileSync(FILE, text.replaceAll('\r\n', '\n'));
socket.destroy();
await asterisk.stop();
process.exit(0);
