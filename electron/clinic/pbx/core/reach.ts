// Who answers at a number: a desk's phone, a simulated colleague, or somebody outside.
import { resolveNumber } from './dialplan.ts';
import type { Cause, Channel, Party } from './channel.ts';
import type { Pbx } from './pbx.ts';
import { PhoneChannel } from './phone-channel.ts';
import { SimChannel } from './sim-channel.ts';

export type Headers = readonly (readonly [name: string, value: string])[];

/** The call that looks for somebody. */
export interface Reaching {
  readonly from: Party;
  readonly linkedId: string;
  readonly headers: Headers;
}

/** A channel for a number, ringing from now on; a status when nobody can be called there. */
export function reach(pbx: Pbx, number: string, call: Reaching): Channel | Cause {
  const to = resolveNumber(number, pbx.dialplan);
  switch (to.kind) {
    case 'desk':
      return ringPhone(pbx, to.extension, call);
    case 'colleague': {
      const { extension, name, manner, says } = to.colleague;
      return simulate(pbx, { number: extension, name }, manner, says, call, `PJSIP/${extension}`);
    }
    case 'outside':
      return simulate(pbx, { number: to.number, name: '' }, { kind: 'answers', after: 1500 }, 'outside', call);
    case 'emergency':
      return simulate(pbx, { number, name: '' }, { kind: 'answers', after: 500 }, 'demo-emergency', call);
    case 'echo':
    case 'queue':
    case 'park':
    case 'slot':
    case 'pickUp':
    case 'playback':
      return 488;
    case 'unknown':
      return 404;
  }
}

function simulate(
  pbx: Pbx,
  party: Party,
  manner: ConstructorParameters<typeof SimChannel>[0]['manner'],
  says: string,
  { linkedId }: Reaching,
  device = 'PJSIP/outside',
): Channel {
  const voice = says ? pbx.parts.voice(says) : undefined;
  const channel = pbx.add(new SimChannel({ device, party, manner, voice, linkedId, pulse: pbx.pulse }));
  queueMicrotask(() => channel.start());
  return channel;
}

function ringPhone(pbx: Pbx, extension: string, { from, linkedId, headers }: Reaching): Channel | Cause {
  const binding = pbx.phones.binding(extension);
  const account = pbx.parts.accounts.find((one) => one.extension === extension);
  if (!binding || !account) return 480;
  const line = {
    extension,
    displayName: account.displayName,
    connection: binding.connection,
    target: binding.contact,
    domain: pbx.parts.domain,
  };
  const channel = pbx.add(new PhoneChannel(line, linkedId, pbx.phoneHooks()));
  channel.call(from, headers).catch((error: unknown) => {
    process.stderr.write(`clinic: cannot ring ${extension}: ${String(error)}\n`);
    channel.hangup(500);
  });
  return channel;
}
