// The embedded clinic's EHR: FHIR R4 over HTTP on loopback, in memory, with a made-up practice in it. The routing, search
// and version rules are @medplum/fhir-router's; this file is the thin front that a server on the wire needs beside it.
import { Operator, badRequest, normalizeOperationOutcome, notFound } from '@medplum/core';
import { FhirRouter } from '@medplum/fhir-router';
import type { FhirRequest } from '@medplum/fhir-router';
import type { Appointment, Bundle, Patient, Resource, ResourceType } from '@medplum/fhirtypes';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { capabilityStatement, isServedType, searchParametersOf } from './capability.ts';
import { loadR4Definitions } from './definitions.ts';
import { chartPage, noChartPage, sendPage } from './chart-page.ts';
import { faultSwitch } from './faults.ts';
import type { Fault } from './faults.ts';
import { generatePractice } from './generate.ts';
import { Pages, pageSize } from './paging.ts';
import { ClinicRepository } from './repository.ts';
import { Refused, notSupported, queryOf, readBody, sendRefusal, sendResource, statusOf } from './wire.ts';

export interface ClinicEhrOptions {
  /** 0 lets the system choose. */
  readonly port: number;
  readonly seed: number;
  /** The day the practice is dated around. */
  readonly today: Date;
}

export interface ClinicEhr {
  /** FHIR base address, `http://127.0.0.1:PORT/fhir`. */
  readonly url: string;
  /** Where its own page of a patient's chart is, with `{id}` for the patient's. */
  readonly chart: string;
  setFault(fault: Fault): void;
  close(): Promise<void>;
}

const BASE_PATH = '/fhir';
const CHART_PATH = '/chart/';

interface Service {
  readonly router: FhirRouter;
  readonly repository: ClinicRepository;
  readonly pages: Pages;
  readonly base: () => string;
  readonly started: string;
}

type Query = Record<string, string | string[]>;

interface Asked {
  readonly method: string;
  /** Path below /fhir, without slashes at the ends. */
  readonly path: string;
  readonly parameters: URLSearchParams;
  readonly body: unknown;
  readonly request: IncomingMessage;
}

/** Parameters of the search itself, which every type understands. */
const COMMON = new Set([
  '_id',
  '_count',
  '_offset',
  '_sort',
  '_total',
  '_format',
  '_lastUpdated',
  '_tag',
  '_security',
  '_include',
  '_revinclude',
]);

/** Unknown parameters are refused rather than ignored: a console that relies on one should learn it here. */
function checkParameters(type: string, query: Query): void {
  const known = new Set(searchParametersOf(type as ResourceType).map((parameter) => parameter.name));
  for (const key of Object.keys(query)) {
    const name = key.split(/[:.]/)[0] ?? key;
    if (!COMMON.has(name) && !known.has(name))
      throw new Refused(badRequest(`Unknown search parameter ${type}.${name}`), 400);
  }
}

async function ask(service: Service, method: string, url: string, asked: Asked): Promise<[number, Resource]> {
  const request: FhirRequest = {
    method: method as FhirRequest['method'],
    url,
    pathname: '', // the router insists on the address in `url` alone
    params: {},
    query: {},
    body: asked.body,
    headers: asked.request.headers,
  };
  const [outcome, resource] = await service.router.handleRequest(request, service.repository);
  return [statusOf(outcome), resource ?? outcome];
}

async function search(service: Service, type: string, query: Query, asked: Asked): Promise<[number, Resource]> {
  checkParameters(type, query);
  const { _count, _offset, ...rest } = query;
  const [status, resource] = await ask(service, 'POST', `${type}/_search`, { ...asked, body: rest });
  if (resource.resourceType !== 'Bundle') return [status, resource];
  const skipped = Number.parseInt(typeof _offset === 'string' ? _offset : '0', 10) || 0;
  const entry = (resource.entry ?? []).slice(skipped);
  const whole: Bundle = { ...resource, entry };
  return [status, service.pages.first(type, whole, pageSize(_count))];
}

function nextPage(service: Service, ticket: string): [number, Resource] {
  const page = service.pages.next(ticket);
  return page ? [200, page] : [404, notFound];
}

/** The route table, top to bottom. */
async function route(service: Service, asked: Asked): Promise<[number, Resource]> {
  const { method, path, parameters, body } = asked;
  if (path === 'metadata' && method === 'GET') return [200, capabilityStatement(service.started)];
  if (path === '') {
    const ticket = parameters.get('_page');
    if (method === 'GET' && ticket !== null) return nextPage(service, ticket);
    if (method === 'POST') return ask(service, 'POST', '', asked);
    throw notSupported('Nothing to do here', 404);
  }
  const [type = '', id] = path.split('/');
  if (!isServedType(type)) throw notSupported(`${type} is not kept here`, 404);
  if (method === 'GET' && id === undefined) return search(service, type, queryOf(parameters), asked);
  if (method === 'POST' && id === '_search')
    return search(service, type, { ...queryOf(parameters), ...((body ?? {}) as Query) }, asked);
  if (method !== 'GET' && method !== 'POST' && method !== 'PUT') throw notSupported(`No ${method} here`, 405);
  if (method !== 'GET' && body === undefined) throw new Refused(badRequest('The body is empty'), 400);
  return ask(service, method, path, asked);
}

/** The page that a person opens; programs read /fhir. */
async function showChart(service: Service, asked: string, response: ServerResponse): Promise<void> {
  const id = /^[A-Za-z0-9.-]{1,64}$/.exec(asked)?.[0];
  const patient = id && (await service.repository.readResource<Patient>('Patient', id).catch(() => undefined));
  if (!patient) return sendPage(response, 404, noChartPage());
  const filters = [{ code: 'patient', operator: Operator.EQUALS, value: `Patient/${id}` }];
  const found = await service.repository.search<Appointment>({ resourceType: 'Appointment', filters, count: 1000 });
  const visits = (found.entry ?? []).flatMap(({ resource }) => resource ?? []);
  sendPage(response, 200, chartPage(patient, visits));
}

async function handle(service: Service, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (url.pathname.startsWith(CHART_PATH) && request.method === 'GET')
    return showChart(service, url.pathname.slice(CHART_PATH.length), response);
  if (url.pathname !== BASE_PATH && !url.pathname.startsWith(`${BASE_PATH}/`)) throw new Refused(notFound, 404);
  const [status, resource] = await route(service, {
    method: request.method ?? 'GET',
    path: url.pathname.slice(BASE_PATH.length).replace(/^\/+|\/+$/g, ''),
    parameters: url.searchParams,
    body: await readBody(request),
    request,
  });
  const location = status === 201 ? `${service.base()}/${resource.resourceType}/${resource.id ?? ''}` : undefined;
  sendResource(response, status, resource, location);
}

/** Answers every request with something, whatever happens on the way. */
async function serve(service: Service, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await handle(service, request, response);
  } catch (error) {
    if (response.headersSent) return void response.destroy();
    sendRefusal(response, error instanceof Refused ? error : new Refused(normalizeOperationOutcome(error), 400));
  }
}

/**
 * Starts the demo EHR on 127.0.0.1.
 * @throws when the port is taken
 */
export async function startClinicEhr({ port, seed, today }: ClinicEhrOptions): Promise<ClinicEhr> {
  loadR4Definitions();
  const repository = new ClinicRepository();
  await repository.load(generatePractice({ seed, today }));
  const server = createServer();
  const origin = (): string => `http://127.0.0.1:${(server.address() as AddressInfo | null)?.port ?? port}`;
  const base = (): string => `${origin()}${BASE_PATH}`;
  const service: Service = {
    router: new FhirRouter(),
    repository,
    base,
    pages: new Pages(base),
    started: today.toISOString(),
  };
  const faults = faultSwitch(server);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    faults.apply(request, response, () => void serve(service, request, response));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: base(),
    chart: `${origin()}${CHART_PATH}{id}`,
    setFault: (fault) => faults.set(fault),
    close: () =>
      new Promise((resolve) => {
        faults.clear();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
