// One AMI connection: log in, follow, ask; found dead within seconds, rebuilt with growing pauses.
// A slow reader is cut off by Asterisk: everything is read at once and parsed cheaply.
import net from 'node:net';
import tls from 'node:tls';
import { fail, ok } from '../../../shared/result/result.ts';
import type { Result } from '../../../shared/result/result.ts';
import { AmiFramer, actionText } from './framing.ts';
import type { AmiMessage } from './framing.ts';

const PING_MS = 5_000;
/** No answer to a ping for this long: the connection is dead, whatever the socket says. */
const SILENCE_MS = 12_000;
const ANSWER_MS = 8_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

export interface AmiOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** PEM text of the certificate to trust instead of the system's. */
  readonly ca?: string | undefined;
  readonly username: string;
  readonly secret: string;
}

export interface AmiListener {
  /** Logged in; everything known before is out of date. */
  onReady(): void;
  onEvent(message: AmiMessage): void;
  onState(state: 'connecting' | 'unreachable' | 'refused' | 'certificate'): void;
}

/** Asterisk names no codes: a missing right is known by its words (main/manager.c), everything else is told along. */
const refusal = (words = ''): Result<never> =>
  fail(/^permission denied/i.test(words) ? 'queueForbidden' : 'queueRefused', words.slice(0, 200));

interface Asked {
  readonly events: AmiMessage[];
  /** Name of the event that ends a list, in lower case; absent: the response is the whole answer. */
  readonly until: string | undefined;
  readonly resolve: (result: Result<AmiMessage[]>) => void;
  readonly timer: NodeJS.Timeout;
}

/** Node's names for a certificate that is not trusted (OpenSSL's X509_V_ERR_*), or that names another host. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ALTNAME/;
const isCertificate = (code: string | undefined): boolean => CERTIFICATE.test(code ?? '');

export class AmiConnection {
  readonly #options: AmiOptions;
  readonly #listener: AmiListener;
  readonly #asked = new Map<string, Asked>();
  #socket: net.Socket | undefined;
  #stopped = false;
  #failures = 0;
  /** The last try ended with a wrong password. */
  #isRefused = false;
  #isUntrusted = false;
  #lastId = 0;
  #lastHeard = 0;
  #timers: NodeJS.Timeout[] = [];

  constructor(options: AmiOptions, listener: AmiListener) {
    this.#options = options;
    this.#listener = listener;
  }

  start(): void {
    if (this.#stopped) return;
    // While it is tried again and again, what is wrong stands: "connecting" is for the first try.
    if (this.#failures === 0) this.#listener.onState('connecting');
    this.#isRefused = false;
    this.#isUntrusted = false;
    const { host, port, ca } = this.#options;
    const socket = this.#options.tls
      ? tls.connect({ host, port, ...(ca === undefined ? {} : { ca }) })
      : net.connect({ host, port });
    this.#socket = socket;
    const framer = new AmiFramer();
    let banner = '';
    let seenBanner = false;
    socket.setEncoding('utf8');
    socket.setNoDelay(true);
    socket.once(this.#options.tls ? 'secureConnect' : 'connect', () => void this.#logIn());
    socket.on('data', (chunk: string) => {
      this.#lastHeard = Date.now();
      let text = chunk;
      if (!seenBanner) {
        // "Asterisk Call Manager/11.0.0" comes once, a line without an empty line after it.
        banner += chunk;
        const end = banner.indexOf('\n');
        if (end < 0) return;
        seenBanner = true;
        text = banner.slice(end + 1);
      }
      for (const message of framer.feed(text)) this.#receive(message);
    });
    // Before anything is said: the password never reaches whoever stands there instead of the PBX.
    socket.on('error', (error: NodeJS.ErrnoException) => (this.#isUntrusted = isCertificate(error.code)));
    socket.once('close', () => this.#closed());
  }

  stop(): void {
    this.#stopped = true;
    this.#timers.forEach(clearTimeout);
    this.#socket?.destroy();
  }

  /** Sends an action; with `until`, collects the events of its list up to that one. */
  ask(action: string, fields: Readonly<Record<string, string>> = {}, until?: string): Promise<Result<AmiMessage[]>> {
    const socket = this.#socket;
    if (!socket || socket.destroyed) return Promise.resolve(fail('queueUnreachable'));
    const id = String(++this.#lastId);
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#settle(id, fail('timedOut', action)), ANSWER_MS);
      this.#asked.set(id, { events: [], until: until?.toLowerCase(), resolve, timer });
      socket.write(actionText({ Action: action, ActionID: id, ...fields }));
    });
  }

  async #logIn(): Promise<void> {
    const { username, secret } = this.#options;
    const answer = await this.ask('Login', { Username: username, Secret: secret });
    if (!answer.ok) {
      this.#isRefused = answer.error.code === 'queueRefused';
      if (this.#isRefused) this.#listener.onState('refused');
      // Wrong password or no answer: hang up and try again later, since an administrator may mend it meanwhile.
      this.#failures += 2;
      this.#socket?.destroy();
      return;
    }
    this.#failures = 0;
    this.#watch();
    this.#listener.onReady();
  }

  #watch(): void {
    const beat = () => {
      if (Date.now() - this.#lastHeard > SILENCE_MS) return this.#socket?.destroy();
      void this.ask('Ping');
      this.#timers = [setTimeout(beat, PING_MS)];
    };
    this.#timers = [setTimeout(beat, PING_MS)];
  }

  #receive(message: AmiMessage): void {
    const id = message.get('actionid');
    const asked = id === undefined ? undefined : this.#asked.get(id);
    if (!asked || id === undefined) return void (message.has('event') && this.#listener.onEvent(message));
    const event = message.get('event');
    if (event === undefined) {
      const refused = message.get('response')?.toLowerCase() === 'error';
      if (refused) this.#settle(id, refusal(message.get('message')));
      else if (asked.until === undefined) this.#settle(id, ok([message]));
    } else if (event.toLowerCase() === asked.until) this.#settle(id, ok(asked.events));
    else asked.events.push(message);
  }

  #settle(id: string, result: Result<AmiMessage[]>): void {
    const asked = this.#asked.get(id);
    if (!asked) return;
    clearTimeout(asked.timer);
    this.#asked.delete(id);
    asked.resolve(result);
  }

  #closed(): void {
    this.#timers.forEach(clearTimeout);
    for (const id of [...this.#asked.keys()]) this.#settle(id, fail('queueUnreachable'));
    if (this.#stopped) return;
    if (!this.#isRefused) this.#listener.onState(this.#isUntrusted ? 'certificate' : 'unreachable');
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures++);
    // Half of it at random: a practice's consoles must not all come back in the same instant.
    this.#timers = [setTimeout(() => this.start(), pause / 2 + Math.random() * (pause / 2))];
  }
}
