// The embedded clinic from a test's side: its control API, typed.
import type { ClinicReady } from '../../electron/demo.ts';

export interface ClinicLeg {
  readonly device: string;
  readonly digits: string;
  readonly heard: { readonly rms: number; readonly tone: number | null; readonly frames: number };
}
export interface ClinicCall {
  readonly id: string;
  readonly state: string;
  readonly with: readonly string[];
  readonly legs: readonly ClinicLeg[];
}

export class ClinicControl {
  readonly #url: string;

  constructor(clinic: ClinicReady | undefined) {
    if (!clinic) throw new Error('this host has no clinic');
    this.#url = clinic.control;
  }

  async call(caller: {
    scenario?: string;
    number?: string;
    name?: string;
    queue?: string;
    tone?: number;
    direct?: string;
    patience?: number;
  }): Promise<string> {
    const { id } = (await this.#send('POST', '/calls', caller)) as { id: string };
    return id;
  }

  calls = () => this.#send('GET', '/calls') as Promise<ClinicCall[]>;
  hangUp = (id: string) => this.#send('DELETE', `/calls/${id}`);
  pbx = (state: 'up' | 'down') => this.#send('POST', '/pbx', { state });
  ehr = (fault: 'none' | 'slow' | 'html' | 'down') => this.#send('POST', '/ehr', { fault });

  /** The tone that the caller's own side hears just now. */
  async callerHears(id: string): Promise<number | null> {
    const call = (await this.calls()).find((entry) => entry.id === id);
    return call?.legs[0]?.heard.tone ?? null;
  }

  async #send(method: string, path: string, body?: unknown): Promise<unknown> {
    const reply = await fetch(this.#url + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`);
    const text = await reply.text();
    return text === '' ? undefined : JSON.parse(text);
  }
}
