/** Text as it may stand between tags and in quoted attributes of a page. */
export const escaped = (text: string): string => text.replace(/[&<>"'`=]/g, (sign) => `&#${sign.codePointAt(0) ?? 0};`);
