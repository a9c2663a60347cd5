// The YAML of the site file, as the services see it.
import type { SiteLanguage } from '../../ports/site.ts';
import { dataOf, edited, readYaml } from './edit.ts';
import { difference, merge } from './merge.ts';
import { parseSite } from './parse.ts';
import { partLines, partText, withPartText } from './parts.ts';

export const siteLanguage: SiteLanguage = {
  check: parseSite,
  data: (text) => {
    const document = readYaml(text);
    return document && dataOf(document);
  },
  change: edited,
  partText,
  withPartText,
  partLines,
  difference,
  merge,
};
