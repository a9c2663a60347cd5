// The only importer of the PDF library. Built-in fonts: nothing is read from anywhere else, and nothing is drawn that is
// not text, a line or a bar.
import PDFDocument from 'pdfkit';
import type { MakePdf, ReportPages } from '../../ports/export.ts';

const MARGIN = 42;
const INK = '#1f2933';
const SOFT = '#6b7785';
const LINE = '#d5dbe1';
const ACCENT = '#1c6fd0';
const ROW = 15;

/** The fonts know Western letters; another is written as a question mark and not as something else. */
const writable = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[^\u0020-\u007e\u00a0-\u00ff\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac]/g, '?');

export const makePdf: MakePdf = (pages) =>
  new Promise((resolve, reject) => {
    const document = new PDFDocument({
      size: 'LETTER',
      layout: 'landscape',
      margin: MARGIN,
      bufferPages: true,
      lang: pages.language,
      tagged: true,
      displayTitle: true,
      info: { Title: pages.title, Creator: 'Frontdesk' },
    });
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
    draw(document, pages);
    document.end();
  });

type Page = InstanceType<typeof PDFDocument>;

function draw(document: Page, pages: ReportPages): void {
  document.font('Helvetica-Bold').fontSize(16).fillColor(INK).text(writable(pages.title));
  document.font('Helvetica').fontSize(10).fillColor(SOFT);
  for (const line of pages.lines) document.text(writable(line));
  document.moveDown();
  const [first, ...others] = pages.tables;
  if (first) drawTable(document, first);
  drawHours(document, pages.byHour);
  for (const table of others) drawTable(document, table);
  document.moveDown().font('Helvetica').fontSize(9).fillColor(SOFT);
  for (const note of pages.notes) document.text(writable(note), MARGIN);
  const { start, count } = document.bufferedPageRange();
  for (let page = start; page < start + count; page++) {
    document.switchToPage(page);
    // Below the margin a text would begin a page of its own.
    document.page.margins.bottom = 0;
    const foot = `${writable(pages.foot)} · ${page - start + 1}/${count}`;
    document
      .fontSize(8)
      .fillColor(SOFT)
      .text(foot, MARGIN, document.page.height - 28, { lineBreak: false });
  }
}

const widthOf = (document: Page): number => document.page.width - 2 * MARGIN;

function makeRoom(document: Page, height: number): void {
  if (document.y + height > document.page.height - MARGIN - 12) document.addPage();
}

function drawTable(document: Page, { title, head, rows }: ReportPages['tables'][number]): void {
  makeRoom(document, 4 * ROW);
  document.moveDown(0.6).font('Helvetica-Bold').fontSize(11).fillColor(INK).text(writable(title), MARGIN);
  document.moveDown(0.3);
  const width = widthOf(document);
  const firstWidth = head.length > 6 ? width * 0.18 : width * 0.34;
  const others = (width - firstWidth) / Math.max(1, head.length - 1);
  const drawRow = (cells: readonly string[], isHead: boolean) => {
    const height = isHead && head.length > 6 ? 2 * ROW - 6 : ROW;
    makeRoom(document, height);
    const top = document.y;
    document.font(isHead ? 'Helvetica-Bold' : 'Helvetica').fontSize(isHead ? 7.5 : 9);
    cells.forEach((cell, index) => {
      const left = MARGIN + (index === 0 ? 0 : firstWidth + (index - 1) * others);
      const space = (index === 0 ? firstWidth : others) - 4;
      const align = index === 0 ? 'left' : 'right';
      document.fillColor(isHead ? SOFT : INK);
      document.text(writable(cell), left, top + 2, { width: space, height: height - 2, align, ellipsis: true });
    });
    document.y = top + height;
    document
      .moveTo(MARGIN, document.y)
      .lineTo(MARGIN + width, document.y)
      .lineWidth(0.5)
      .strokeColor(LINE)
      .stroke();
  };
  drawRow(head, true);
  for (const row of rows) drawRow(row, false);
}

const CHART_HEIGHT = 90;

function drawHours(document: Page, { title, values }: ReportPages['byHour']): void {
  makeRoom(document, CHART_HEIGHT + 50);
  document.moveDown(0.8).font('Helvetica-Bold').fontSize(11).fillColor(INK).text(writable(title), MARGIN);
  const most = Math.max(1, ...values);
  const [top, step] = [document.y + 14, widthOf(document) / values.length];
  values.forEach((value, hour) => {
    const height = (value / most) * CHART_HEIGHT;
    const left = MARGIN + hour * step;
    document.rect(left + 3, top + CHART_HEIGHT - height, step - 6, height).fill(ACCENT);
    document.font('Helvetica').fontSize(7).fillColor(SOFT);
    document.text(String(hour), left, top + CHART_HEIGHT + 3, { width: step, align: 'center', lineBreak: false });
    if (value > 0)
      document.text(String(value), left, top + CHART_HEIGHT - height - 9, {
        width: step,
        align: 'center',
        lineBreak: false,
      });
  });
  document.x = MARGIN;
  document.y = top + CHART_HEIGHT + 16;
}
