// The Asterisk Manager Interface on the wire: blocks of `Name: value` lines, ended by an empty line.

/** Fields in order; a name may occur more than once (Variable). */
export type AmiFields = readonly (readonly [name: string, value: string | number])[];

/** One action as it came: names in lower case, the last value of a name wins. */
export type AmiAction = ReadonlyMap<string, string>;

const MAX_BLOCK = 32_768;
const MAX_FIELDS = 128;

/** Collects bytes into actions. Whatever arrives, it answers with actions or with 'malformed', never with an exception. */
export class AmiReader {
  #rest = '';

  /** @returns the actions completed by this chunk; 'malformed' for a block that is no action */
  read(chunk: string): (AmiAction | 'malformed')[] {
    this.#rest += chunk;
    const found: (AmiAction | 'malformed')[] = [];
    for (;;) {
      const end = /\r?\n\r?\n/.exec(this.#rest);
      if (!end) break;
      const block = this.#rest.slice(0, end.index);
      this.#rest = this.#rest.slice(end.index + end[0].length);
      if (block.trim()) found.push(parseAction(block));
    }
    if (this.#rest.length > MAX_BLOCK) {
      this.#rest = '';
      found.push('malformed');
    }
    return found;
  }
}

function parseAction(block: string): AmiAction | 'malformed' {
  const lines = block.split(/\r?\n/).filter((line) => line.trim());
  if (lines.length > MAX_FIELDS || block.length > MAX_BLOCK) return 'malformed';
  const fields = new Map<string, string>();
  for (const line of lines) {
    const at = line.indexOf(':');
    if (at <= 0) return 'malformed';
    fields.set(line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim());
  }
  return fields.has('action') ? fields : 'malformed';
}

/** Writes a block; line breaks in values would start a field of their own and are taken out. */
export function writeBlock(fields: AmiFields): string {
  const lines = fields.map(([name, value]) => `${name}: ${String(value).replace(/[\r\n]+/g, ' ')}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}
