// A file that the host made, handed to the person by the browser. It lives in memory until then.
import type { CommandOutput } from '../../../../shared/contract/index.ts';

type File = NonNullable<CommandOutput<'archive.export'>['file']>;

export function handOver({ name, type, text }: File): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has its own hold on it by the next turn.
  setTimeout(() => URL.revokeObjectURL(address));
}
