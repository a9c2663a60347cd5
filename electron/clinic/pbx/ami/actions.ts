// The manager actions, one table: a name, what it answers, and what it then does. Texts are Asterisk's.
import type { Pbx } from '../core/pbx.ts';
import type { CallQueue } from '../queue/queue.ts';
import type { AmiAction, AmiFields } from './framing.ts';
import { messageItem, parkedItem } from './board-events.ts';
import { deviceEvent, queueStatus } from './events.ts';

export interface ActionResult {
  /** After `Response: Success` and the action id. */
  readonly fields: AmiFields;
  /** The list that follows the response, its Complete event included. */
  readonly items?: readonly AmiFields[];
  /** What happens once the answer is out. */
  readonly then?: () => void;
}

/** A text is an error. */
type Action = (action: AmiAction, pbx: Pbx) => ActionResult | string;

const message = (text: string, then?: () => void): ActionResult => ({
  fields: [['Message', text]],
  ...(then ? { then } : {}),
});

const list = (text: string, items: readonly AmiFields[], complete: string): ActionResult => ({
  fields: [
    ['EventList', 'start'],
    ['Message', text],
  ],
  items: [
    ...items,
    [
      ['Event', complete],
      ['EventList', 'Complete'],
      ['ListItems', items.length],
    ],
  ],
});

const isTrue = (text: string | undefined): boolean => /^(1|true|yes|y|on|t)$/i.test(text ?? '');

function status(action: AmiAction, pbx: Pbx): ActionResult {
  const wanted = action.get('queue');
  const member = action.get('member');
  const queues = pbx.queues.filter((queue) => !wanted || queue.name === wanted);
  const items = queues.flatMap((queue) => queueStatus(queue, (device) => pbx.phones.deviceState(device)));
  const shown = items.filter(
    ([first, ...rest]) =>
      !member || first?.[1] !== 'QueueMember' || rest.some(([name, value]) => name === 'Location' && value === member),
  );
  return list('Queue status will follow', shown, 'QueueStatusComplete');
}

function pause(action: AmiAction, pbx: Pbx): ActionResult | string {
  const [device, paused] = [action.get('interface'), action.get('paused')];
  if (!device || paused === undefined) return "Need 'Interface' and 'Paused' parameters.";
  const wanted = action.get('queue');
  const queues = pbx.queues.filter(
    (queue) => (!wanted || queue.name === wanted) && queue.members.some((member) => member.interface === device),
  );
  if (queues.length === 0) return 'Interface not found';
  const reason = action.get('reason') ?? '';
  return message(isTrue(paused) ? 'Interface paused successfully' : 'Interface unpaused successfully', () => {
    for (const queue of queues) queue.pause(device, isTrue(paused), reason);
  });
}

function addMember(action: AmiAction, pbx: Pbx): ActionResult | string {
  const [name, device] = [action.get('queue'), action.get('interface')];
  if (!name) return "'Queue' not specified.";
  if (!device) return "'Interface' not specified.";
  const queue = pbx.queue(name);
  if (!queue) return 'Unable to add interface to queue: No such queue';
  if (queue.members.some((member) => member.interface === device)) return 'Unable to add interface: Already there';
  const penalty = Number(action.get('penalty') ?? 0);
  return message('Added interface to queue', () =>
    queue.addMember(device, action.get('membername') ?? '', penalty >= 0 ? penalty : 0, isTrue(action.get('paused'))),
  );
}

function removeMember(action: AmiAction, pbx: Pbx): ActionResult | string {
  const [name, device] = [action.get('queue'), action.get('interface')];
  if (!name || !device) return "Need 'Queue' and 'Interface' parameters.";
  const queue = pbx.queue(name);
  if (!queue) return 'Unable to remove interface from queue: No such queue';
  if (!queue.members.some((member) => member.interface === device)) return 'Unable to remove interface: Not there';
  return message('Removed interface from queue', () => queue.removeMember(device));
}

/** The queue and the waiting caller that an action names, or the error text. */
function waiting(
  action: AmiAction,
  pbx: Pbx,
): { queue: CallQueue; channel: CallQueue['callers'][number]['channel'] } | string {
  const [name, caller] = [action.get('queue'), action.get('caller')];
  if (!name) return "'Queue' not specified.";
  if (!caller) return "'Caller' not specified.";
  const queue = pbx.queue(name);
  const channel = queue?.callers.find((entry) => entry.channel.name === caller)?.channel;
  return queue && channel ? { queue, channel } : 'Unable to find caller';
}

/** In our dialplan WithdrawInfo names the extension that takes the caller; nobody there brings the caller back. */
function withdraw(action: AmiAction, pbx: Pbx): ActionResult | string {
  const found = waiting(action, pbx);
  if (typeof found === 'string') return found === 'Unable to find caller' ? 'Unable to withdraw caller' : found;
  const { queue, channel } = found;
  const to = action.get('withdrawinfo') ?? '';
  return message('Withdraw requested successfully', () => {
    const priority = queue.find(channel)?.priority ?? 0;
    if (queue.withdraw(channel)) pbx.takeTo(channel, to, queue.name, priority);
  });
}

function changePriority(action: AmiAction, pbx: Pbx): ActionResult | string {
  const found = waiting(action, pbx);
  if (typeof found === 'string') return found;
  const priority = Number(action.get('priority'));
  if (action.get('priority') === undefined) return "'Priority' not specified.";
  if (!Number.isInteger(priority)) return 'Priority need to be integer';
  return message('Priority change for caller on queue', () => found.queue.changePriority(found.channel, priority));
}

function redirect(action: AmiAction, pbx: Pbx): ActionResult | string {
  const name = action.get('channel');
  const exten = action.get('exten');
  if (!name) return 'Channel not specified';
  const channel = pbx.findChannel(name);
  if (!channel) return 'Channel does not exist';
  if (!exten) return 'Exten not specified';
  return message('Redirect successful', () => pbx.redirect(channel, exten));
}

function devices(_action: AmiAction, pbx: Pbx): ActionResult {
  const items = pbx.phones.devices().map((device) => deviceEvent(device, pbx.phones.deviceState(device), true));
  return list('Device State Changes will follow', items, 'DeviceStateListComplete');
}

const parkedCalls = (_action: AmiAction, pbx: Pbx): ActionResult =>
  list('Parked calls will follow', pbx.parking.parked.map(parkedItem), 'ParkedCallsComplete');

function boxSummary(action: AmiAction, pbx: Pbx): ActionResult | string {
  const [mailbox, context] = [action.get('mailbox'), action.get('context')];
  if (!mailbox || !context) return 'Need context and mailbox to look for';
  const messages = pbx.mailboxes.in(mailbox, context);
  return list('Voicemail box detail will follow', messages.map(messageItem), 'VoicemailBoxDetailComplete');
}

/** VoicemailMove and VoicemailRemove: one message of one folder, to another one or away. */
function moveMessage(action: AmiAction, pbx: Pbx, isRemoval: boolean): ActionResult | string {
  const [mailbox = '', context = '', folder = '', id = '', to] = ['mailbox', 'context', 'folder', 'id', 'tofolder'].map(
    (name) => action.get(name),
  );
  if (!isRemoval && !to) return 'Need ToFolder';
  if (!pbx.mailboxes.move({ mailbox, context, folder, id }, isRemoval ? undefined : to)) return 'Message not found';
  return message(isRemoval ? 'Message removed successfully' : 'Message move successful');
}

/** By name in lower case. */
export const ACTIONS: Readonly<Record<string, Action>> = {
  ping: () => ({
    fields: [
      ['Ping', 'Pong'],
      ['Timestamp', (Date.now() / 1000).toFixed(6)],
    ],
  }),
  coresettings: () => ({
    fields: [
      ['AMIversion', '11.0.0'],
      ['AsteriskVersion', '22 (demo clinic)'],
    ],
  }),
  // Accepted and not applied: every event is sent to everybody.
  filter: () => message('Filter added successfully'),
  queuestatus: status,
  queuepause: pause,
  queueadd: addMember,
  queueremove: removeMember,
  queuewithdrawcaller: withdraw,
  queuechangeprioritycaller: changePriority,
  devicestatelist: devices,
  parkedcalls: parkedCalls,
  voicemailboxsummary: boxSummary,
  voicemailmove: (action, pbx) => moveMessage(action, pbx, false),
  voicemailremove: (action, pbx) => moveMessage(action, pbx, true),
  redirect,
};
