import { address, type Search } from '../api/client';
import type { FigureAnswer } from '../api/types';
import type { Column, Group } from './column';

/** A figure to be taken away: the answer of the API, and what was asked for. */
export interface FigureFile {
  readonly answer: FigureAnswer<Group>;
  readonly columns: readonly Column[];
  readonly search: Search;
}

/** What the answer does not say itself: the parameters of the question, as they stand in its address. */
export function askedFor({ search }: FigureFile): string {
  const { from, to, zone, by, ...rest } = search;
  return address('', rest).slice(1);
}

/** Hands a file to the browser. */
export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
