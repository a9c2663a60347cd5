// A whole console for a test: the browser host as a process, a contract client, a Chromium with a tone as microphone.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { chromium } from 'playwright';
import type { Browser, BrowserContext, Page } from 'playwright';
import WebSocket from 'ws';
import type {
  CommandInput,
  CommandName,
  CommandOutput,
  Envelope,
  TopicName,
  TopicRow,
} from '../../shared/contract/index.ts';
import type { Page as ContractPage } from '../../shared/contract/define.ts';
import { ONLY_KEY } from '../../shared/contract/index.ts';
import type { HostMessage } from '../../shared/contract/wire.ts';
import { findBrowser } from '../../electron/app-window.ts';
import type { ClinicReady } from '../../electron/demo.ts';
import { listen } from './tone.ts';
import type { Heard } from './tone.ts';
import { until } from './until.ts';

export const ROOT = path.resolve(import.meta.dirname, '../..');

export interface HostInfo {
  readonly origin: string;
  /** Start addresses with one-time tokens. */
  readonly console: string;
  readonly phone: string;
  readonly window: string;
  readonly wallboard: string;
  readonly folder: string;
  readonly clinic?: ClinicReady;
}

export class Host {
  readonly info: HostInfo;
  readonly process: ChildProcess;

  private constructor(process: ChildProcess, info: HostInfo) {
    this.process = process;
    this.info = info;
  }

  /** `args` as for electron/browser.ts; `folder` keeps the journal between runs of one test. */
  static async start(
    args: readonly string[],
    folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-host-')),
    env: NodeJS.ProcessEnv = {},
  ): Promise<Host> {
    const child = spawn(
      process.execPath,
      [path.join(ROOT, 'electron/browser.ts'), '--json', '--data', folder, ...args],
      { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...env } },
    );
    const info = await new Promise<HostInfo>((resolve, reject) => {
      readline
        .createInterface({ input: child.stdout })
        .on('line', (line) => line.startsWith('{') && resolve(JSON.parse(line) as HostInfo));
      child.once('exit', (code) => reject(new Error(`the host ended with ${code} before it was ready`)));
    });
    return new Host(child, info);
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill(signal);
    await ended;
  }
}

/** The contract as a page sees it, for tests that need no window. */
export class ContractClient {
  readonly #socket: WebSocket;
  readonly #rows = new Map<TopicName, Map<string, unknown>>();
  readonly #answers = new Map<number, (envelope: Envelope<never>) => void>();
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => this.#receive(JSON.parse(String(data)) as HostMessage));
  }

  /** @param startUrl an address with an unused token */
  static async open(
    startUrl: string,
    origin: string,
    topics: readonly TopicName[],
    page: ContractPage = 'console',
  ): Promise<ContractClient> {
    const reply = await fetch(startUrl, { redirect: 'manual' });
    const cookie = reply.headers.get('set-cookie')?.split(';')[0] ?? '';
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/contract/${page}`, { headers: { cookie, origin } });
    const client = new ContractClient(socket);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    for (const topic of topics) socket.send(JSON.stringify({ kind: 'subscribe', topic }));
    return client;
  }

  rows<N extends TopicName>(topic: N): TopicRow<N>[] {
    return [...(this.#rows.get(topic)?.values() ?? [])] as TopicRow<N>[];
  }

  row<N extends TopicName>(topic: N, key: string = ONLY_KEY): TopicRow<N> | undefined {
    return this.#rows.get(topic)?.get(key) as TopicRow<N> | undefined;
  }

  command<N extends CommandName>(name: N, input: CommandInput<N>): Promise<Envelope<CommandOutput<N>>> {
    return new Promise((resolve) => {
      const id = ++this.#lastId;
      this.#answers.set(id, resolve as (envelope: Envelope<never>) => void);
      this.#socket.send(JSON.stringify({ kind: 'command', id, name, input }));
    });
  }

  close(): void {
    this.#socket.close();
  }

  #receive(message: HostMessage): void {
    if (message.kind === 'answer') return void this.#answers.get(message.id)?.(message.envelope as Envelope<never>);
    const table =
      message.message.kind === 'snapshot'
        ? new Map(message.message.rows)
        : (this.#rows.get(message.topic) ?? new Map<string, unknown>());
    this.#rows.set(message.topic, table);
    if (message.message.kind === 'snapshot') return;
    message.message.upserts.forEach(([key, row]) => table.set(key, row));
    message.message.removals.forEach((key) => table.delete(key));
  }
}

export interface BrowserOptions {
  /** WAV file that plays as the microphone; absent: no microphone at all. */
  readonly microphone?: string;
  /** In place of a tone: the devices of a sound server, as its environment says. */
  readonly devicesOf?: NodeJS.ProcessEnv;
  /** Trust this certificate: base64 SHA-256 of its public key. */
  readonly trust?: string;
  readonly colorScheme?: 'light' | 'dark';
  readonly viewport?: { width: number; height: number };
  readonly extraArgs?: readonly string[];
  /** For benches that put their own meters into our pages. */
  readonly bypassCSP?: boolean;
}

const LAG_MS = Number(process.env['FRONTDESK_WINDOW_LAG_MS'] ?? 0);

/** Consoles hear and are heard later than the test is: a key pressed before the window offers it is lost each time. */
async function fallBehind(context: BrowserContext): Promise<void> {
  await context.routeWebSocket(/\/contract\/console/, (window) => {
    const desk = window.connectToServer();
    desk.onMessage((message) => setTimeout(() => window.send(message), LAG_MS));
    window.onMessage((message) => setTimeout(() => desk.send(message), LAG_MS));
  });
}

export async function launch(options: BrowserOptions): Promise<{ browser: Browser; context: BrowserContext }> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('no Chrome, Chromium or Edge');
  const sound = options.microphone
    ? [
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-audio-capture=${options.microphone}`,
      ]
    : options.devicesOf
      ? ['--use-fake-ui-for-media-stream']
      : [];
  const browser = await chromium.launch({
    executablePath,
    // Without a window Playwright mutes the browser: fine for tones in a page, not for devices.
    ...(options.devicesOf ? { env: definedOf(options.devicesOf), ignoreDefaultArgs: ['--mute-audio'] } : {}),
    args: [
      '--no-sandbox',
      ...sound,
      '--allow-loopback-in-peer-connection',
      '--autoplay-policy=no-user-gesture-required',
      '--disable-background-networking',
      '--disable-background-timer-throttling',
      '--disable-renderer-backgrounding',
      '--disable-backgrounding-occluded-windows',
      ...(options.trust ? [`--ignore-certificate-errors-spki-list=${options.trust}`] : []),
      ...(options.extraArgs ?? []),
    ],
  });
  const context = await browser.newContext({
    bypassCSP: options.bypassCSP ?? false,
    colorScheme: options.colorScheme ?? 'light',
    viewport: options.viewport ?? { width: 1280, height: 800 },
  });
  if (LAG_MS > 0) await fallBehind(context);
  return { browser, context };
}

const definedOf = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));

interface PhoneWindow {
  frontdeskPhone: { callIds(): string[]; connectionOf(id: string): RTCPeerConnection | undefined };
}

/** What the phone page hears on a call right now: half a second of the remote track. */
export async function heardInPage(phone: Page, callId: string, tones: readonly number[]): Promise<Heard> {
  const samples = await phone.evaluate(async (id) => {
    const connection = (window as unknown as PhoneWindow).frontdeskPhone.connectionOf(id);
    const track = connection?.getReceivers()[0]?.track;
    if (!track) return [];
    const context = new AudioContext({ sampleRate: 8000 });
    await context.resume();
    const analyser = new AnalyserNode(context, { fftSize: 4096 });
    new MediaStreamAudioSourceNode(context, { mediaStream: new MediaStream([track]) }).connect(analyser);
    await new Promise((resolve) => setTimeout(resolve, 700));
    const data = new Float32Array(4096);
    analyser.getFloatTimeDomainData(data);
    await context.close();
    return Array.from(data);
  }, callId);
  return listen(samples, 8000, tones);
}

/** Waits until the page hears this tone. */
export const hearsInPage = (phone: Page, callId: string, hz: number) =>
  until(`${hz} Hz heard in the page`, async () => {
    const heard = await heardInPage(phone, callId, [hz]);
    return heard.rms > 0.01 && (heard.share[hz] ?? 0) > 0.8 ? heard : undefined;
  });
