// Wherever somebody typed what the caller says, a red flag may stand.
interface Typed {
  readonly words: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly told: string;
}

export const spokenWords = (content: Typed | undefined): string =>
  content === undefined ? '' : [content.words, ...Object.values(content.fields), content.told].join('\n');
