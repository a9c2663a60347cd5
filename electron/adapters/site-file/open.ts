// The site file, wherever it is kept: a path, or a web address.
import path from 'node:path';
import type { SiteSource, SiteStore } from '../../ports/site.ts';
import { isSiteAddress, siteFromAddress } from './address.ts';
import { siteFromFile } from './source.ts';

/** @param folder where this PC keeps its things: the copy of what an address last said goes there */
export const openSite = (site: string, folder: string): SiteSource & SiteStore =>
  isSiteAddress(site) ? siteFromAddress(site, path.join(folder, 'site-copy.yaml')) : siteFromFile(path.resolve(site));
