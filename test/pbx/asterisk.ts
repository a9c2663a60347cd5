// A real Asterisk 22 while the tests run: started, asked, listened to, killed.
import { execFileSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { AmiConnection } from '../../electron/adapters/asterisk/ami.ts';
import type { AmiMessage } from '../../electron/adapters/asterisk/framing.ts';
import { listen } from '../support/tone.ts';
import type { Heard } from '../support/tone.ts';
import { until } from '../support/until.ts';
import {
  AMI_PORT,
  TESTER_PASSWORD,
  configure,
  launchIn,
  leftOver,
  nameOf,
  prepareFolder,
  putTones,
} from './asterisk-setup.ts';
import type { AsteriskPlace } from './asterisk-setup.ts';

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

  /** One left over from a test run of this clone that was killed would hold the ports; any other is left alone. */
  static async endOthers(): Promise<void> {
    const left = leftOver();
    if (left !== undefined) process.kill(left, 'SIGKILL');
    await until('the Asterisk of the run before has ended', () => leftOver() === undefined);
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
    await this.ask('Hangup', { Channel: '/^(PJSIP\\/outside|Local\\/1[0-9][0-9]@).*/' }).catch(() => undefined);
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
