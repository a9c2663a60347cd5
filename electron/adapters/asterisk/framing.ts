// AMI on the wire: lines `Key: value`, a message ends with an empty line. Whatever else arrives is passed over.

export type AmiMessage = ReadonlyMap<string, string>;

/** A single message longer than this is no AMI: it is dropped up to its end. */
const MAX_MESSAGE = 256 * 1024;

/** Cuts a byte stream into messages; feed it as the socket reads. Keys are lower-cased, the last of a repeated key wins. */
export class AmiFramer {
  #rest = '';
  #skipping = false;

  feed(chunk: string): AmiMessage[] {
    this.#rest += chunk;
    const messages: AmiMessage[] = [];
    for (;;) {
      const end = /\r?\n\r?\n/.exec(this.#rest);
      if (!end) break;
      const text = this.#rest.slice(0, end.index);
      this.#rest = this.#rest.slice(end.index + end[0].length);
      if (this.#skipping) this.#skipping = false;
      else if (text.trim() !== '') messages.push(parseMessage(text));
    }
    if (this.#rest.length > MAX_MESSAGE) {
      // Keep the tail so that an end-of-message split over two chunks is still seen.
      this.#rest = this.#rest.slice(-3);
      this.#skipping = true;
    }
    return messages;
  }
}

/** A part of a text keeps the whole of it in memory: a name that is remembered for long would hold what came beside it. */
const ofItsOwn = (text: string): string => Buffer.from(text).toString();

function parseMessage(part: string): AmiMessage {
  const text = ofItsOwn(part);
  const fields = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) fields.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return fields;
}

/** An action as bytes. Line breaks in values would smuggle in headers of their own: they are taken out. */
export function actionText(fields: Readonly<Record<string, string>>): string {
  const lines = Object.entries(fields).map(([key, value]) => `${key}: ${value.replace(/[\r\n]+/g, ' ')}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}
