// A PBX's management port that a test plays, byte by byte: what it answers, and what no decent PBX would send.
import { readFileSync } from 'node:fs';
import net from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import tls from 'node:tls';

type Answer = (action: ReadonlyMap<string, string>) => string | undefined;

export const block = (fields: Readonly<Record<string, string | number>>): string =>
  `${Object.entries(fields)
    .map(([key, value]) => `${key}: ${value}`)
    .join('\r\n')}\r\n\r\n`;

/** As Asterisk answers when all is well and nobody waits. */
export const wellBehaved: Answer = (action) => {
  const lists: Record<string, string> = {
    QueueStatus: 'QueueStatusComplete',
    DeviceStateList: 'DeviceStateListComplete',
    ParkedCalls: 'ParkedCallsComplete',
    Status: 'StatusComplete',
  };
  const id = action.get('ActionID') ?? '';
  const name = action.get('Action') ?? '';
  const complete = lists[name];
  const success = block({
    Response: 'Success',
    ActionID: id,
    ...(name === 'Ping' ? { Timestamp: Date.now() / 1000 } : {}),
  });
  return complete ? success + block({ Event: complete, ActionID: id }) : success;
};

export class AmiServer {
  /** Undefined from here: what a well-behaved PBX would say; an empty text: nothing. */
  answer: Answer = () => undefined;
  readonly heard: ReadonlyMap<string, string>[] = [];
  connections = 0;
  #socket: Socket | undefined;
  readonly #server: net.Server;

  private constructor(server: net.Server) {
    this.#server = server;
    server.on(server instanceof tls.Server ? 'secureConnection' : 'connection', (socket: Socket) =>
      this.#serve(socket),
    );
  }

  static async start(keys?: { readonly key: string; readonly cert: string }): Promise<AmiServer> {
    const files = keys && { key: readFileSync(keys.key), cert: readFileSync(keys.cert) };
    const server = new AmiServer(files ? tls.createServer(files) : net.createServer());
    await new Promise<void>((done) => server.#server.listen(0, '127.0.0.1', done));
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  say(text: string): void {
    this.#socket?.write(text);
  }

  cut(): void {
    this.#socket?.destroy();
  }

  close(): void {
    this.#socket?.destroy();
    this.#server.close();
  }

  #serve(socket: Socket): void {
    this.connections++;
    this.#socket = socket;
    let text = '';
    socket.on('error', () => undefined);
    socket.write('Asterisk Call Manager/11.0.0\r\n');
    socket.on('data', (chunk) => {
      text += chunk.toString();
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        const lines = text.slice(0, end).split('\r\n');
        text = text.slice(end + 4);
        const action = new Map(lines.map((line) => line.split(': ') as [string, string]));
        this.heard.push(action);
        socket.write(this.answer(action) ?? wellBehaved(action) ?? '');
      }
    });
  }
}
