// The embedded clinic as a utility process: packages have RunAsNode fused off, so there is no Node to spawn.
import type { Readable } from 'node:stream';
import { utilityProcess } from 'electron';

export interface ClinicProcess {
  readonly output: Readable;
  onExit(listener: () => void): void;
  stop(): void;
}

/** It ends with us however we end: Chromium closes utility processes whose browser process is gone. */
export function forkClinic(script: string, args: readonly string[]): ClinicProcess {
  const child = utilityProcess.fork(script, [...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    serviceName: 'Frontdesk demo clinic',
  });
  if (!child.stdout) throw new Error('the demo clinic has no output');
  return {
    output: child.stdout as Readable,
    onExit: (listener) => void child.once('exit', listener),
    stop: () => void child.kill(),
  };
}
