// The control API of the embedded clinic (loopback HTTP, JSON): starts and ends simulated calls, measures their sound,
// and breaks things on request. For tests and the demo; a real site has nothing like it.
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { queueOf, scenarioById } from '../callers/scenarios.ts';
import type { CallRequest, CallerDesk } from '../callers/desk.ts';
import { EHR_FAULTS } from '../ehr-port.ts';
import type { EhrFault } from '../ehr-port.ts';

const StartCall = z.union([
  z.strictObject({
    scenario: z.string(),
    queue: z.string().optional(),
    direct: z.string().optional(),
    patience: z.number().positive().optional(),
  }),
  z.strictObject({
    number: z.string().max(64),
    name: z.string().max(256).optional(),
    queue: z.string().optional(),
    direct: z.string().optional(),
    tone: z.number().min(50).max(3900).optional(),
    patience: z.number().positive().optional(),
    priority: z.number().int().min(0).max(100).optional(),
  }),
]);
const PbxState = z.strictObject({ state: z.enum(['up', 'down']) });
const EhrState = z.strictObject({ fault: z.enum(EHR_FAULTS) });

export interface ControlHooks {
  readonly desk: CallerDesk;
  readonly defaultQueue: string;
  readonly queues: readonly string[];
  /** Takes SIP and AMI down or up again, on the same ports. */
  readonly setPbx: (state: 'up' | 'down') => Promise<void>;
  /** False when there is no EHR. */
  readonly setEhrFault: (fault: EhrFault) => boolean;
  readonly status: () => object;
}

const MAX_BODY = 10_000;

interface Answer {
  readonly status: number;
  readonly body: object;
}

const problem = (status: number, error: string): Answer => ({ status, body: { error } });

/** Listens on loopback; returns the port and the end. */
export function startControl(
  port: number,
  hooks: ControlHooks,
): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server = createServer((request, response) => {
      answer(request, hooks)
        .catch((error: unknown) => problem(500, String(error)))
        .then((result) => send(response, result), reject);
    });
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () =>
      resolve({ port: (server.address() as AddressInfo).port, close: () => closeServer(server) }),
    );
  });
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

async function answer(request: IncomingMessage, hooks: ControlHooks): Promise<Answer> {
  // Pages of other origins must not steer the clinic: a browser always sends Origin with such a request.
  if (request.headers.origin) return problem(403, 'not for browsers');
  const route = `${request.method ?? ''} ${(request.url ?? '').split('?')[0] ?? ''}`;
  const [, id] = /^(?:GET|DELETE) \/calls\/([\w-]{1,64})$/.exec(route) ?? [];
  if (id !== undefined) return oneCall(hooks.desk, id, request.method === 'DELETE');
  switch (route) {
    case 'GET /calls':
      return { status: 200, body: hooks.desk.list() };
    case 'GET /status':
      return { status: 200, body: hooks.status() };
    case 'POST /calls':
      return startCall(await readJson(request), hooks);
    case 'POST /pbx': {
      const asked = PbxState.safeParse(await readJson(request));
      if (!asked.success) return problem(400, z.prettifyError(asked.error));
      await hooks.setPbx(asked.data.state);
      return { status: 200, body: asked.data };
    }
    case 'POST /ehr': {
      const asked = EhrState.safeParse(await readJson(request));
      if (!asked.success) return problem(400, z.prettifyError(asked.error));
      return hooks.setEhrFault(asked.data.fault) ? { status: 200, body: asked.data } : problem(404, 'there is no EHR');
    }
    default:
      return problem(404, `no ${route}`);
  }
}

function oneCall(desk: CallerDesk, id: string, end: boolean): Answer {
  const call = desk.view(id);
  if (!call) return problem(404, 'no such call');
  if (end) desk.end(id);
  return { status: 200, body: desk.view(id) ?? call };
}

function startCall(json: unknown, hooks: ControlHooks): Answer {
  const asked = StartCall.safeParse(json);
  if (!asked.success) return problem(400, z.prettifyError(asked.error));
  const request = toRequest(asked.data, hooks.defaultQueue);
  if (!request) return problem(404, 'no such scenario');
  if (!request.direct && !hooks.queues.includes(request.queue)) return problem(404, `no queue ${request.queue}`);
  return { status: 201, body: { id: hooks.desk.start(request) } };
}

function toRequest(asked: z.infer<typeof StartCall>, defaultQueue: string): CallRequest | undefined {
  if (!('scenario' in asked)) {
    const { number, name = '', queue = defaultQueue, ...rest } = asked;
    return { ...rest, queue, party: { number, name } };
  }
  const scenario = scenarioById(asked.scenario);
  if (!scenario) return undefined;
  const { number, name, patience } = scenario;
  return { patience, ...asked, scenario, queue: asked.queue ?? queueOf(scenario), party: { number, name } };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const piece = Buffer.from(chunk as Uint8Array);
    size += piece.length;
    if (size > MAX_BODY) return undefined;
    chunks.push(piece);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
