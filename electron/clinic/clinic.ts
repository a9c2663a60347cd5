// The embedded clinic put together: PBX, simulated callers, AMI, EHR, control API. One composition root for the process
// entry and for tests.
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { Arrivals } from './callers/arrivals.ts';
import { CallerDesk } from './callers/desk.ts';
import { DEFAULT_QUEUE } from './callers/scenarios.ts';
import { Voices } from './callers/voices.ts';
import { startControl } from './control/server.ts';
import type { ClinicEhr, EhrFault, StartClinicEhr } from './ehr-port.ts';
import type { ClinicOptions } from './options.ts';
import { AmiServer } from './pbx/ami/server.ts';
import { Pbx } from './pbx/core/pbx.ts';
import { SipServer } from './pbx/server.ts';
import type { QueueSettings } from './pbx/queue/queue.ts';
import { localCertificate } from './pbx/media/secure.ts';

export const SIP_DOMAIN = 'clinic.demo';

/** The phones of the practice; the first two take calls from the queues, as in the example site. */
const DESKS = [
  { extension: '101', displayName: 'Front desk' },
  { extension: '102', displayName: 'Second desk' },
  { extension: '103', displayName: 'Supervisor' },
  { extension: '104', displayName: 'Practice office' },
] as const;

const MEMBERS = DESKS.slice(0, 2).map(({ extension, displayName }) => ({
  interface: `PJSIP/${extension}`,
  name: displayName,
}));
const TIMES = { ringSeconds: 20, retrySeconds: 3, wrapUpSeconds: 3 } as const;

export const QUEUES: readonly QueueSettings[] = [
  { name: 'front-desk', number: '700', strategy: 'ringall', members: MEMBERS, ...TIMES },
  { name: 'billing', number: '701', strategy: 'leastrecent', members: MEMBERS, ...TIMES },
  { name: 'espanol', number: '702', strategy: 'leastrecent', members: MEMBERS, ...TIMES },
];

/** Left before the practice opened, in the voices of the callers; µ-law has 8,000 octets a second. */
const VOICEMAIL = [
  { callerId: '"WHITFIELD JAMES" <+12065550112>', seconds: 3, agoSeconds: 5_400, sound: 'refill' },
  { callerId: '<+12065550177>', seconds: 4, agoSeconds: 1_500, sound: 'reschedule-es' },
] as const;

/** The line that the process prints when everything listens. */
export interface ReadyLine {
  readonly ready: true;
  readonly sip: string;
  readonly sipDomain: string;
  readonly extensions: readonly { readonly extension: string; readonly secret: string; readonly displayName: string }[];
  readonly ami: { readonly host: string; readonly port: number; readonly username: string; readonly secret: string };
  readonly fhir: string | null;
  /** The EHR's own page of a patient's chart, with `{id}` for the patient's. */
  readonly chart?: string;
  /** As what one signs in to the EHR, where it asks for that. */
  readonly fhirClientId?: string;
  readonly control: string;
  readonly queues: readonly string[];
}

export interface RunningClinic {
  readonly ready: ReadyLine;
  close(): Promise<void>;
}

const secret = (): string => randomBytes(12).toString('base64url');

/** The SIP and AMI servers, which go down and come back on the same ports. */
class PbxPower {
  readonly #pbx: Pbx;
  readonly #ami: AmiServer;
  #sip: SipServer;
  #sipPort: number;
  #amiPort: number;
  #up = false;

  constructor(pbx: Pbx, ami: AmiServer, options: ClinicOptions) {
    this.#pbx = pbx;
    this.#ami = ami;
    this.#sip = new SipServer(pbx);
    this.#sipPort = options.sipPort;
    this.#amiPort = options.amiPort;
  }

  get ports(): { readonly sip: number; readonly ami: number } {
    return { sip: this.#sipPort, ami: this.#amiPort };
  }

  get up(): boolean {
    return this.#up;
  }

  async set(state: 'up' | 'down'): Promise<void> {
    if ((state === 'up') === this.#up) return;
    this.#up = state === 'up';
    if (this.#up) {
      this.#sip = new SipServer(this.#pbx);
      this.#sipPort = await this.#sip.listen(this.#sipPort);
      this.#amiPort = await this.#ami.listen(this.#amiPort);
      return;
    }
    await this.#sip.close();
    await this.#ami.close();
    for (const channel of [...this.#pbx.channels]) channel.hangup(503);
  }
}

export async function startClinic(options: ClinicOptions, startEhr?: StartClinicEhr): Promise<RunningClinic> {
  const voices = new Voices(path.join(import.meta.dirname, 'callers', 'sounds'));
  const accounts = DESKS.map((desk) => ({ ...desk, secret: secret() }));
  const pbx = new Pbx({
    domain: SIP_DOMAIN,
    accounts,
    queues: QUEUES,
    voice: (name) => voices.say(name),
    message: (name, onEnd) => voices.once(name, onEnd),
    voicemail: VOICEMAIL,
    recallSeconds: options.recallSeconds,
  });
  const login = { username: 'frontdesk', secret: secret() };
  const power = new PbxPower(pbx, new AmiServer(pbx, login), options);
  const desk = new CallerDesk(pbx, voices);
  // The EHR takes a second to index: phones need not wait for it, the ready line does.
  const [ehr] = await Promise.all([
    startEhr?.({ port: options.fhirPort, seed: options.seed, today: new Date(), signIn: options.ehrSignIn }),
    power.set('up'),
    localCertificate(),
  ]);
  const control = await startControl(options.controlPort, {
    desk,
    defaultQueue: DEFAULT_QUEUE,
    queues: QUEUES.map(({ name }) => name),
    setPbx: (state) => power.set(state),
    setEhrFault: (fault) => setFault(ehr, fault),
    status: () => statusOf(pbx, power.up),
  });
  const { seed, callsPerHour } = options;
  const wanted = !options.quiet && callsPerHour > 0;
  const arrivals = wanted && new Arrivals(pbx, desk, { seed, callsPerHour, opener: '101' });
  return {
    ready: {
      ready: true,
      sip: `ws://127.0.0.1:${power.ports.sip}`,
      sipDomain: SIP_DOMAIN,
      extensions: accounts,
      ami: { host: '127.0.0.1', port: power.ports.ami, ...login },
      fhir: ehr?.url ?? null,
      ...(ehr?.chart ? { chart: ehr.chart } : {}),
      ...(ehr?.door ? { fhirClientId: ehr.door.clientId } : {}),
      control: `http://127.0.0.1:${control.port}`,
      queues: QUEUES.map(({ name }) => name),
    },
    close: async () => {
      if (arrivals) arrivals.stop();
      pbx.close();
      await Promise.all([power.set('down'), control.close(), ehr?.close()]);
    },
  };
}

function setFault(ehr: ClinicEhr | undefined, fault: EhrFault): boolean {
  ehr?.setFault(fault);
  return ehr !== undefined;
}

function statusOf(pbx: Pbx, up: boolean): object {
  return {
    pbx: up ? 'up' : 'down',
    devices: Object.fromEntries(pbx.phones.devices().map((device) => [device, pbx.phones.deviceState(device)])),
    channels: [...pbx.channels].map((channel) => ({
      name: channel.name,
      device: channel.device,
      state: channel.state,
      digits: channel.digits.join(''),
    })),
    queues: pbx.queues.map((queue) => ({
      name: queue.name,
      waiting: queue.callers.length,
      members: queue.members.map((member) => ({ interface: member.interface, paused: member.paused })),
    })),
  };
}
