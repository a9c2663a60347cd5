// What each page may say. The bundler puts the finished lists in place of this module (build/bundle.mjs), so that the
// preload script need not carry the schemas and a page's start does not wait for them.
import { PAGES } from '../../shared/contract/define.ts';
import type { Page } from '../../shared/contract/define.ts';
import { commandNamesFor, topicNamesFor } from '../../shared/contract/index.ts';

export interface Names {
  readonly commands: readonly string[];
  readonly topics: readonly string[];
}

export const PAGE_NAMES = Object.fromEntries(
  PAGES.map((page) => [page, { commands: commandNamesFor(page), topics: topicNamesFor(page) }]),
) as unknown as Readonly<Record<Page, Names>>;
