// A scripted host for the console: serves the built pages under the real policy, speaks the contract's wire, lets a test
// publish rows and records every command. Rows and inputs are checked against the contract, so that no scene lies.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { commands, topics } from '../../shared/contract/index.ts';
import type {
  CommandInput,
  CommandName,
  Envelope,
  TopicMessage,
  TopicName,
  TopicRow,
} from '../../shared/contract/index.ts';
import type { HostMessage, PageMessage } from '../../shared/contract/wire.ts';
import { ok } from '../../shared/result/result.ts';

export const CONTENT_POLICY =
  "default-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; " +
  "font-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'";

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

export interface Recorded<N extends CommandName = CommandName> {
  readonly name: N;
  readonly input: CommandInput<N>;
}
type Answer = Envelope<unknown> | Promise<Envelope<unknown>>;

export class ConsoleHost {
  readonly recorded: Recorded[] = [];
  url = '';
  #server = createServer((request, response) => serve(request.url ?? '/', response));
  #sockets = new WebSocketServer({ noServer: true });
  #rows = new Map<string, Map<string, unknown>>();
  #subscribers = new Map<WebSocket, Set<string>>();
  #answers = new Map<string, (input: never) => Answer>();
  #watchers = new Set<(command: Recorded) => void>();
  #accepting = true;

  static async start(): Promise<ConsoleHost> {
    const host = new ConsoleHost();
    host.#server.on('upgrade', (request, socket, head) => {
      if (!host.#accepting || request.url !== '/contract/console') socket.destroy();
      else host.#sockets.handleUpgrade(request, socket, head, (page) => host.#join(page));
    });
    await new Promise<void>((done) => host.#server.listen(0, '127.0.0.1', done));
    host.url = `http://127.0.0.1:${(host.#server.address() as AddressInfo).port}/console/index.html?separate-phone`;
    return host;
  }

  async stop(): Promise<void> {
    this.dropConnections();
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  /** Puts a row in, or changes it, and tells every page that follows the topic. */
  publish<N extends TopicName>(topic: N, key: string, row: TopicRow<N>): void {
    topics[topic].row.parse(row);
    this.#topic(topic).set(key, row);
    this.#tell(topic, { kind: 'change', upserts: [[key, row]], removals: [] });
  }
  remove(topic: TopicName, key: string): void {
    this.#topic(topic).delete(key);
    this.#tell(topic, { kind: 'change', upserts: [], removals: [key] });
  }
  /** Replaces every topic, as a test's starting point. */
  scene(rows: { [N in TopicName]?: Record<string, TopicRow<N>> }): void {
    this.recorded.length = 0;
    this.#answers.clear();
    for (const name of Object.keys(topics) as TopicName[]) {
      const entries = Object.entries(rows[name] ?? {});
      for (const [, row] of entries) topics[name].row.parse(row);
      this.#rows.set(name, new Map(entries));
      this.#tell(name, { kind: 'snapshot', rows: entries });
    }
  }
  row<N extends TopicName>(topic: N, key: string): TopicRow<N> | undefined {
    return this.#topic(topic).get(key) as TopicRow<N> | undefined;
  }

  /** How a command is answered from now on; without this every command succeeds. */
  answer<N extends CommandName>(name: N, how: (input: CommandInput<N>) => Answer): void {
    this.#answers.set(name, how as (input: never) => Answer);
  }
  /** The next command of this name that arrives after the call. */
  next<N extends CommandName>(name: N): Promise<Recorded<N>> {
    return new Promise((resolve) => {
      const watcher = (command: Recorded) => {
        if (command.name !== name) return;
        this.#watchers.delete(watcher);
        resolve(command as Recorded<N>);
      };
      this.#watchers.add(watcher);
    });
  }
  all<N extends CommandName>(name: N): Recorded<N>[] {
    return this.recorded.filter((command): command is Recorded<N> => command.name === name);
  }

  /** Cuts every page off; with `stayDown` they cannot come back until `allowConnections`. */
  dropConnections(stayDown = false): void {
    this.#accepting = !stayDown;
    for (const page of this.#subscribers.keys()) page.terminate();
    this.#subscribers.clear();
  }
  allowConnections(): void {
    this.#accepting = true;
  }

  #topic(name: string): Map<string, unknown> {
    const rows = this.#rows.get(name) ?? new Map<string, unknown>();
    this.#rows.set(name, rows);
    return rows;
  }
  #tell(topic: TopicName, message: TopicMessage): void {
    for (const [page, names] of this.#subscribers) if (names.has(topic)) send(page, { kind: 'topic', topic, message });
  }
  #join(page: WebSocket): void {
    const names = new Set<string>();
    this.#subscribers.set(page, names);
    page.on('close', () => this.#subscribers.delete(page));
    page.on('message', (data) => {
      const message = JSON.parse(String(data)) as PageMessage;
      if (message.kind === 'command') return void this.#run(page, message);
      if (message.kind === 'unsubscribe') return void names.delete(message.topic);
      names.add(message.topic);
      const topic = message.topic as TopicName;
      send(page, { kind: 'topic', topic, message: { kind: 'snapshot', rows: [...this.#topic(topic)] } });
    });
  }
  async #run(page: WebSocket, { id, name, input }: Extract<PageMessage, { kind: 'command' }>): Promise<void> {
    const definition = commands[name as CommandName];
    definition.input.parse(input);
    const command = { name, input } as Recorded;
    this.recorded.push(command);
    const how = this.#answers.get(name) as ((given: unknown) => Answer) | undefined;
    const envelope = await (how ? how(input) : this.#usual(command));
    send(page, { kind: 'answer', id, envelope });
    for (const watcher of this.#watchers) watcher(command);
  }
  #usual(command: Recorded): Envelope<unknown> {
    if (command.name === 'patient.search') return ok({ count: 0, candidates: [] });
    if (command.name === 'patient.verify') return ok({ verified: true, matched: [], wrong: [] });
    if (command.name === 'call.dial') return ok({ callId: 'dialled' });
    if (command.name === 'note.save') return this.#save(command as Recorded<'note.save'>);
    return ok({});
  }
  /** Saves as the real host does: a new version, told to everybody. */
  #save({ input }: Recorded<'note.save'>): Envelope<unknown> {
    const savedAt = Date.now();
    const before = this.row('notes', input.callId);
    const version = Math.max(before?.version ?? 0, input.version) + 1;
    this.publish('notes', input.callId, {
      author: 'Ana',
      createdAt: savedAt,
      emergency: [],
      missing: [],
      about: '',
      state: 'draft',
      delivery: 'none',
      ...before,
      callId: input.callId as TopicRow<'notes'>['callId'],
      content: input.content as TopicRow<'notes'>['content'],
      version,
      savedAt,
    });
    return ok({ version, savedAt });
  }
}

const send = (page: WebSocket, message: HostMessage) => page.send(JSON.stringify(message));

function serve(url: string, response: ServerResponse): void {
  const root = path.resolve(import.meta.dirname, '../../dist/renderer');
  const file = path.join(root, path.normalize(new URL(url, 'http://host').pathname));
  if (!file.startsWith(root) || !statSync(file, { throwIfNoEntry: false })?.isFile())
    return void response.writeHead(404).end();
  response.writeHead(200, {
    'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream',
    'content-security-policy': CONTENT_POLICY,
    'cache-control': 'no-store',
  });
  createReadStream(file).pipe(response);
}
