// Rows for a spreadsheet (RFC 4180, with a byte order mark so that spreadsheets read it as Unicode).

/**
 * A cell that a spreadsheet would take for a formula is text for it from here on: words typed by a caller's doing must not
 * run on the computer of who opens the file. Line ends and tabs before the sign do not hide it.
 */
function cell(value: string): string {
  const text = /^[\s\u0000-\u001f\ufeff]*[=+\-@＝＋－＠]/.test(value) || /^[\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n;\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csv(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}
