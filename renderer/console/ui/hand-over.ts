// A file that the host made, handed to the person by the browser. It lives in memory until then.

export interface GivenFile {
  readonly name: string;
  readonly type: string;
  readonly text: string;
  /** Absent: the text is what stands in it. */
  readonly encoding?: 'utf8' | 'base64' | undefined;
}

export function handOver({ name, type, text, encoding }: GivenFile): void {
  const content = encoding === 'base64' ? Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)) : text;
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has its own hold on it by the next turn.
  setTimeout(() => URL.revokeObjectURL(address));
}
