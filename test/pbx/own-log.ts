// Asterisk's own queue_log, read for the tests by a few lines of their own: nothing of the product's is used here.
export interface LoggedCall {
  readonly entry: string;
  readonly queue: string;
  readonly number: string;
  readonly joined: number;
  end: string;
  agent: string;
  waited: number;
  talk: number;
  position: number;
  by: string;
  readonly unanswered: Record<string, number>;
}

export function ownReading(text: string, extensionOf: (name: string) => string): LoggedCall[] {
  const calls: LoggedCall[] = [];
  for (const line of text.split('\n')) {
    const [time, entry = '', queue = '', name = '', verb, a = '', b = '', c = '', d = '', e = ''] = line.split('|');
    if (verb === 'ENTERQUEUE') {
      const fresh = { entry, queue, number: b, joined: Number(time), position: Number(c) };
      calls.push({ ...fresh, end: '', agent: '', waited: -1, talk: -1, by: '', unanswered: {} });
      continue;
    }
    const call = calls.findLast((one) => one.entry === entry && one.queue === queue);
    if (!call) continue;
    const agent = extensionOf(name);
    const over = (end: string, waited: string) => {
      call.end = end;
      call.waited = Number(waited);
    };
    const talked = (by: string, talk: string) => {
      call.by = by;
      call.talk = Number(talk);
    };
    if (verb === 'CONNECT') {
      over('answered', a);
      call.agent = agent;
    }
    if (verb === 'COMPLETEAGENT') talked('agent', b);
    if (verb === 'COMPLETECALLER') talked('caller', b);
    if (verb === 'BLINDTRANSFER') talked('transfer', d);
    if (verb === 'ATTENDEDTRANSFER') talked('transfer', d === '' ? c : e === '' ? c : d);
    if (verb === 'ABANDON') over('gaveUp', c);
    if (verb === 'EXITWITHTIMEOUT') over('timedOut', c);
    if (verb === 'EXITEMPTY') over('leftEmpty', c);
    if (verb === 'EXITWITHKEY') over('leftByKey', d);
    // Whom the dialplan sends on into another queue goes on waiting.
    if (verb === 'WITHDRAW') over('moved', c);
    if (verb === 'RINGNOANSWER') call.unanswered[agent] = (call.unanswered[agent] ?? 0) + 1;
  }
  return calls;
}
