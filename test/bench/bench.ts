import type { Measured } from './measure';
import type { BenchServer } from './bench-server';

/** What a bench works with. */
export interface BenchContext {
  readonly server: BenchServer;
  /** A tenth of the work, to see that it runs; its figures are not for the record. */
  readonly quick: boolean;
  /** How long the log is of those benches that say so in their notes; undefined: as long as they find right. */
  readonly events?: number;
  /** Tells whoever waits what is being done. */
  readonly say: (line: string) => void;
}

/** A bench made ready: the product and its floor are measured in turn, in each run once. */
export interface ReadyBench {
  product(): Promise<Measured>;
  /** @param product what was measured of the product in the same run */
  floor(product: Measured): Promise<Measured>;
  readonly notes?: readonly string[];
  close?(): Promise<void>;
}

/** Something measured beside the least that the same work could cost. */
export interface Bench {
  readonly name: string;
  readonly aim: string;
  readonly unit: string;
  readonly notes: readonly string[];
  /** How often, unless told; 3 where a run does not take minutes. */
  readonly runs: number;
  /** Gives a text where it can't be run here: what is missing, and how to give it. */
  open(context: BenchContext): Promise<ReadyBench | string>;
}
