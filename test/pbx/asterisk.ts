// A real Asterisk 22 for the tests: Debian's package in a folder of its own, the sample configuration with test values in it.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import {
  closeSync,
  cpSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { AmiConnection } from '../../electron/adapters/asterisk/ami.ts';
import type { AmiMessage } from '../../electron/adapters/asterisk/framing.ts';
import { cacheFolder } from '../../build/setup.mjs';
import { ROOT } from '../support/host.ts';
import { listen, toneFile } from '../support/tone.ts';
import type { Heard } from '../support/tone.ts';
import type { RemoteMachine } from '../support/network.ts';
import { until } from '../support/until.ts';

const SAMPLE = path.join(ROOT, 'build/examples/asterisk');
export const WSS_PORT = 18089;
export const AMI_PORT = 15039;
export const PASSWORD_101 = 'desk-one-secret';
export const PASSWORD_102 = 'desk-two-secret';
export const PASSWORD_103 = 'desk-three-secret';
/** The sample's 90 seconds are too long to wait for. */
export const PARKING_SECONDS = 10;
export const AMI_PASSWORD = 'ami-secret';
const TESTER_PASSWORD = 'tester-secret';

/** What the test adds to the sample: a caller who sounds 440 Hz and whose ear is recorded, and numbers that answer in their way. */
const TEST_DIALPLAN = `
[caller]
exten => s,1,Answer()
 same => n,MixMonitor(/tmp/caller.sln,r(/tmp/caller-heard.sln)t(/tmp/caller-said.sln))
 same => n(loop),Playback(/tmp/tone440)
 same => n,Goto(loop)

[from-trunk](+)
exten => 113,1,Dial(PJSIP/103,25)
 same => n,Hangup()

[desks](+)
exten => 103,hint,PJSIP/103

[services](+)
exten => 119,1,Dial(PJSIP/101&PJSIP/102,25)
 same => n,Hangup()
exten => 204,1,Busy()
exten => 299,1,Wait(60)
exten => 302,1,Answer()
 same => n,Read(DIGITS,,4,,1,10)
 same => n,UserEvent(Digits,Digits: \${DIGITS})
 same => n,Hangup()
`;

/**
 * Callers come over a real SIP trunk with real RTP: Asterisk calls itself from 127.0.0.2. (A Local channel drops frames
 * while hold music plays, so sound after a hold could not be measured on it.)
 */
const TRUNK = `
[103](phone)
auth=103
aors=103
callerid="Caller page" <103>
[103](phone-auth)
username=103
password=${PASSWORD_103}
[103](phone-aor)
[transport-in]
type=transport
protocol=udp
bind=127.0.0.1:15060
[transport-out]
type=transport
protocol=udp
bind=127.0.0.2:15061
[outside]
type=endpoint
transport=transport-out
context=nowhere
disallow=all
allow=ulaw
aors=outside
send_pai=yes
direct_media=no
[outside]
type=aor
contact=sip:127.0.0.1:15060
[trunk]
type=endpoint
transport=transport-in
context=from-trunk
disallow=all
allow=ulaw
trust_id_inbound=yes
direct_media=no
[trunk]
type=identify
endpoint=trunk
match=127.0.0.2
`;

function prepareFolder(): string {
  const folder = path.join(cacheFolder(), 'asterisk-22');
  if (existsSync(path.join(folder, 'usr/sbin/asterisk')) && existsSync(path.join(folder, '.complete'))) return folder;
  rmSync(folder, { recursive: true, force: true });
  const mirror = /https?:\/\/\S+\/debian\/?(?=\s)/.exec(sources())?.[0];
  if (!mirror) throw new Error("no Debian mirror in this machine's apt sources");
  const fresh = `${folder}.new`;
  rmSync(fresh, { recursive: true, force: true });
  execFileSync(
    'debootstrap',
    [
      '--variant=minbase',
      '--include=asterisk,asterisk-modules',
      'forky',
      fresh,
      mirror,
      '/usr/share/debootstrap/scripts/sid',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  writeFileSync(path.join(fresh, '.complete'), '');
  renameSync(fresh, folder);
  return folder;
}

/** The machine's own Debian sources, without comments. */
function sources(): string {
  const folder = '/etc/apt/sources.list.d';
  const files = [
    '/etc/apt/sources.list',
    ...(existsSync(folder) ? readdirSync(folder).map((name) => path.join(folder, name)) : []),
  ];
  const lines = files.filter((file) => existsSync(file)).flatMap((file) => readFileSync(file, 'utf8').split('\n'));
  return lines.filter((line) => !line.trim().startsWith('#')).join('\n');
}

/** Where an Asterisk runs: on this machine, or as one of several on machines behind a network that can be cut. */
export interface AsteriskPlace {
  readonly machine?: RemoteMachine;
}

const nameOf = ({ machine }: AsteriskPlace) => (machine ? `asterisk-${machine.name}` : 'asterisk');

/** Each of several has folders of its own in the one installation. */
function ownFolders(folder: string, name: string): string {
  const own = `/var/tmp/${name}`;
  rmSync(path.join(folder, own), { recursive: true, force: true });
  for (const part of ['db', 'log', 'run', 'spool']) mkdirSync(path.join(folder, own, part), { recursive: true });
  return `[directories]
astetcdir => /etc/${name}
astdbdir => ${own}/db
astlogdir => ${own}/log
astrundir => ${own}/run
astspooldir => ${own}/spool
`;
}

function configure(folder: string, place: AsteriskPlace): void {
  const name = nameOf(place);
  const etc = path.join(folder, 'etc', name);
  rmSync(etc, { recursive: true, force: true });
  cpSync(SAMPLE, etc, { recursive: true });
  const edit = (name: string, change: (text: string) => string) =>
    writeFileSync(path.join(etc, name), change(readFileSync(path.join(etc, name), 'utf8')));
  const listenOn = place.machine ? '0.0.0.0' : '127.0.0.1';
  edit('http.conf', (text) =>
    text.replace('0.0.0.0:8089', `${listenOn}:${WSS_PORT}`).replaceAll('/etc/asterisk/', `/etc/${name}/`),
  );
  edit('pjsip.conf', (text) => text.replace('CHANGE-101', PASSWORD_101).replace('CHANGE-102', PASSWORD_102) + TRUNK);
  edit(
    'manager.conf',
    (text) => `${text
      .replaceAll('/etc/asterisk/', `/etc/${name}/`)
      .replace('0.0.0.0:5039', `127.0.0.1:${AMI_PORT}`)
      .replace('port=5038', 'port=15038')
      .replace('CHANGE-AMI', AMI_PASSWORD)}
[tester]
secret=${TESTER_PASSWORD}
read=all
write=all
`,
  );
  edit('res_parking.conf', (text) => text.replace('parkingtime=90', `parkingtime=${PARKING_SECONDS}`));
  // What an earlier run left in the mailboxes is not this run's.
  rmSync(path.join(folder, 'var/spool/asterisk/voicemail'), { recursive: true, force: true });
  edit('queues.conf', (text) => text.replace('wrapuptime=15', 'wrapuptime=1'));
  edit('extensions.conf', (text) => text + TEST_DIALPLAN);
  edit('musiconhold.conf', (text) => text.replace('directory=moh', 'directory=/tmp/moh'));
  writeFileSync(
    path.join(etc, 'asterisk.conf'),
    `${place.machine ? ownFolders(folder, name) : ''}[options]\nverbose=0\n`,
  );
  writeFileSync(path.join(etc, 'logger.conf'), '[logfiles]\nmessages=warning,error\n');
  mkdirSync(path.join(etc, 'keys'), { recursive: true });
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '30',
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=DNS:localhost,IP:127.0.0.1',
      '-keyout',
      path.join(etc, 'keys/key.pem'),
      '-out',
      path.join(etc, 'keys/cert.pem'),
    ],
    { stdio: 'ignore' },
  );
  writeFileSync(
    path.join(etc, 'keys/asterisk.pem'),
    readFileSync(path.join(etc, 'keys/cert.pem'), 'utf8') + readFileSync(path.join(etc, 'keys/key.pem'), 'utf8'),
  );
  execFileSync('chmod', ['-R', 'a+rX', etc]);
}

/** 8 kHz tones where the dialplan and the hold music look for them. */
function putTones(folder: string): void {
  const tmp = path.join(folder, 'tmp');
  mkdirSync(path.join(tmp, 'moh'), { recursive: true });
  for (const [hz, name] of [
    [440, 'tone440'],
    [600, 'moh/hold'],
  ] as const) {
    const wav = readFileSync(toneFile(hz, 8)).subarray(44);
    const samples = new Int16Array(wav.buffer, wav.byteOffset, wav.byteLength / 2).filter(
      (_, index) => index % 6 === 0,
    );
    writeFileSync(path.join(tmp, `${name}.sln`), Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength));
  }
  execFileSync('chmod', ['-R', 'a+rwX', tmp]);
}

function launchIn(folder: string, place: AsteriskPlace): ChildProcess {
  const args = [folder, 'asterisk', '-f', '-C', `/etc/${nameOf(place)}/asterisk.conf`];
  return place.machine?.spawn('chroot', args) ?? spawn('chroot', args, { stdio: 'ignore' });
}

export class Asterisk {
  readonly folder: string;
  readonly #place: AsteriskPlace;
  #process: ChildProcess;
  readonly #events: AmiMessage[] = [];
  #ami!: AmiConnection;

  private constructor(folder: string, process: ChildProcess, place: AsteriskPlace) {
    this.folder = folder;
    this.#process = process;
    this.#place = place;
  }

  /** Without a place: the only one on this machine. */
  static async start(place: AsteriskPlace = {}): Promise<Asterisk> {
    const folder = prepareFolder();
    if (!place.machine) await Asterisk.endOthers();
    configure(folder, place);
    putTones(folder);
    // As Debian's installer writes it: without, each call waits seconds for a name server that is not there.
    writeFileSync(path.join(folder, 'etc/hosts'), `127.0.0.1 localhost\n127.0.1.1 ${os.hostname()}\n`);
    const script = `set -e; mountpoint -q ${folder}/proc || mount -t proc proc ${folder}/proc
      [ -c ${folder}/dev/null ] || { rm -f ${folder}/dev/null; mknod -m 666 ${folder}/dev/null c 1 3; }
      [ -c ${folder}/dev/urandom ] || { rm -f ${folder}/dev/urandom; mknod -m 666 ${folder}/dev/urandom c 1 9; }`;
    execFileSync('sh', ['-c', script]);
    const asterisk = new Asterisk(folder, launchIn(folder, place), place);
    await asterisk.#connect();
    return asterisk;
  }

  /** One left over from a test run that was killed would hold the ports. */
  static async endOthers(): Promise<void> {
    spawnSync('pkill', ['-9', '-x', 'asterisk']);
    await until('no other Asterisk', () => spawnSync('pgrep', ['-x', 'asterisk']).status !== 0);
  }

  /** The way a machine's power fails: no goodbye to anybody. */
  async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill('SIGKILL');
    await ended;
  }

  async startAgain(): Promise<void> {
    this.#ami.stop();
    this.#process = launchIn(this.folder, this.#place);
    await this.#connect();
  }

  get certificateFile(): string {
    return path.join(this.folder, 'etc', nameOf(this.#place), 'keys/cert.pem');
  }

  /** For Chromium's --ignore-certificate-errors-spki-list: this certificate and no other. */
  get certificatePin(): string {
    const key = new X509Certificate(readFileSync(this.certificateFile)).publicKey.export({
      type: 'spki',
      format: 'der',
    });
    return createHash('sha256').update(key).digest('base64');
  }

  events(name: string): AmiMessage[] {
    return this.#events.filter((event) => event.get('event') === name);
  }

  /** A caller from outside who sounds 440 Hz enters the queue. */
  async call(number: string, name: string, extension = '700'): Promise<void> {
    this.#clear('caller');
    await this.ask('Originate', {
      Channel: `PJSIP/${extension}@outside`,
      Context: 'caller',
      Exten: 's',
      Priority: '1',
      CallerID: `"${name}" <${number}>`,
      Async: 'true',
    });
  }

  /** Someone dials a desk directly. */
  async dialDesk(extension: string, number: string): Promise<void> {
    await this.ask('Originate', {
      Channel: `Local/${extension}@from-desk/n`,
      Context: 'caller',
      Exten: 's',
      Priority: '1',
      CallerID: `<${number}>`,
      Async: 'true',
    });
  }

  /** @param complete the event that ends a list */
  async ask(action: string, fields: Record<string, string> = {}, complete?: string): Promise<AmiMessage[]> {
    const answer = await this.#ami.ask(action, fields, complete);
    if (!answer.ok) throw new Error(`${action}: ${answer.error.code}`);
    return answer.value;
  }

  async hangUpCallers(): Promise<void> {
    await this.ask('Hangup', { Channel: '/^(PJSIP\\/outside|Local\\/1).*/' }).catch(() => undefined);
  }

  /** The last half second that party heard (8 kHz signed linear, growing while the call goes on). */
  heard(party: 'caller', tones: readonly number[], ms = 500): Heard {
    const file = path.join(this.folder, `tmp/${party}-heard.sln`);
    if (!existsSync(file)) return { rms: 0, share: {} };
    const handle = openSync(file, 'r');
    const wanted = ms * 8 * 2;
    const size = fstatSync(handle).size;
    const buffer = Buffer.alloc(Math.min(wanted, size - (size % 2)));
    readSync(handle, buffer, 0, buffer.length, Math.max(0, size - (size % 2) - buffer.length));
    closeSync(handle);
    const samples = Float32Array.from(
      { length: buffer.length / 2 },
      (_, index) => buffer.readInt16LE(index * 2) / 32768,
    );
    return listen(samples, 8000, tones);
  }

  /** How long that party's call has gone on. */
  secondsOf(party: 'caller'): number {
    const file = path.join(this.folder, `tmp/${party}-heard.sln`);
    return existsSync(file) ? statSync(file).size / 16_000 : 0;
  }

  hears(party: 'caller', hz: number): Promise<Heard> {
    return until(`${party} hears ${hz} Hz`, () => {
      const heard = this.heard(party, [hz]);
      return heard.rms > 0.01 && (heard.share[hz] ?? 0) > 0.8 ? heard : undefined;
    });
  }

  async stop(): Promise<void> {
    this.#ami.stop();
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill('SIGTERM');
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 5000))]);
    if (this.#process.exitCode === null) this.#process.kill('SIGKILL');
    execFileSync('sh', ['-c', `umount ${this.folder}/proc 2>/dev/null || true`]);
  }

  #clear(party: string): void {
    for (const name of ['', '-heard', '-said'])
      rmSync(path.join(this.folder, `tmp/${party}${name}.sln`), { force: true });
  }

  async #connect(): Promise<void> {
    const port = (await this.#place.machine?.reach(AMI_PORT)) ?? AMI_PORT;
    await new Promise<void>((resolve) => {
      this.#ami = new AmiConnection(
        {
          host: '127.0.0.1',
          port,
          tls: true,
          ca: readFileSync(this.certificateFile, 'utf8'),
          username: 'tester',
          secret: TESTER_PASSWORD,
        },
        { onReady: resolve, onEvent: (event) => this.#events.push(event), onState: () => undefined },
      );
      this.#ami.start();
    });
  }
}
