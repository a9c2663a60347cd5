// Installs a real Asterisk 22 for the tests and writes its configuration: Debian's package in a folder of its own, the
// sample configuration with test values in it.
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cacheFolder } from '../../build/setup.mjs';
import { ROOT } from '../support/host.ts';
import type { RemoteMachine } from '../support/network.ts';
import { toneFile } from '../support/tone.ts';

const SAMPLE = path.join(ROOT, 'build/examples/asterisk');
export const WSS_PORT = 18089;
export const AMI_PORT = 15039;
export const PASSWORD_101 = 'desk-one-secret';
export const PASSWORD_102 = 'desk-two-secret';
export const PASSWORD_103 = 'desk-three-secret';
/** The sample's 90 seconds are too long to wait for. */
export const PARKING_SECONDS = 10;
export const AMI_PASSWORD = 'ami-secret';
export const TESTER_PASSWORD = 'tester-secret';

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
exten => 500,1,Goto(caller,s,1)

[desks](+)
exten => 103,hint,PJSIP/103

; Whom the desk calls outside: one answers, one is busy.
[desks](+)
exten => _2065550142,1,Ringing()
 same => n,Wait(0.5)
 same => n,Dial(PJSIP/500@outside)
exten => 2065550143,1,Busy()
; Somebody who takes calls of queues: rings a little, talks a little. 95 to 99 never answer.
[agent]
exten => _9[1-4],1,Wait(0.4)
 same => n,Answer()
 same => n,Wait(1.5)
 same => n,Hangup()
exten => _9[5-9],1,Wait(60)

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

export function prepareFolder(): string {
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

export const nameOf = ({ machine }: AsteriskPlace) => (machine ? `asterisk-${machine.name}` : 'asterisk');

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

export function configure(folder: string, place: AsteriskPlace): void {
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
  // What an earlier run left in the mailboxes, or in a queue, is not this run's.
  rmSync(path.join(folder, 'var/lib/asterisk/astdb.sqlite3'), { force: true });
  rmSync(path.join(folder, 'var/spool/asterisk/voicemail'), { recursive: true, force: true });
  edit('queues.conf', (text) => text.replace('wrapuptime=15', 'wrapuptime=1'));
  // The desk of the tests is the supervisor's; the colleague is somebody who may not listen.
  edit(
    'extensions.conf',
    (text) =>
      text
        .replace('exten => 103,1,NoOp()', 'exten => 101,1,NoOp()')
        .replace('Playback(beep)', 'Playback(/tmp/tone1400)') + TEST_DIALPLAN,
  );
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
export function putTones(folder: string): void {
  const tmp = path.join(folder, 'tmp');
  mkdirSync(path.join(tmp, 'moh'), { recursive: true });
  for (const [hz, name] of [
    [440, 'tone440'],
    [600, 'moh/hold'],
  ] as const)
    writeFileSync(path.join(tmp, `${name}.sln`), toneAt8kHz(hz, 8));
  // In place of the PBX's own beep, a tone that can be told from all others.
  writeFileSync(path.join(tmp, 'tone1400.sln'), toneAt8kHz(1400, 0.5));
  putSpanishDigits(folder);
  execFileSync('chmod', ['-R', 'a+rwX', tmp]);
}

function toneAt8kHz(hz: number, seconds: number): Buffer {
  const wav = readFileSync(toneFile(hz, seconds)).subarray(44);
  const samples = new Int16Array(wav.buffer, wav.byteOffset, wav.byteLength / 2).filter((_, index) => index % 6 === 0);
  return Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
}

/** In place of a Spanish voice each digit is a tone of its own: what is said to whom can be measured. */
export const spanishDigit = (digit: number): number => 700 + 200 * digit;

function putSpanishDigits(folder: string): void {
  const digits = path.join(folder, 'usr/share/asterisk/sounds/es/digits');
  mkdirSync(digits, { recursive: true });
  for (let digit = 0; digit <= 9; digit++)
    writeFileSync(path.join(digits, `${digit}.sln`), toneAt8kHz(spanishDigit(digit), 1));
}

/** Which process the last run of this clone started: one that was killed could not end it. */
const PROCESS_FILE = path.join(
  os.tmpdir(),
  `frontdesk-asterisk-${createHash('sha256').update(ROOT).digest('hex').slice(0, 12)}`,
);

/** The Asterisk that an earlier run of this clone left running, by its process id. */
export function leftOver(): number | undefined {
  if (!existsSync(PROCESS_FILE)) return undefined;
  const id = Number(readFileSync(PROCESS_FILE, 'utf8'));
  const name = `/proc/${id}/comm`;
  return existsSync(name) && readFileSync(name, 'utf8').trim() === 'asterisk' ? id : undefined;
}

export function launchIn(folder: string, place: AsteriskPlace): ChildProcess {
  const args = [folder, 'asterisk', '-f', '-C', `/etc/${nameOf(place)}/asterisk.conf`];
  if (place.machine) return place.machine.spawn('chroot', args);
  // chroot becomes Asterisk: the process id stays.
  const child = spawn('chroot', args, { stdio: 'ignore' });
  writeFileSync(PROCESS_FILE, String(child.pid));
  return child;
}
